"""What may be told about the invented meeting of Fjordby, and what may not."""

import pytest

from retrieval.answering.strict import without_yes_or_no
from retrieval.answering.verify import Allowed, verify, verify_answer
from retrieval.model.answers import Language
from retrieval.model.minutes import Person, Span, Vote
from retrieval.model.vocabulary import MeetingStatus, Outcome, SectionKind
from tests.answering.minutes import Minutes, cite, claim, fjordby, sources

STORED = fjordby()
SOURCES = sources(STORED)
RECOMMENDED_1 = "der bevilges 4,95 mio. kr. til Kompasset i 2024"
APPROVED_1 = "Udvalget godkender indstillingen."
FACTS_1 = "Kompasset har 120 brugere og 14 frivillige."
COST_1 = "I 2022 kostede stedet 3.750.000 kr., svarende til 15,1 pct. af rammen."
PAST_1 = "Byrådet vedtog den 3. marts 2021 en strategi for væresteder."
DECISION_2 = "Udvalget anbefaler indstillingen over for byrådet."
RECOMMENDED_2 = "Forvaltningen indstiller, at byrådet godkender socialpolitikken."
FACTS_2 = "Politikken har fire pejlemærker og koster 600.000 kr. om året."
DECISION_3 = "Udvalget drøftede sagen."
FACTS_3 = "Der er tre væresteder i Havnekvarteret."
FINANCES_4 = "Der forventes et merforbrug på 2,1 mio. kr. i 2023."
DECISION_5 = "Punktet udsat til mødet den 13. juni 2023."
RECOMMENDED_5 = "Forvaltningen indstiller, at gebyret hæves til 45 kr. pr. dag fra 1. januar 2024."
DECISION_6 = "Udvalget forkaster indstillingen."
VOTE_6 = "Eva Lund (Ø) stemmer for bemærkningen. Ida Holm (A) og Ole Krag (V) stemmer imod bemærkningen."

TRUE = [
    (1, "Udvalget godkendte indstillingen den 9. maj 2023 (punkt 1).", [APPROVED_1]),
    (
        1,
        "Social- og Arbejdsmarkedsudvalget godkendte at bevilge 4,95 mio. kr. til Kompasset i 2024.",
        [APPROVED_1, RECOMMENDED_1],
    ),
    (1, "Der er bevilget 4.950.000 kr. til Kompasset.", [APPROVED_1, RECOMMENDED_1]),
    (1, "The committee approved DKK 4.95 million for Kompasset on 9 May 2023.", [APPROVED_1, RECOMMENDED_1]),
    (1, "Kompasset har 120 brugere.", [FACTS_1]),
    (1, "Sagen har sagsnummer 27.00.00-G01-1471-22.", [FACTS_1]),
    (1, "I 2022 kostede Kompasset 3,75 mio. kr., 15,1 % af rammen.", [FACTS_1, COST_1]),
    (1, "Byrådet vedtog strategien for væresteder den 3. marts 2021.", [PAST_1]),
    (1, "Forvaltningen indstillede, at udvalget godkender 4,95 mio. kr.", [RECOMMENDED_1]),
    (2, "Udvalget anbefalede sagen; byrådet skal godkende den.", [DECISION_2]),
    (2, "Socialpolitikken blev ikke godkendt af udvalget, kun anbefalet.", [DECISION_2]),
    (2, "The committee recommended that the social policy be approved.", [DECISION_2, RECOMMENDED_2]),
    (2, "Politikken har 4 pejlemærker.", [FACTS_2]),
    (3, "Udvalget drøftede kun sagen. Der blev ikke truffet nogen beslutning.", [DECISION_3]),
    (3, "Der er 3 væresteder i Havnekvarteret.", [FACTS_3]),
    (5, "Punktet blev udsat til den 13. juni 2023.", [DECISION_5]),
    (5, "Gebyret er ikke vedtaget; forvaltningen foreslår 45 kr. pr. dag.", [DECISION_5, RECOMMENDED_5]),
    (6, "Udvalget forkastede indstillingen.", [DECISION_6]),
    (6, "Ida Holm (A) og Ole Krag (V) stemte imod.", [VOTE_6]),
    (6, "Eva Lund (Ø) stemte for.", [VOTE_6]),
    (6, "Der står i referatet: »Udvalget forkaster indstillingen.«", [DECISION_6]),
]

FALSE = [
    (1, "Der er bevilget 4,96 mio. kr. til Kompasset.", [APPROVED_1, RECOMMENDED_1], "amount"),
    (1, "Der er bevilget 4,95 mia. kr. til Kompasset.", [APPROVED_1, RECOMMENDED_1], "amount"),
    (1, "Der er bevilget 4.950 kr. til Kompasset.", [APPROVED_1, RECOMMENDED_1], "amount"),
    (1, "Der er bevilget 4,95 mio. kr. i 2025.", [APPROVED_1, RECOMMENDED_1], "year"),
    (1, "Udvalget godkendte indstillingen den 8. maj 2023.", [APPROVED_1], "date"),
    (1, "Udvalget godkendte indstillingen (punkt 2).", [APPROVED_1], "number"),
    (1, "Kompasset har 121 brugere.", [FACTS_1], "number"),
    (1, "Kompasset har tolv frivillige.", [FACTS_1], "number"),
    (1, "Udgiften svarer til 15,2 pct. af rammen.", [COST_1], "percent"),
    (1, "Sagen har sagsnummer 27.00.00-G01-1471-23.", [FACTS_1], "case"),
    (1, "Indstillingen blev ikke godkendt.", [APPROVED_1], "denied"),
    (1, "Indstillingen blev afvist.", [APPROVED_1], "told"),
    (1, "Byrådet godkendte indstillingen den 9. maj 2023.", [APPROVED_1], "told"),
    (1, "Udvalget vedtog strategien den 3. marts 2021.", [PAST_1, DECISION_2[:0] or FACTS_1], None),
    (1, "Anders Fogh godkendte indstillingen.", [APPROVED_1], "name"),
    (2, "Udvalget godkendte socialpolitikken.", [DECISION_2], "told"),
    (2, "Socialpolitikken er vedtaget.", [DECISION_2], "told"),
    (2, "Byrådet godkendte socialpolitikken.", [RECOMMENDED_2], "told"),
    (2, "The council has adopted the social policy.", [DECISION_2, RECOMMENDED_2], "told"),
    (2, "Socialpolitikken fik grønt lys.", [DECISION_2], "told"),
    (2, "Udvalget besluttede socialpolitikken.", [DECISION_2], "told"),
    (2, "Udvalget besluttede at godkende socialpolitikken.", [DECISION_2], "told"),
    (3, "Udvalget vedtog at lukke væresteder.", [DECISION_3], "told"),
    (3, "The committee decided on the drop-in centres.", [DECISION_3], "told"),
    (3, "Udvalget godkendte sagen enstemmigt.", [DECISION_3], None),
    (3, "Udvalget har ikke kun drøftet, men godkendt sagen.", [DECISION_3], "told"),
    (3, "Sagen blev ikke enstemmigt vedtaget.", [DECISION_3], None),
    (4, "Udvalget godkendte et merforbrug på 2,1 mio. kr. i 2023.", [FINANCES_4], "told"),
    (5, "Gebyret blev godkendt.", [DECISION_5, RECOMMENDED_5], "told"),
    (5, "Punktet blev udsat til den 14. juni 2023.", [DECISION_5], "date"),
    (6, "Indstillingen blev vedtaget.", [DECISION_6], "told"),
    (6, "Ida Holm (A) stemte for.", [VOTE_6], "voted for"),
    (6, "Eva Lund (A) stemte for.", [VOTE_6], "party"),
    (6, "Udvalget var enstemmigt.", [VOTE_6], "vote"),
    (6, "Eva Lund (Ø) stemte imod.", [DECISION_6], None),
    (6, "Der står: »Udvalget godkender klubben.«", [DECISION_6], "quotation"),
]


@pytest.mark.parametrize(("item", "text", "quotes"), TRUE, ids=[row[1] for row in TRUE])
def test_what_the_minutes_say_is_kept(item: int, text: str, quotes: list[str]) -> None:
    verdict = verify(claim(STORED, item, text, *quotes), SOURCES, allowed=Allowed())
    assert verdict.ok, verdict.reason


@pytest.mark.parametrize(("item", "text", "quotes", "why"), FALSE, ids=[row[1] for row in FALSE])
def test_what_the_minutes_do_not_say_is_refused(item: int, text: str, quotes: list[str], why: str | None) -> None:
    verdict = verify(claim(STORED, item, text, *quotes), SOURCES, allowed=Allowed())
    assert not verdict.ok
    assert why is None or why in verdict.reason


def test_a_quote_at_a_wrong_offset_is_moved_to_its_place() -> None:
    wrong = claim(STORED, 1, "Kompasset har 120 brugere.")
    citation = cite(STORED, 1, FACTS_1, at=STORED.meeting.items[0].span.start + 3)
    verdict = verify(type(wrong)(text=wrong.text, citations=(citation,)), SOURCES, allowed=Allowed())
    assert verdict.claim is not None
    moved = verdict.claim.citations[0]
    assert moved.span.of(STORED.document.text) == FACTS_1 == moved.quote
    assert moved.section is SectionKind.CASE_PRESENTATION


def test_a_quote_of_another_item_is_refused() -> None:
    verdict = verify(claim(STORED, 2, "Kompasset har 120 brugere.", FACTS_1), SOURCES, allowed=Allowed())
    assert verdict.reason == "the quote does not stand in the item cited"


def test_layout_does_not_make_a_quote_another() -> None:
    stored = (
        Minutes().add("T", {SectionKind.CASE_PRESENTATION: "Der er **120\u00a0bru\u00adgere** –\n  i   dag."}).stored()
    )
    verdict = verify(
        claim(stored, 1, "Der er 120 brugere.", "Der er 120 brugere - i dag."), sources(stored), allowed=Allowed()
    )
    assert verdict.ok, verdict.reason
    assert verdict.claim is not None
    assert verdict.claim.citations[0].quote == "Der er **120\u00a0bru\u00adgere** –\n  i   dag."


def test_the_askers_words_need_no_quote_unless_a_model_speaks() -> None:
    said = claim(STORED, 3, "Sagen handler om 7 steder i Havnekvarteret.", FACTS_3)
    assert verify(said, SOURCES, allowed=Allowed("Er der 7 steder?")).ok
    assert not verify(said, SOURCES, allowed=Allowed("Er der 7 steder?", strict=True)).ok


@pytest.mark.parametrize(
    ("text", "computed", "ok"),
    [
        ("Forskellen er 1.200.000 kr.", "difference", True),
        ("Forskellen er 1.200.001 kr.", "difference", False),
        ("Forskellen er 1.200.000 kr.", "", False),
        ("Forskellen er 1.200.000 kr.", "guess", False),
        ("I alt 8,7 mio. kr.", "sum", False),  # budget and account are no one scope
    ],
)
def test_a_computed_value_must_follow_from_the_quotes(text: str, computed: str, ok: bool) -> None:
    said = claim(STORED, 1, text, RECOMMENDED_1, "kostede stedet 3.750.000 kr.", computed=computed)
    assert verify(said, SOURCES, allowed=Allowed()).ok is ok


def test_nothing_is_told_as_decided_at_a_cancelled_meeting() -> None:
    minutes = Minutes(status=MeetingStatus.CANCELLED)
    quote = "Mødet aflyst. Punktet udsat til mødet den 13. juni 2023."
    stored = minutes.add("Ny hal", {SectionKind.DECISION: quote}, Outcome.CANCELLED).stored()
    told = ["Mødet blev aflyst.", "Punktet blev udsat til den 13. juni 2023.", "Hallen blev godkendt."]
    oks = [verify(claim(stored, 1, text, quote), sources(stored), allowed=Allowed()).ok for text in told]
    assert oks == [True, True, False]


def test_a_thousands_table_is_read_with_its_head() -> None:
    table = "Beløb i 1.000 kr. | 2023\nVæresteder | 1.175"
    stored = Minutes().add("T", {SectionKind.FINANCES: table}).stored()
    right = claim(stored, 1, "Væresteder: 1.175.000 kr. i 2023.", table)
    wrong = claim(stored, 1, "Væresteder: 1.175 kr. i 2023.", table)
    assert verify(right, sources(stored), allowed=Allowed()).ok
    assert not verify(wrong, sources(stored), allowed=Allowed()).ok


def test_refused_claims_are_left_out_and_counted() -> None:
    claims = [claim(STORED, 1, "Kompasset har 120 brugere.", FACTS_1), claim(STORED, 1, "Det har 9 brugere.", FACTS_1)]
    verified = verify_answer(claims, SOURCES, allowed=Allowed(), language=Language.DANISH)
    assert [kept.text for kept in verified.kept] == ["Kompasset har 120 brugere."]
    assert verified.dropped == ("number '9' stands in no quote",)


def test_a_vote_told_by_party_alone_names_nobody() -> None:
    quote = "Venstre (V) stemte imod, de øvrige for."
    vote = Vote(proposal="", opponents=(Person("", "V"),), span=Span(0, 0))
    stored = Minutes().add("T", {SectionKind.DECISION: quote}, votes=(vote,)).stored()
    assert verify(claim(stored, 1, "Venstre (V) stemte imod.", quote), sources(stored), allowed=Allowed()).ok
    assert not verify(
        claim(stored, 1, "Socialdemokratiet (A) stemte imod.", quote), sources(stored), allowed=Allowed()
    ).ok


STRICT_FALSE = [
    (1, "Kompasset er en skandale med 120 brugere.", [FACTS_1]),
    (1, "Læs mere på www.kompas.dk om 120 brugere.", [FACTS_1]),
    (5, "Gebyret hæves til 45 kr. pr. dag.", [RECOMMENDED_5]),
    (4, "Der forventes et mindreforbrug på 2,1 mio. kr. i 2023.", [FINANCES_4]),
    (3, "Hunde er bedre end katte og spiser gulerødder.", [FACTS_3]),
    (3, "Der er tre væresteder.", ["tre"]),
    (1, "Ja.", [FACTS_1]),
    (1, "Nej", [FACTS_1]),
    (1, "Nej, Kompasset har 120 brugere.", [FACTS_1]),
    (1, "Yes.", [FACTS_1]),
    (1, "Det er ok.", [FACTS_1]),
    (1, "udvalget", [FACTS_1]),
    (1, "The committee", [FACTS_1]),
    (1, "Hvor mange brugere har Kompasset?", [FACTS_1]),
    (2, "Regeringens politik har fire pejlemærker.", [FACTS_2]),
    (2, "The government's policy has 4 benchmarks and costs DKK 600,000 a year.", [FACTS_2]),
    (3, "Politiet har tre væresteder i Havnekvarteret.", [FACTS_3]),
    (1, "Der er brugt 4,95 mio. kr. på Kompasset i 2024.", [RECOMMENDED_1, APPROVED_1]),
    (1, "Kompasset har ansøgt om 4,95 mio. kr. i 2024.", [RECOMMENDED_1, APPROVED_1]),
]


@pytest.mark.parametrize(("item", "text", "quotes"), STRICT_FALSE, ids=[row[1] for row in STRICT_FALSE])
def test_a_models_claim_says_no_more_than_its_quotes(item: int, text: str, quotes: list[str]) -> None:
    assert not verify(claim(STORED, item, text, *quotes), SOURCES, allowed=Allowed(strict=True)).ok


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Nej, udvalget drøftede sagen.", "Udvalget drøftede sagen."),
        ("Ja: 120 brugere.", "120 brugere."),
        ("Yes, it was.", "It was."),
        ("No decision was made.", "No decision was made."),
        ("Ja-siden fik 7 stemmer.", "Ja-siden fik 7 stemmer."),
        ("Jo flere brugere, jo bedre.", "Jo flere brugere, jo bedre."),
        ("Nejtak-ordningen", "Nejtak-ordningen"),
        ("ja", ""),
    ],
)
def test_of_a_yes_or_no_only_the_statement_behind_it_is_left(said: str, left: str) -> None:
    assert without_yes_or_no(said) == left
