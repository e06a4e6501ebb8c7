import pytest

from retrieval.model.vocabulary import Outcome, Stage
from retrieval.parsing import parse
from retrieval.reading import read_bytes


def _item(decision: str, body: str = "Kulturudvalget", heading: str = "Beslutning"):
    head = f"REFERAT {body} d. 01-02-2024\n\nPunkt 1: Sag\n\n25/1\n\n"
    text = f"{head}{heading}\n\n{decision}\n\nSagsfremstilling\n\nTekst.\n"
    return parse(read_bytes("x.txt", text.encode())).items[0]


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Godkendt.", Outcome.APPROVED),
        ("Tiltrådt.", Outcome.APPROVED),
        ("Kulturudvalget godkender indstillingen.", Outcome.APPROVED),
        ("Udvalget godkendte indstillingen med den tilføjelse, at der evalueres.", Outcome.APPROVED_WITH_AMENDMENT),
        ("Godkendt, idet udvalget ønsker en status i maj.", Outcome.APPROVED),
        ("Ikke godkendt.", Outcome.REJECTED),
        ("Udvalget kan ikke anbefale forslaget.", Outcome.REJECTED),
        ("Ansøgningen blev afvist.", Outcome.REJECTED),
        ("Anbefales.", Outcome.RECOMMENDED),
        ("Indstilles godkendt.", Outcome.RECOMMENDED),
        ("Kulturudvalget anbefaler indstillingen over for byrådet.", Outcome.RECOMMENDED),
        ("Oversendes til Økonomiudvalget.", Outcome.RECOMMENDED),
        ("Drøftet.", Outcome.DISCUSSED),
        ("Udvalget drøftede sagen.", Outcome.DISCUSSED),
        ("Orientering givet.", Outcome.NOTED),
        ("Orienteringen blev taget til efterretning, idet udvalget ønsker en ny sag.", Outcome.NOTED),
        ("Udsat.", Outcome.POSTPONED),
        ("Sagen udskydes, idet udvalget ønsker flere oplysninger.", Outcome.POSTPONED),
        ("Udvalget besluttede at udsætte sagen.", Outcome.POSTPONED),
        ("Sagen sendes tilbage til forvaltningen.", Outcome.SENT_BACK),
        ("Punktet udgik.", Outcome.WITHDRAWN),
        ("Sagen blev taget af dagsordenen.", Outcome.WITHDRAWN),
        ("Mødet aflyst.", Outcome.CANCELLED),
        ("Udvalget besluttede at gøre sagen til en drøftelsessag.\n\nUdvalget drøftede sagen.", Outcome.DISCUSSED),
        ("1.-2. Godkendt.\n\n3. Anbefales.", Outcome.RECOMMENDED),
        ("1.-2. godkendt. 3. forkastet.", Outcome.APPROVED_WITH_AMENDMENT),
        ("Med stemmerne 19 for og 2 imod godkendte udvalget sagen.", Outcome.APPROVED),
        ("Nytårskoncerten var velbesøgt.", Outcome.NONE),
        ("Beslutning ikke frigivet", Outcome.NONE),
        ("Anbefales ikke.", Outcome.REJECTED),
        ("Godkendes ikke.", Outcome.REJECTED),
        ("Udvalget kan, overfor Byrådet, ikke anbefale forslaget.", Outcome.REJECTED),
        ("Udvalget anbefaler overfor Byrådet ikke godkendt.", Outcome.REJECTED),
        ("Administrationen trækker sagen tilbage.", Outcome.WITHDRAWN),
        ("Orienteringen blev taget efterretning.", Outcome.NOTED),
        ("Udvalget beslutter, at sagen sendes tilbage til forvaltningen.", Outcome.SENT_BACK),
        ("Udvalget besluttede, at sagen udsættes.", Outcome.POSTPONED),
        ("1.-2. Godkendt, 3. Anbefales.", Outcome.RECOMMENDED),
        ("Afslået.", Outcome.REJECTED),
        ("Afvist.", Outcome.REJECTED),
        ("Udvalget afslog ansøgningen.", Outcome.REJECTED),
        ("Besvaret.", Outcome.NOTED),
        ("Spørgsmålene blev besvaret.", Outcome.NOTED),
        ("Spørgsmålene blev besvaret, og sagen godkendt.", Outcome.APPROVED),
        ("Spørgsmålet blev ikke besvaret.", Outcome.NONE),
        ("Kulturudvalget undlod at tage stilling.", Outcome.NONE),
        ("Kulturudvalget besluttede ikke at tage stilling til sagen.", Outcome.NONE),
        ("Udvalget besluttede, at der ikke tages stilling nu, og sagen udsættes.", Outcome.POSTPONED),
    ],
)
def test_the_words_of_a_decision_have_their_outcome(words: str, outcome: Outcome) -> None:
    decision = _item(words).decision
    assert decision is not None
    assert decision.outcome is outcome


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("1.-2. Godkendt.\n\n3. Anbefales.", [("1.-2.", Outcome.APPROVED), ("3.", Outcome.RECOMMENDED)]),
        ("1.-2. Godkendt, 3. Anbefales.", [("1.-2.", Outcome.APPROVED), ("3.", Outcome.RECOMMENDED)]),
        ("1.-2. godkendt, 3. anbefales.", [("1.-2.", Outcome.APPROVED), ("3.", Outcome.RECOMMENDED)]),
        ("1. Godkendt. 2.-3. Anbefales.", [("1.", Outcome.APPROVED), ("2.-3.", Outcome.RECOMMENDED)]),
        ("Punkt 3a Anbefales.\nPunkt 3b Ikke godkendt.", [("3a", Outcome.RECOMMENDED), ("3b", Outcome.REJECTED)]),
        ("1.a-h. Godkendt.\n2.Drøftet.", [("1.a-h.", Outcome.APPROVED), ("2.", Outcome.DISCUSSED)]),
        ("2. a. Kan ikke anbefales\n2. b. Anbefales", [("2. a.", Outcome.REJECTED), ("2. b.", Outcome.RECOMMENDED)]),
    ],
)
def test_parts_keep_their_own_outcomes(words: str, parts: list[tuple[str, Outcome]]) -> None:
    decision = _item(words).decision
    assert decision is not None
    assert list(decision.parts) == parts


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Forslaget blev forkastet.", Outcome.REJECTED),
        ("For stemte: F\nImod stemte: A og V\n\nForslaget blev forkastet.", Outcome.REJECTED),
        ("Udvalget drøftede sagen. Forslaget blev forkastet.", Outcome.REJECTED),
        ("Indstillingen forkastet. Forslaget fra SF godkendt.", Outcome.REJECTED),
        ("Indstillingen godkendt.\n\nForslag fra Ø om lavere takst blev forkastet.", Outcome.APPROVED),
        ("Enhedslistens forslag blev forkastet. Kulturudvalget godkendte indstillingen.", Outcome.APPROVED),
        ("Godkendt med 12 stemmer for og 5 imod. SF's ændringsforslag blev afvist.", Outcome.APPROVED),
        ("Ændringsforslaget blev forkastet.\n\nIndstillingen anbefales.", Outcome.RECOMMENDED),
        ("Udvalget drøftede sagen. SF's forslag blev forkastet.", Outcome.DISCUSSED),
        ("Enhedslisten kan ikke godkende indstillingen.\n\nGodkendt.", Outcome.APPROVED),
        ("Lars Bo (V) foreslog, at sagen udsættes. Forslaget blev forkastet.", Outcome.NONE),
        ("Ændringsforslag fra F:\nFor: F\nImod: A, V\nÆndringsforslaget er dermed forkastet.", Outcome.NONE),
    ],
)
def test_a_proposal_that_fell_is_the_outcome_only_where_it_is_the_matter(words: str, outcome: Outcome) -> None:
    decision = _item(words).decision
    assert decision is not None and decision.outcome is outcome


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("Punkt 3 udgår.", Outcome.WITHDRAWN),
        ("Godkendt med 19 stemmer for og 2 imod.\n\nPunkt 3 udgår.", Outcome.APPROVED_WITH_AMENDMENT),
        ("Anbefales.\n\nPunkt 3 udgår.", Outcome.RECOMMENDED),
        ("For stemte: A og V\nImod stemte: Ø\n\nPunkt 3 udgår.", Outcome.NONE),
    ],
)
def test_a_part_left_out_is_not_the_matter_withdrawn(words: str, outcome: Outcome) -> None:
    decision = _item(words).decision
    assert decision is not None and decision.outcome is outcome
    assert ("3", Outcome.WITHDRAWN) in decision.parts


@pytest.mark.parametrize(
    ("body", "stage"),
    [
        ("Kulturudvalget", Stage.COMMITTEE),
        ("Økonomiudvalget", Stage.FINANCE_COMMITTEE),
        ("Byrådet", Stage.COUNCIL),
        ("Kommunalbestyrelsen", Stage.COUNCIL),
    ],
)
def test_the_stage_is_that_of_the_body(body: str, stage: Stage) -> None:
    decision = _item("Godkendt.", body).decision
    assert decision is not None and decision.stage is stage


def test_a_recommendation_names_who_decides_next() -> None:
    decision = _item("Kulturudvalget indstiller til byrådet, at planen godkendes.").decision
    assert decision is not None and decision.next_body.casefold() == "byrådet"


@pytest.mark.parametrize(
    ("heading", "is_own"),
    [
        ("Beslutning i Kulturudvalget den 01-02-2024", True),
        ("Beslutning Kulturudvalget den 01-02-2024", True),
        ("Kulturudvalget, 1. februar 2024, pkt. 12:", True),
        ("Kulturudvalgets beslutning i mødet den 1. februar 2024", True),
        ("Beslutning i Kulturudvalget den 04-01-2024", False),
        ("Beslutning i Økonomiudvalget den 01-02-2024", False),
    ],
)
def test_a_dated_heading_makes_the_decision_this_meetings_or_history(heading: str, is_own: bool) -> None:
    item = _item("Godkendt.", heading=heading)
    assert (item.decision is not None) is is_own
    assert len(item.history) == (0 if is_own else 1)


def test_another_committee_in_the_same_block_is_history_and_its_absent_are_not_ours() -> None:
    theirs = "Teknikudvalget anbefaler sagen.\n\nUdvalgsmedlem Bo Lind deltog ikke i mødet."
    item = _item(f"Kulturudvalget godkender sagen.\n\n{theirs}")
    assert item.decision is not None and item.decision.text == "Kulturudvalget godkender sagen."
    assert [(past.body, past.outcome) for past in item.history] == [("Teknikudvalget", Outcome.RECOMMENDED)]
    assert item.absences == ()


def _history(entries: str):
    head = "REFERAT Kulturudvalget d. 01-02-2024\n\nPunkt 1: Sag\n\n25/1\n\n"
    text = f"{head}Beslutning\n\nGodkendt.\n\nSagens forløb\n\n{entries}\n"
    return parse(read_bytes("x.txt", text.encode())).items[0].history


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ("01-02-2024 Kulturudvalget 2022\n\nGodkendt.", []),  # this meeting's decision once more
        ("01-02-2024 Kulturudvalget 2022\n\nBeslutning ikke frigivet", []),
        ("11-01-2024 Byråd 2022-2025\n\nDrøftet.", [("Byråd", Outcome.DISCUSSED)]),
        ("11-01-2024 Sportsudvalget (slettet 01-02-2024)\n\nDrøftet.", [("Sportsudvalget", Outcome.DISCUSSED)]),
        (
            "11-01-2024 Sportsudvalget\n\nDrøftet.\n\nAfbud: Bo Lind 12-01-2024 Byrådet\n\nAnbefales.",
            [("Sportsudvalget", Outcome.DISCUSSED), ("Byrådet", Outcome.RECOMMENDED)],
        ),
    ],
)
def test_a_history_tells_of_the_others(entries: str, told: list[tuple[str, Outcome]]) -> None:
    assert [(past.body, past.outcome) for past in _history(entries)] == told


@pytest.mark.parametrize(
    ("head", "is_named"),
    [
        ("REFERAT Kulturudvalget d. 01-02-2024", True),
        ("REFERAT Kulturudvalget", False),
        ("REFERAT d. 01-02-2024", False),
    ],
)
def test_a_meeting_that_only_its_bytes_name_says_so(head: str, is_named: bool) -> None:
    meeting = parse(read_bytes("x.txt", f"{head}\n\nPunkt 1: Sag\n\n25/1\n\nBeslutning\n\nGodkendt.\n".encode()))
    assert any("corrected copy" in note.reason for note in meeting.notes) is not is_named
