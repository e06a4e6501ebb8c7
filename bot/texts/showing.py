"""What stands around answers: references, captions, buttons, lists."""

from bot.texts.sentence import Sentence

# Answers

SOURCE = Sentence("Kilde", "Source")
SOURCES = Sentence("Kilder", "Sources")
WHAT_MINUTES_SAY = Sentence("Det står i referatet", "What the minutes say (in Danish)")
WHAT_AGENDA_SAYS = Sentence("Det står i dagsordenen", "What the agenda says (in Danish)")
WHAT_BOTH_SAY = Sentence("Det står i referat og dagsorden", "What minutes and agenda say (in Danish)")
ITEM_REFERENCE = Sentence("{committee}, {date}, punkt {item}", "{committee}, {date}, item {item}")
MEETING_REFERENCE = Sentence("{committee}, {date}", "{committee}, {date}")
ITEMS = Sentence("punkt {items}", "items {items}")
CASE = Sentence("sag {number}", "case {number}")
NO_DATE = Sentence("uden dato", "no date")
ITEM_LABEL = Sentence("Punkt {item}", "Item {item}")
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
NUMBER_ONLY = Sentence("{count} (referatet nævner ingen navne)", "{count} (the minutes give no names)")

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
