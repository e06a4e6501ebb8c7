"""What the bot says of itself and of what it is doing: greetings, help, signs of life, refusals."""

from bot.texts.sentence import Sentence

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
    "Hej. Nævn mig med @{username} og skriv et spørgsmål om kommunens møder. Ellers siger jeg ikke noget.",
    "Hello. Mention me with @{username} and write a question about the municipality's meetings. "
    "Otherwise I say nothing.",
)
UNKNOWN_COMMAND = Sentence(
    "Den kommando kender jeg ikke. Her er det, jeg kan:", "I do not know that command. Here is what I can do:"
)
CANNOT_HEAR = Sentence(
    "Jeg kan ikke lytte til lyd. Skriv dit spørgsmål. Du kan også trykke på mikrofonen på telefonens tastatur og sige "
    "det, så bliver det til tekst.",
    "I cannot listen to sound. Write your question. You can also press the microphone on your phone's keyboard and say "
    "it: it becomes text.",
)
CANNOT_SEE = Sentence(
    "Jeg kan ikke se billeder og film. Skriv dit spørgsmål med ord, så leder jeg i referaterne.",
    "I cannot see pictures and films. Write your question in words, and I will search the minutes.",
)
CANNOT_LOCATE = Sentence(
    "Jeg kan ikke bruge et kort. Skriv navnet på vejen eller stedet, så leder jeg efter det i referaterne.",
    "I cannot use a map. Write the name of the road or the place, and I will look for it in the minutes.",
)
NO_QUESTION = Sentence(
    "Det kan jeg ikke svare på. Skriv et spørgsmål om kommunens møder, så leder jeg i referaterne.",
    "I cannot answer that. Write a question about the municipality's meetings, and I will search the minutes.",
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
BUSY = Sentence(
    "Mange spørger lige nu. Vent {seconds} sekunder, og spørg igen.",
    "Many people are asking just now. Wait {seconds} seconds and ask again.",
)
QUESTION_TOO_LONG = Sentence(
    "Spørgsmålet er meget langt. Skriv det gerne kortere, højst {limit} tegn.",
    "The question is very long. Please write it shorter, at most {limit} characters.",
)
