"""Names of things: sections, months, commands, and the bot itself."""

from bot.texts.sentence import Sentence
from retrieval.model.vocabulary import SectionKind

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
