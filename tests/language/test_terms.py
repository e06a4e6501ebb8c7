import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from retrieval.language import Analyser, fold


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("sag 27.00.00-G01-1471-24 om", "27.00.00-g01-1471-24"),
        ("sag 00.00.00-Ø34-4-22.", "00.00.00-ø34-4-22"),
        ("Sagsnr. 23-013405", "23-013405"),
        ("(25/26257)", "25/26257"),
        ("4.950.000 kr.", "4950000kr"),
        ("4,95 mio. kr.", "4950000kr"),
        ("4,95 mio", "4950000kr"),
        ("4.95 million kroner", "4950000kr"),
        ("0,7 mio. kr.", "700000kr"),
        ("3,8 mia. kr.", "3800000000kr"),
        ("2 milliarder kr.", "2000000000kr"),
        ("kr. 500,-", "500kr"),
        ("4.950.000\u00a0kr.", "4950000kr"),
        ("1.250 t.kr.", "1250000kr"),
        ("15,1 %", "15,1%"),
        ("15,1 pct.", "15,1%"),
        ("15.1 percent", "15,1%"),
        ("75 procent", "75%"),
    ],
)
def test_figures_stay_whole_whatever_their_spelling(analyser: Analyser, text: str, term: str) -> None:
    assert term in analyser.terms(text)


@pytest.mark.parametrize(
    "text",
    ["14. maj 2024", "14 maj 2024", "14/5 2024", "14/5-2024", "14-05-2024", "14.05.2024", "2024-05-14", "May 14, 2024",
     "14th of May 2024"],
)  # fmt: skip
def test_a_date_has_one_term_and_its_month_and_year(analyser: Analyser, text: str) -> None:
    assert analyser.terms(f"mødet d. {text} i salen")[1:4] == ["2024-05-14", "2024-05", "2024"]


def test_what_only_looks_like_a_date_or_number_is_no_error(analyser: Analyser) -> None:
    assert analyser.terms("45/99 og 31.02") == ["45", "99", "31,02"]
    assert "2018" in analyser.terms("8.781.082 kr. i 2018")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("børnene på møder", "boernene paa moeder"),
        ("Århus", "Aarhus"),
        ("udvalgets beslutninger", "Udvalget beslutning"),
        ("børn", "barnet"),
        ("mændene", "mand"),
        ("bøger", "bogen"),
        ("hjemløshed", "hjemløse"),
        ("fattigdom", "fattige"),
        ("kommu\u00adnens", "kommunen"),
        ("beskæfti-\ngelse", "beskæftigelse"),
        ("godkendt", "godkender"),
        ("SMV'er", "SMV"),
        ("MOVE+", "move"),
        ("børn/unge", "børn unge"),
        ("stoppede", "stopper"),
        ("manglede", "mangler"),
        ("virksomhederne", "virksomhed"),
        ("kapaciteten", "kapacitet"),
        ("lokalt", "lokal"),
        ("effektivt", "effektive"),
        ("opnår", "opnå"),
        ("børnehavepladser", "børnehaveplads"),
        ("procenter", "procent"),
    ],
)
def test_forms_of_one_word_meet(analyser: Analyser, one: str, other: str) -> None:
    assert analyser.terms(one) == analyser.terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("leder", "ledig"),
        ("sygedagpenge", "dagpenge"),
        ("bil", "billig"),
        ("læge", "lægge"),
        ("hånd", "håndtere"),
        ("bøde", "boede"),
        ("forlig", "for"),
        ("lejer", "lejlighed"),
        ("mål", "mal"),
        ("by", "bygge"),
        ("udsat", "udsatte"),
        ("halvår", "halv"),
        ("enkelt", "enkel"),
        ("fremmede", "frem"),
        ("procenter", "center"),
    ],
)
def test_different_words_stay_apart(analyser: Analyser, one: str, other: str) -> None:
    assert analyser.terms(one) != analyser.terms(other)


def test_stop_words_go_and_order_stays(analyser: Analyser) -> None:
    assert analyser.terms("Hvad er det, og hvor mange?") == []
    assert analyser.terms("Skolen og biblioteket i parken") == ["skole", "bibliotek", "park"]


def test_a_head_left_hanging_is_not_joined_to_the_next_word(analyser: Analyser) -> None:
    assert analyser.terms("børne-\nog ungeudvalget")[0] == analyser.terms("børne")[0]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("børnefattigdomsindsatsen", ["~barn", "~fattig", "~indsats"]),
        ("kontanthjælpsmodtagere", ["~kontanthjælp", "~modtag"]),
        ("parkeringspladser", ["~parkering", "~plads"]),
        ("trafikstøj", ["~trafik", "~støj"]),
        ("skolen", []),
        ("beslutning", []),
    ],
)
def test_compounds_give_their_parts_behind_them(analyser: Analyser, word: str, parts: list[str]) -> None:
    assert analyser.index_terms(word) == [*analyser.terms(word), *parts]


@pytest.mark.parametrize(
    "text", ["", " \n", "😀", "Здравствуй 你好", "' OR 1=1; --", '"*(?[', "a" * 10_000, "1" * 5_000]
)
def test_any_input_gives_terms_without_error(analyser: Analyser, text: str) -> None:
    assert all(isinstance(term, str) and term for term in analyser.index_terms(text))


def test_fold_gives_one_spelling() -> None:
    assert fold("  Hvornaar  er MØDET\u00a0i  Aarhus ") == "hvornår er mødet i århus"
    assert fold("Beboere boede paa broen") == "beboere boede på broen"


def test_threads_share_one_analyser(analyser: Analyser) -> None:
    texts = [f"Udvalgets {number} beslutninger om børnefattigdom og hjemløshedsindsatser" for number in range(200)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(Analyser().index_terms, texts))
    finally:
        sys.setswitchinterval(interval)
    assert together == [analyser.index_terms(text) for text in texts]
