"""Every fixed sentence a person reads, Danish and English side by side.

Written for a reader of 75 on a phone: short, plain, neutral. `{name}` marks what is filled in.
"""

from dataclasses import dataclass

from retrieval.model.answers import Language
from retrieval.model.vocabulary import SectionKind


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages with the same placeholders."""

    da: str
    en: str

    def in_(self, language: Language, **values: object) -> str:
        """The sentence in that language with its placeholders filled."""
        text = self.da if language is Language.DANISH else self.en
        return text.format(**values) if values else text


# Start and help

WELCOME = Sentence(
    "Hej. Jeg finder svar i kommunens mødereferater og viser, hvor svaret står.\n\n"
    "{coverage}\n\n"
    "Skriv dit spørgsmål, som du ville sige det. Du kan også trykke på et eksempel.\n\n"
    "Jeg er et hjælpemiddel og ikke en officiel kilde. Tjek altid kilden, før du bruger svaret.\n\n"
    "Hjælp: /hjaelp. Er svarene svære at læse? Skriv /tekst.",
    "Hello. I find answers in the municipality's meeting minutes and show where the answer stands.\n\n"
    "{coverage}\n\n"
    "Write your question the way you would say it. You can also press an example.\n\n"
    "I am an aid and not an official source. Always check the source before you use the answer.\n\n"
    "Help: /help. Are the answers hard to read? Write /text.",
)
EXAMPLE_LATEST = Sentence("Hvad blev besluttet på det seneste møde?", "What was decided at the latest meeting?")
EXAMPLE_POSTPONED = Sentence("Hvilke sager blev udsat?", "Which cases were postponed?")
EXAMPLE_ITEM = Sentence("Hvad blev besluttet om »{title}«?", "What was decided about »{title}«?")
HELP_TITLE = Sentence("Sådan bruger du mig", "How to use me")
HELP_INTRO = Sentence(
    "Skriv et spørgsmål, for eksempel om en beslutning, et beløb, en dato eller en afstemning. "
    "Du kan spørge videre uden at gentage det hele.",
    "Write a question, for example about a decision, an amount, a date or a vote. "
    "You can ask further without repeating everything.",
)
HELP_BUTTONS = Sentence(
    "Under svaret er der knapper. Tryk på en kilde for at læse de ord i referatet, som svaret bygger på.",
    "There are buttons below the answer. Press a source to read the words in the minutes that the answer rests on.",
)
HELP_COMMANDS = Sentence("Kommandoer", "Commands")
HELP_GROUPS = Sentence(
    "I en gruppe svarer jeg, når du nævner mig, svarer på min besked eller bruger en kommando.",
    "In a group I answer when you mention me, reply to my message or use a command.",
)
GROUP_HELLO = Sentence(
    "Hej. Nævn mig med @{username} og skriv et spørgsmål om kommunens møder. Ellers er jeg stille.",
    "Hello. Mention me with @{username} and write a question about the municipality's meetings. "
    "Otherwise I stay silent.",
)
UNKNOWN_COMMAND = Sentence(
    "Den kommando kender jeg ikke. Her er det, jeg kan:", "I do not know that command. Here is what I can do:"
)
UNKNOWN_CONTENT = Sentence(
    "Jeg kan kun læse tekst. Skriv dit spørgsmål med ord, så leder jeg i referaterne.",
    "I can only read text. Write your question in words, and I will search the minutes.",
)
EMPTY_QUESTION = Sentence(
    "Hvad vil du spørge om? Skriv spørgsmålet sammen med mit navn.",
    "What would you like to ask? Write the question together with my name.",
)

# While working

SEARCHING = Sentence("Jeg leder i referaterne …", "I am searching the minutes …")
TAKES_LONGER = Sentence(
    "Det tager længere tid end normalt. Jeg leder stadig …", "This takes longer than usual. I am still searching …"
)
STOP_BUTTON = Sentence("Stop", "Stop")
STOPPED = Sentence("Jeg er stoppet. Du kan stille et nyt spørgsmål.", "I have stopped. You can ask a new question.")
NOTHING_TO_STOP = Sentence("Der er ikke noget at stoppe.", "There is nothing to stop.")
STOPPING = Sentence("Jeg stopper.", "Stopping.")

# Answers

SOURCE = Sentence("Kilde", "Source")
SOURCES = Sentence("Kilder", "Sources")
WHAT_MINUTES_SAY = Sentence("Det står i referatet", "What the minutes say (in Danish)")
ITEM_REFERENCE = Sentence("{committee}, {date}, punkt {item}", "{committee}, {date}, item {item}")
MEETING_REFERENCE = Sentence("{committee}, {date}", "{committee}, {date}")
ITEMS = Sentence("punkt {items}", "items {items}")
CASE = Sentence("sag {number}", "case {number}")
NO_DATE = Sentence("uden dato", "no date")
SHORT_ITEM = Sentence("{date} pkt. {item}", "{date} item {item}")
PROOF_INTRO = Sentence("Ordene i sammenhæng", "The words in context (in Danish)")
CHART_CAPTION = Sentence("{caption}. Tallene i diagrammet: {numbers}", "{caption}. The numbers in the chart: {numbers}")
CHART_UNIT = Sentence("kr.", "DKK")
NO_AMOUNTS = Sentence("Der står ingen beløb under punktet.", "No amounts stand under this item.")
NO_CHART = Sentence("Tallene egner sig ikke til et diagram.", "The numbers do not suit a chart.")
NO_DEADLINES = Sentence("Der står ingen frister under punktet.", "No deadlines stand under this item.")
CALENDAR_CAPTION = Sentence(
    "Datoer fra {reference}. Åbn filen for at lægge dem i din kalender.\n{dates}",
    "Dates from {reference}. Open the file to put them in your calendar.\n{dates}",
)
CLOSED_ITEM = Sentence(
    "Punktet er lukket. Referatet har ikke noget offentligt indhold om det.",
    "The item is closed. The minutes hold no public content about it.",
)
VOTES_CAPTION = Sentence("Afstemning: {proposal}", "Vote: {proposal}")
VOTES_FOR = Sentence("For", "For")
VOTES_AGAINST = Sentence("Imod", "Against")
VOTES_ABSTAINED = Sentence("Undlod at stemme", "Abstained")
VOTES_HEAD = Sentence("Stemme", "Vote")
VOTES_WHO = Sentence("Hvem", "Who")
CARRIED = Sentence("Forslaget blev vedtaget.", "The proposal was carried.")
FELL = Sentence("Forslaget faldt.", "The proposal fell.")
NUMBER_ONLY = Sentence("{count} (navne står ikke i referatet)", "{count} (the minutes give no names)")

SUMMARY_OF = Sentence("Resumé: {meeting}", "Summary: {meeting}")

# Buttons

SHOW_DECISION = Sentence("Hele beslutningen", "The whole decision")
SHOW_AMOUNTS = Sentence("Beløb", "Amounts")
SHOW_VOTES = Sentence("Afstemning", "Vote")
SHOW_CASE = Sentence("Sagen over tid", "The case over time")
FOLLOW_CASE = Sentence("Følg sagen", "Follow this case")
SHOW_CHART = Sentence("Vis diagram", "Show a chart")
SHOW_CALENDAR = Sentence("Frister til kalender", "Deadlines for calendar")
ASK_PRIVATELY = Sentence("Spørg videre privat", "Ask further in private")
WRONG_ANSWER = Sentence("Svaret er forkert", "The answer is wrong")
WRONG_ANSWER_TOLD = Sentence("Tak, det er noteret", "Thank you, noted")
OLDER = Sentence("Ældre møder", "Older meetings")
NEWER = Sentence("Nyere møder", "Newer meetings")
BUTTON_EXPIRED = Sentence(
    "Knappen er for gammel. Stil spørgsmålet igen.", "This button is too old. Please ask the question again."
)
NO_LONGER_HELD = Sentence(
    "Jeg har ikke længere det referat. Stil spørgsmålet igen.",
    "I no longer hold those minutes. Please ask the question again.",
)
FEEDBACK_THANKS = Sentence(
    "Tak. Spørgsmålet og svaret er gemt, så et menneske kan se på dem.",
    "Thank you. The question and the answer are kept so that a person can look at them.",
)

# Meetings and cases

MEETINGS_TITLE = Sentence("Møder, nyeste først", "Meetings, newest first")
MEETING_LINE = Sentence("{date}: {committee} ({items} punkter)", "{date}: {committee} ({items} items)")
MEETING_CANCELLED = Sentence("aflyst", "cancelled")
MEETING_AGENDA = Sentence("dagsorden, intet er besluttet endnu", "agenda, nothing is decided yet")
NO_MEETINGS = Sentence("Der er ingen referater endnu.", "There are no minutes yet.")
PRESS_FOR_SUMMARY = Sentence("Tryk på et møde for at få et resumé.", "Press a meeting for a summary.")
CASE_USAGE = Sentence(
    "Skriv sagsnummeret efter kommandoen. Det ser sådan ud: /sag 27.00.00-G01-1234-24",
    "Write the case number after the command. It looks like this: /case 27.00.00-G01-1234-24",
)
ITEM_UNKNOWN = Sentence(
    "Det link kender jeg ikke. Skriv dit spørgsmål, så leder jeg i referaterne.",
    "I do not know that link. Write your question, and I will search the minutes.",
)

MEETING_UNKNOWN = Sentence(
    "Det møde har jeg ikke. Se de møder, jeg kender, med /moeder. En dato kan skrives sådan: /resume 14. maj 2024",
    "I do not hold that meeting. See the meetings I know with /meetings. A date can be written like this: "
    "/summary 14 May 2024",
)
CASE_UNKNOWN = Sentence(
    "Den sag står ikke i de referater, jeg har. Tjek sagsnummeret.",
    "That case is not in the minutes I hold. Check the case number.",
)

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
        "Melder du et svar som forkert, gemmes spørgsmålet og svaret, så et menneske kan se på dem.",
        "If you report an answer as wrong, the question and the answer are kept so that a person can look at them.",
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

# Inline mode

INLINE_HINT = Sentence("Skriv et spørgsmål om kommunens møder", "Write a question about the municipality's meetings")
INLINE_NOTHING = Sentence("Det står ikke i referaterne", "The minutes do not say")

# When something goes wrong

ERROR = Sentence(
    "Det gik galt hos mig, ikke hos dig. Prøv igen om lidt.",
    "Something went wrong on my side, not yours. Try again soon.",
)
MINUTES_UNAVAILABLE = Sentence(
    "Jeg kan ikke læse i referaterne lige nu. Prøv igen om lidt.", "I cannot read the minutes just now. Try again soon."
)
TOO_MANY = Sentence(
    "Du har stillet mange spørgsmål på kort tid. Vent {seconds} sekunder, og spørg igen.",
    "You have asked many questions in a short time. Wait {seconds} seconds and ask again.",
)
QUESTION_TOO_LONG = Sentence(
    "Spørgsmålet er meget langt. Skriv det gerne kortere, højst {limit} tegn.",
    "The question is very long. Please write it shorter, at most {limit} characters.",
)

# What the bot says about itself in Telegram

DESCRIPTION = Sentence(
    "Stil et spørgsmål om kommunens møder, og få et kort svar med kilde: udvalg, dato, punkt og de ord, der står i "
    "referatet. Jeg er et hjælpemiddel og ikke en officiel kilde.",
    "Ask about the municipality's meetings and get a short answer with its source: committee, date, item and the words "
    "of the minutes. I am an aid and not an official source.",
)
SHORT_DESCRIPTION = Sentence(
    "Svar med kilde fra kommunens mødereferater.", "Answers with their source from the municipality's minutes."
)

SECTION_NAMES: dict[SectionKind, Sentence] = {
    SectionKind.SUMMARY: Sentence("resumé", "summary"),
    SectionKind.EFFECT: Sentence("effekt", "effect"),
    SectionKind.RECOMMENDATION: Sentence("indstilling (det, der blev foreslået)", "recommendation (what was proposed)"),
    SectionKind.DECISION: Sentence("beslutning", "decision"),
    SectionKind.CASE_PRESENTATION: Sentence("sagsfremstilling", "case presentation"),
    SectionKind.FINANCES: Sentence("økonomi", "finances"),
    SectionKind.ATTACHMENTS: Sentence("bilag", "attachments"),
    SectionKind.HISTORY: Sentence("sagens forløb", "earlier steps of the case"),
    SectionKind.COMPETENCE: Sentence("kompetence", "who decides"),
    SectionKind.LEGAL_BASIS: Sentence("lovgrundlag", "legal basis"),
    SectionKind.SCHEDULE: Sentence("tidsplan", "schedule"),
    SectionKind.CONSULTATION: Sentence("høring", "consultation"),
    SectionKind.ABSENCE: Sentence("fravær", "absence"),
    SectionKind.OTHER: Sentence("andet", "other"),
    SectionKind.HEAD: Sentence("indledning", "opening"),
}

# On a button there is room for one word.
SECTION_LABELS: dict[SectionKind, Sentence] = {
    **{
        kind: Sentence(name.da.capitalize(), name.en.capitalize())
        for kind, name in SECTION_NAMES.items()
        if kind is not SectionKind.RECOMMENDATION
    },
    SectionKind.RECOMMENDATION: Sentence("Indstilling", "Proposal"),
    SectionKind.CASE_PRESENTATION: Sentence("Sagen", "The case"),
}

MONTHS = (
    Sentence("januar", "January"),
    Sentence("februar", "February"),
    Sentence("marts", "March"),
    Sentence("april", "April"),
    Sentence("maj", "May"),
    Sentence("juni", "June"),
    Sentence("juli", "July"),
    Sentence("august", "August"),
    Sentence("september", "September"),
    Sentence("oktober", "October"),
    Sentence("november", "November"),
    Sentence("december", "December"),
)

# The command menu: what stands beside each command

COMMAND_START = Sentence("Begynd her", "Start here")
COMMAND_HELP = Sentence("Hjælp og alle kommandoer", "Help and all commands")
COMMAND_SUMMARY = Sentence(
    "Resumé af det seneste møde, eller skriv en dato", "Summary of the latest meeting, or give a date"
)
COMMAND_MEETINGS = Sentence("Vis de møder, jeg kender", "Show the meetings I know")
COMMAND_CASE = Sentence(
    "Følg en sag gennem møderne: skriv sagsnummeret", "One case through all meetings: give its number"
)
COMMAND_SETTINGS = Sentence("Vælg sprog og visning", "Choose language and display")
COMMAND_TEXT = Sentence("Få svar som ren tekst", "Get answers as plain text")
COMMAND_STOP = Sentence("Stop det svar, jeg er i gang med", "Stop the answer I am working on")
COMMAND_PRIVACY = Sentence("Se, hvad jeg gemmer om dig", "See what I keep about you")
COMMAND_FORGET = Sentence("Slet alt om dig", "Erase everything about you")
COMMAND_STATUS = Sentence("Driftsstatus (administratorer)", "Operating status (administrators)")
