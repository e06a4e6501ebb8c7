"""Every fixed sentence of a keyless answer, Danish and English side by side.

Short, neutral, plain: what a competent clerk would say on the telephone. Placeholders are named.
"""

import datetime

from retrieval.model.answers import Language
from retrieval.model.minutes import Person

PHRASES: dict[str, tuple[str, str]] = {
    # what a body did
    "approved": ("{body} godkendte indstillingen den {date}.", "{body} approved the recommendation on {date}."),
    "approved_agenda": ("{body} godkendte dagsordenen den {date}.", "{body} approved the agenda on {date}."),
    "approved_with_amendment": (
        "{body} godkendte indstillingen med en ændring eller tilføjelse den {date}.",
        "{body} approved the recommendation with a change or addition on {date}.",
    ),
    "approved_in_part": (
        "{body} godkendte kun en del af det indstillede den {date}.",
        "{body} approved only part of what was recommended on {date}.",
    ),
    "divided": (
        "{body} behandlede indstillingens punkter hver for sig den {date}: {parts}.",
        "{body} dealt with the parts of the recommendation one by one on {date}: {parts}.",
    ),
    "divided_onward": (
        "Det, der er anbefalet, er ikke endeligt; det afgøres af {next}.",
        "What is recommended is not final: it goes on to {next}.",
    ),
    "part": ("nr. {numbers} {outcome}", "part {numbers} {outcome}"),
    "part_approved": ("godkendt", "approved"),
    "part_approved_with_amendment": ("godkendt med ændring", "approved with a change"),
    "part_rejected": ("afvist", "rejected"),
    "part_not_recommended": ("ikke anbefalet", "not recommended"),
    "part_recommended": ("anbefalet videre", "recommended onward"),
    "part_discussed": ("kun drøftet", "only discussed"),
    "part_noted": ("til orientering", "for information"),
    "part_postponed": ("udsat", "postponed"),
    "part_sent_back": ("sendt tilbage", "sent back"),
    "part_withdrawn": ("taget af dagsordenen", "taken off the agenda"),
    "part_cancelled": ("aflyst", "cancelled"),
    "part_none": ("ingen beslutning noteret", "no decision recorded"),
    "rejected": (
        "{body} afviste indstillingen den {date}. Den blev altså ikke godkendt.",
        "{body} rejected the recommendation on {date}. It was not approved.",
    ),
    "rejected_a_no": (
        "{body} fulgte ikke indstillingen den {date}.",
        "{body} did not follow the recommendation on {date}.",
    ),
    "recommended": (
        "{body} anbefalede sagen den {date}. Det er ikke den endelige beslutning; den træffes af {next}.",
        "{body} recommended the matter on {date}. That is not final: it goes on to {next}.",
    ),
    "discussed": (
        "{body} drøftede kun sagen den {date}. Der blev ikke truffet nogen beslutning i sagen.",
        "{body} only discussed the matter on {date}. No decision was made.",
    ),
    "noted": (
        "Punktet var kun til orientering for {body} den {date}. Der blev ikke truffet nogen beslutning.",
        "The item was only for information: {body} was briefed on {date}. No decision was made.",
    ),
    "postponed": (
        "Punktet blev udsat på mødet den {date}. Der blev ikke truffet nogen beslutning.",
        "The item was postponed at the meeting on {date}. No decision was made.",
    ),
    "postponed_to": (
        "Punktet blev udsat på mødet den {date} til den {later}. Der blev ikke truffet nogen beslutning.",
        "The item was postponed on {date} to {later}. No decision was made.",
    ),
    "sent_back": (
        "{body} sendte sagen tilbage til forvaltningen den {date}. Der blev ikke truffet nogen beslutning.",
        "{body} sent the matter back to the administration on {date}. No decision was made.",
    ),
    "withdrawn": (
        "Sagen blev taget af dagsordenen den {date}. Der blev ikke truffet nogen beslutning.",
        "The matter was taken off the agenda on {date}. No decision was made.",
    ),
    "cancelled": (
        "Mødet den {date} blev aflyst, så der blev ikke truffet nogen beslutning.",
        "The meeting on {date} was cancelled, so no decision was made.",
    ),
    "cancelled_to": (
        "Mødet den {date} blev aflyst, og punktet blev udsat til den {later}. Der blev ikke truffet nogen beslutning.",
        "The meeting on {date} was cancelled and the item postponed to {later}. No decision was made.",
    ),
    "none": (
        "Der er ikke noteret nogen beslutning under punktet i referatet fra den {date}.",
        "No decision is recorded under the item in the minutes of {date}.",
    ),
    "no_stand": (
        "{body} undlod at tage stilling den {date}. Der blev ikke truffet nogen beslutning.",
        "{body} took no position on {date}. No decision was made.",
    ),
    "planned": (
        "Mødet den {date} er kun indkaldt; der ligger en dagsorden, men endnu ingen beslutning.",
        "For the meeting on {date} only the agenda is held; nothing is decided yet.",
    ),
    "council": ("byrådet", "the city council (byrådet)"),
    "next_unknown": ("et andet udvalg eller byrådet", "another committee or the city council"),
    "no": ("Nej.", "No."),
    "yes": ("Ja.", "Yes."),
    "partly": ("Delvist.", "In part."),
    "recommendation": ("Indstillingen lød: »{quote}«", "The recommendation was: »{quote}«"),
    "says": ("»{quote}«", "»{quote}«"),
    "minutes_say": ("Der står i referatet: »{quote}«", "The minutes say (in Danish): »{quote}«"),
    "also_says": ("Der står også: »{quote}«", "The item also says: »{quote}«"),
    "agenda_says": ("Der står i dagsordenen: »{quote}«", "The agenda says (in Danish): »{quote}«"),
    "glossary": ("", "Words in English: {entries}."),
    # votes
    "no_vote": (
        "Der er ikke noteret nogen afstemning under punktet.",
        "No vote is recorded under the item.",
    ),
    "vote_for": ("For: {names}.", "For: {names}."),
    "vote_against": ("Imod: {names}.", "Against: {names}."),
    "vote_abstained": ("Stemte ikke for eller imod: {names}.", "Abstained: {names}."),
    "voter_for": ("{names} stemte for.", "{names} voted for."),
    "voter_against": ("{names} stemte imod.", "{names} voted against."),
    "voter_abstained": ("{names} stemte ikke for eller imod.", "{names} abstained."),
    "voter_unnamed": (
        "Referatet siger ikke, hvad {name} stemte.",
        "The minutes do not say how {name} voted.",
    ),
    "vote_carried": ("Forslaget blev vedtaget.", "The proposal was carried."),
    "vote_fell": ("Forslaget faldt og blev ikke vedtaget.", "The proposal fell and was not adopted."),
    "vote_proposal": ("Afstemning: {proposal}", "Vote: {proposal}"),
    # people and absence
    "absent_meeting": ("{names} deltog ikke i mødet.", "{names} did not attend the meeting."),
    "no_absence": (
        "Der er ikke noteret noget fravær i referatet fra den {date}.",
        "No absence is recorded in the minutes of {date}.",
    ),
    "no_disqualified": (
        "Der er ikke noteret nogen inhabilitet i referatet fra den {date}.",
        "No disqualification is recorded in the minutes of {date}.",
    ),
    "no_substitute": (
        "Der er ikke noteret nogen stedfortræder i referatet fra den {date}.",
        "No substitute is recorded in the minutes of {date}.",
    ),
    "present": ("{name} var til stede på mødet den {date}.", "{name} was present at the meeting on {date}."),
    "present_all": ("Til stede på mødet den {date}: {names}.", "Present at the meeting on {date}: {names}."),
    "named_under": (
        "Referatet har ingen liste over de fremmødte, men {name} er nævnt under punkt {number}: »{quote}«",
        "The minutes list nobody as present, but {name} is named under item {number} (in Danish): »{quote}«",
    ),
    "named_here": (
        "{name} er nævnt under punktet: »{quote}«",
        "{name} is named under the item (in Danish): »{quote}«",
    ),
    "no_attendance": (
        "Referatet fra den {date} har ingen liste over de fremmødte.",
        "The minutes of {date} list nobody as present.",
    ),
    "unnamed_at": (
        "Referatet fra den {date} nævner ikke {name}, hverken som til stede eller som fraværende.",
        "The minutes of {date} do not name {name}, neither as present nor as absent.",
    ),
    "unnamed_under": (
        "Referatet fra den {date} nævner ikke {name} under punkt {number}, hverken som til stede eller som fraværende.",
        "The minutes of {date} do not name {name} under item {number}, neither as present nor as absent.",
    ),
    "absent_here": ("{name} deltog ikke i behandlingen af punktet.", "{name} did not take part in the item."),
    "disqualified_here": ("{name} var inhabil under punktet.", "{name} was disqualified from the item."),
    "absent_items": ("{name} deltog ikke i behandlingen af:", "{name} did not take part in:"),
    "disqualified_items": ("{name} var inhabil ved behandlingen af:", "{name} was disqualified from:"),
    "item_line": ("punkt {number}: {title}", "item {number}: {title}"),
    "substitute": (
        "{substitute} mødte som stedfortræder for {name}.",
        "{substitute} attended as substitute for {name}.",
    ),
    # cases
    "case_number": ("Sagsnummeret er {number}.", "The case number is {number}."),
    "case_items_one": ("Ét punkt har sagsnummer {number}:", "One item has case number {number}:"),
    "case_items": ("{count} punkter har sagsnummer {number}:", "{count} items have case number {number}:"),
    "case_line": (
        "{date}, {committee}, punkt {item}: {title}. {outcome}.",
        "{date}, {committee}, item {item}: {title}. {outcome}.",
    ),
    "case_unknown": (
        "Sagsnummer {number} står ikke i de referater, jeg har.",
        "Case number {number} is not in the minutes held.",
    ),
    # when a body meets
    "plan": (
        "Ifølge mødeplanen holder {body} møde på disse dage i {year}: {days}.",
        "According to the meeting plan {body} meets on these days in {year}: {days}.",
    ),
    "plan_one": (
        "Ifølge mødeplanen holder {body} møde den {days} {year}.",
        "According to the meeting plan {body} meets on {days} {year}.",
    ),
    "held": ("Der er referat fra disse møder:", "Minutes are held of these meetings:"),
    "held_instead": (
        "Referaterne har ingen mødeplan for det. Der er referat fra disse møder:",
        "The minutes hold no meeting plan for that. Minutes are held of these meetings:",
    ),
    "held_line": ("{body}, {date}", "{body}, {date}"),
    "no_plan": (
        "Referaterne har ingen mødeplan for det, og der er ikke referat fra noget møde.",
        "The minutes hold no meeting plan for that, and of no meeting are minutes held.",
    ),
    "no_next": (
        "Det fremgår ikke af referaterne, hvornår det næste møde er.",
        "The minutes do not say when the next meeting is.",
    ),
    # comparison
    "difference": (
        "Forskellen er {difference}, regnet ud fra {larger} og {smaller}.",
        "The difference is {difference}, computed from {larger} and {smaller}.",
    ),
    "total": (
        "Lagt sammen er det {total}, regnet ud fra {parts}. Referatet har ikke selv en sum.",
        "Added up it is {total}, computed from {parts}. The minutes print no total.",
    ),
    # summaries
    "summary_head": ("{committee} den {date}:", "{committee} on {date}:"),
    "summary_line": ("punkt {number}: {title}. {outcome}", "item {number}: {title}. {outcome}"),
    "summary_money": ("Beløb: {amounts}.", "Amounts: {amounts}."),
    "summary_rest": ("Til orientering eller drøftelse: {titles}.", "For information or discussion: {titles}."),
    # refusals
    "not_told": ("Det fremgår ikke af referaterne.", "The minutes do not say."),
    "not_told_in": (
        "Det fremgår ikke af referatet fra den {date}.",
        "The minutes of {date} do not say.",
    ),
    "agenda_silent": (
        "Det fremgår ikke af dagsordenen for mødet den {date}.",
        "The agenda of the meeting on {date} does not say.",
    ),
    "first_not_told": (
        "Til den første del af spørgsmålet er der ikke fundet svar i referaterne.",
        "To the first part of the question no answer was found in the minutes.",
    ),
    "second_not_told": (
        "Til den anden del af spørgsmålet er der ikke fundet svar i referaterne.",
        "To the second part of the question no answer was found in the minutes.",
    ),
    "near": ("Det nærmeste, jeg har, er:", "The nearest I have is:"),
    "no_meeting": (
        "Jeg har ikke noget referat fra {date}.",
        "I hold no minutes from {date}.",
    ),
    "closed": (
        "Punktet blev behandlet for lukkede døre, så indholdet er ikke offentligt.",
        "The item was dealt with in closed session, so its content is not public.",
    ),
    "later": (
        "Se også et senere møde: den {date}, punkt {item} ({title}).",
        "See also a later meeting: {date}, item {item} ({title}).",
    ),
    "recognised": (
        "En kilde er en scanning, som er læst maskinelt: Bogstaver og tal kan være forkerte.",
        "A source is a scan read by machine: letters and figures may be wrong.",
    ),
    "coverage": (
        "Referaterne her rækker fra {first} til {last} ({committees}).",
        "The minutes held run from {first} to {last} ({committees}).",
    ),
    "empty": (
        "Der er ingen referater endnu.",
        "There are no minutes yet.",
    ),
    "ask_something": (
        "Skriv et spørgsmål, for eksempel: Hvad besluttede udvalget om cykelstier?",
        "Write a question, for example: What did the committee decide about cycle paths?",
    ),
    "too_long": (
        "Spørgsmålet er for langt. Skriv det på højst {limit} tegn.",
        "The question is too long. Please keep it under {limit} characters.",
    ),
    "source": ("({committee}, {date}, punkt {item}: {title})", "({committee}, {date}, item {item}: {title})"),
    "source_meeting": ("({committee}, {date})", "({committee}, {date})"),
    # short outcome words for lists and summaries
    "short_approved": ("godkendt", "approved"),
    "short_approved_with_amendment": ("godkendt med tilføjelse", "approved with an addition"),
    "short_rejected": ("afvist", "rejected"),
    "short_recommended": ("anbefalet videre, ikke endeligt", "recommended onward, not final"),
    "short_discussed": ("drøftet, ingen beslutning", "discussed, no decision"),
    "short_noted": ("til orientering", "for information"),
    "short_postponed": ("udsat", "postponed"),
    "short_sent_back": ("sendt tilbage", "sent back"),
    "short_withdrawn": ("taget af dagsordenen", "taken off the agenda"),
    "short_cancelled": ("mødet aflyst", "meeting cancelled"),
    "short_none": ("ingen beslutning noteret", "no decision recorded"),
    "short_no_stand": ("tog ikke stilling", "took no position"),
    "short_in_part": ("delvist godkendt", "approved in part"),
    "short_closed": ("lukket punkt", "closed item"),
    "of_matter": ("Om sagen: »{quote}«", "About it (in Danish): »{quote}«"),
    "table_head": ("(kolonnernes overskrifter: »{quote}«)", "(the column headings: »{quote}«)"),
    "newest_of": ("De {shown} nyeste:", "The {shown} newest:"),
    "none_with_outcome": (
        "Det gælder ingen af punkterne i de referater, jeg har.",
        "No item in the minutes held had that outcome.",
    ),
    "greeting": (
        "Hej. Spørg om det, der står i referaterne: hvad et udvalg har besluttet, eller hvad noget koster.",
        "Hello. Ask me about what is in the minutes, such as what a committee decided or what something costs.",
    ),
    "thanks": ("Selv tak.", "You are welcome."),
    "others": ("{names} og {count} andre", "{names} and {count} others"),
    "vote_item": ("Punkt {number}: {title}", "Item {number}: {title}"),
    "no_votes_at": (
        "Der er ikke noteret nogen afstemning i referatet fra den {date}.",
        "No vote is recorded in the minutes of {date}.",
    ),
    "no_votes_yet": (
        "Mødet den {date} er kun indkaldt; der ligger en dagsorden, men endnu ingen afstemning.",
        "For the meeting on {date} only the agenda is held; there is no vote yet.",
    ),
    "numbers_in": ("Tal i {unit}", "Figures in {unit}"),
    "what": ("Hvad", "What"),
    "cell": ("{purpose}: {amount}", "{purpose}: {amount}."),
    "thousand": ("tusind kr.", "thousand kroner"),
    "million": ("mio. kr.", "million kroner"),
    "kroner": ("kr.", "kroner"),
    "proposal_fell": (
        "Dette forslag blev stemt ned: »{proposal}«.",
        "This proposal was voted down (in Danish): »{proposal}«.",
    ),
    "that_point": (
        "Om netop det punkt står der i beslutningen: »{quote}«",
        "On that very point the decision says (in Danish): »{quote}«",
    ),
    "not_given": (
        "Nej. {wished} er det, der blev søgt om; givet blev {given}.",
        "No. {wished} is what was applied for; {given} was given.",
    ),
    "other_year": (
        "Bemærk: Det følgende er fra den {date}, ikke fra {years}.",
        "Please note: the following is from {date}, not from {years}.",
    ),
    "other_body": (
        "Bemærk: Det følgende er fra {body}, ikke fra {named}.",
        "Please note: the following is from {body}, not from {named}.",
    ),
    "other_number": (
        "Tallet {number} nævnes ikke i det, der er fundet.",
        "The number {number} is not named in what was found.",
    ),
    "for_council": (
        "Indstillingen lægger op til, at byrådet afgør sagen.",
        "According to the recommendation the city council (byrådet) is to decide.",
    ),
    "unclear": (
        "Det svarer referaterne ikke klart på. Der står: »{quote}«",
        "The minutes give no clear answer to that. They say (in Danish): »{quote}«",
    ),
    "only_says": ("Der står kun: »{quote}«", "They only say (in Danish): »{quote}«"),
    "and": ("og", "and"),
}

_MONTHS = {
    Language.DANISH: (
        [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ]
    ),
    Language.ENGLISH: (
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
    ),
}


def say(language: Language, key: str, **values: object) -> str:
    """The phrase `key` in that language with its placeholders filled. Raises KeyError for an unknown key."""
    danish, english = PHRASES[key]
    return (danish if language is Language.DANISH else english).format(**values)


def write_date(language: Language, day: datetime.date | None) -> str:
    """The date as "14. maj 2024" or "14 May 2024"; a question mark in words where the document shows no date."""
    if day is None:
        return "ukendt dato" if language is Language.DANISH else "unknown date"
    month = month_name(language, day.month)
    return f"{day.day}. {month} {day.year}" if language is Language.DANISH else f"{day.day} {month} {day.year}"


def person_name(person: Person) -> str:
    """Name and party; the letter alone where the minutes name only a party."""
    return f"{person.name} ({person.party})" if person.name and person.party else person.name or person.party


def month_name(language: Language, month: int) -> str:
    """The name of a month, 1 to 12."""
    return _MONTHS[language][month - 1]


def join_names(language: Language, names: list[str]) -> str:
    """The names as "A, B og C" or "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {say(language, 'and')} {names[-1]}"


_NUMERALS = {
    Language.DANISH: ["nul", "ét", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv"],
    Language.ENGLISH: [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
}


def write_count(language: Language, count: int) -> str:
    """A count in words up to twelve, in digits from there."""
    words = _NUMERALS[language]
    return words[count].capitalize() if count < len(words) else str(count)
