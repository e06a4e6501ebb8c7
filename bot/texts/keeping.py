"""Settings, what is kept about a person, and what administrators read."""

from bot.texts.sentence import Sentence

# Settings and privacy

SETTINGS = Sentence("Indstillinger\nSprog: {tongue}\nVisning: {form}", "Settings\nLanguage: {tongue}\nDisplay: {form}")
LANGUAGE_AUTO = Sentence("samme som spørgsmålet", "same as the question")
LANGUAGE_NAME = Sentence("dansk", "English")
FORM_RICH = Sentence("tabeller og kilder, der kan foldes ud", "tables and sources that unfold")
FORM_PLAIN = Sentence("kun tekst", "text only")
CHOOSE_DANISH = Sentence("Dansk", "Dansk (Danish)")
CHOOSE_ENGLISH = Sentence("English (engelsk)", "English")
CHOOSE_RICH = Sentence("Med tabeller", "With tables")
CHOOSE_PLAIN = Sentence("Kun tekst", "Text only")
FORM_SET_PLAIN = Sentence(
    "Fra nu af svarer jeg med ren tekst. Skift tilbage med /indstillinger.",
    "From now on I answer in plain text. Change back with /settings.",
)
SAVED = Sentence("Gemt.", "Saved.")
PRIVACY_TITLE = Sentence("Privatliv", "Privacy")
PRIVACY = (
    Sentence(
        "Dine seneste ti spørgsmål og svar gemmes i {hours} timer, så du kan spørge videre.",
        "Your latest ten questions and answers are kept for {hours} hours so that you can ask further.",
    ),
    Sentence(
        "Spørgsmål og svar bag knapperne gemmes i {days} dage, så knapperne virker.",
        "The question and answer behind the buttons are kept for {days} days so that the buttons work.",
    ),
    Sentence(
        "Melder du et svar som forkert, gemmes spørgsmålet og svaret, så et menneske kan se på dem. De slettes, når du "
        "sletter alt om dig.",
        "If you report an answer as wrong, the question and the answer are kept so that a person can look at them. "
        "They go when you erase everything about you.",
    ),
    Sentence(
        "Din besked gemmes, mens jeg svarer på den, så den ikke går tabt. Dine ord skrives ikke i nogen log.",
        "Your message is kept while I answer it, so that it is not lost. Your words are not written to any log.",
    ),
    Sentence(
        "Dine indstillinger og det, du følger, gemmes, til du selv sletter dem.",
        "Your settings and what you follow are kept until you erase them.",
    ),
    Sentence(
        "Dit navn gemmes ikke, kun dit nummer hos Telegram. Et CPR-nummer i et spørgsmål bliver fjernet.",
        "Your name is not kept, only your number at Telegram. A Danish personal number in a question is removed.",
    ),
    Sentence(
        "Telegram kan se dine beskeder. Hvis en ekstern sprogmodel er slået til, får den dit spørgsmål, "
        "men ikke at vide, hvem du er.",
        "Telegram sees your messages. If an external language model is in use, it receives your question, "
        "but not who you are.",
    ),
    Sentence(
        "Slet det hele med /sletmig. Kun et aftryk af dit nummer gemmes i 400 dage, så en ældre sikkerhedskopi "
        "ikke bringer noget tilbage.",
        "Erase everything with /forgetme. Only a digest of your number is kept for 400 days, so that an older backup "
        "brings nothing back.",
    ),
)
FORGET_ASK = Sentence(
    "Vil du slette alt, jeg har gemt om dig? Det gælder samtaler, knapper, indstillinger, det, du følger, "
    "og svar, du har meldt. Det kan ikke fortrydes.",
    "Do you want to erase everything I keep about you? That is conversations, buttons, settings, what you follow "
    "and answers you reported. It cannot be undone.",
)
FORGET_YES = Sentence("Ja, slet alt", "Yes, erase everything")
FORGET_NO = Sentence("Nej, behold det", "No, keep it")
FORGET_DONE = Sentence(
    "Alt, jeg havde gemt om dig, er slettet. Beskederne her i chatten kan du selv slette i Telegram.",
    "Everything I kept about you is erased. The messages in this chat you can delete yourself in Telegram.",
)
FORGET_KEPT = Sentence("Intet er slettet.", "Nothing is erased.")

# Admins

UPLOAD_REFUSED = Sentence(
    "Kun administratorer kan tilføje referater. Du kan spørge om dem, jeg har: skriv bare dit spørgsmål.",
    "Only administrators can add minutes. You can ask about those I hold: just write your question.",
)
UPLOAD_TYPE = Sentence(
    "Den filtype kan jeg ikke læse. Send en af disse: {kinds}.",
    "I cannot read that kind of file. Send one of: {kinds}.",
)
UPLOAD_SIZE = Sentence(
    "Filen er for stor. Telegram lader mig hente højst {limit} MB.",
    "The file is too large. Telegram lets me fetch {limit} MB at most.",
)
UPLOAD_READING = Sentence("Jeg læser {name} …", "I am reading {name} …")
UPLOAD_NEW = Sentence("{name} er tilføjet. {meeting}", "{name} has been added. {meeting}")
UPLOAD_SAME = Sentence("{name} er her allerede. Intet er ændret.", "{name} is here already. Nothing has changed.")
UPLOAD_CHANGED = Sentence("{name} er opdateret til en ny udgave. {meeting}", "{name} is updated. {meeting}")
UPLOAD_SUPERSEDED = Sentence(
    "{name}: Jeg har et nyere dokument om det møde og beholder det. {meeting}",
    "{name}: I hold a newer document about that meeting and keep it. {meeting}",
)
UPLOAD_WITHDRAWN = Sentence(
    "{name} er trukket tilbage tidligere og bliver ikke tilføjet.",
    "{name} has been withdrawn earlier and is not added.",
)
UPLOAD_FAILED = Sentence(
    "{name} kunne ikke læses: {reason}. Intet er ændret.", "{name} could not be read: {reason}. Nothing has changed."
)
STATUS_ADMINS_ONLY = Sentence("Kun administratorer kan se status.", "Only administrators can see the status.")
STATUS = Sentence(
    "Status\nOppetid: {uptime}\nMøder: {meetings}\nSvar i gang: {running}\nBesvaret siden start: {answered}\n"
    "Fejl siden start: {errors}\nMeldte svar: {feedback}\n{coverage}",
    "Status\nUp for: {uptime}\nMeetings: {meetings}\nAnswers under way: {running}\nAnswered since start: {answered}\n"
    "Errors since start: {errors}\nReported answers: {feedback}\n{coverage}",
)
