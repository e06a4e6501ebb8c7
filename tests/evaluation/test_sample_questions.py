"""The questions on the sample minutes are gold only while the minutes still say what they quote."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pypdfium2
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[2]
MINUTES = ROOT / "data" / "minutes"
HERE = Path(__file__).parent
QUESTIONS = [json.loads(line) for line in (HERE / "sample.jsonl").read_text(encoding="utf-8").splitlines()]
SHORT = [json.loads(line) for line in (HERE / "short.jsonl").read_text(encoding="utf-8").splitlines()]
MOST_WORDS = 8  # of a short question
ANSWERABLE = [question for question in QUESTIONS if question["type"] != "unanswerable"]
KINDS = {
    "amount",
    "figure",
    "decision",
    "vote",
    "date",
    "person",
    "why",
    "list",
    "status",
    "case",
    "summary",
    "trap",
    "unanswerable",
}


def fold(text: str) -> str:
    """One blank between words, markup and case set aside, as the scorer compares."""
    plain = re.sub(r"[–−—\u2011]", "-", re.sub(r"\s+", " ", text))
    return re.sub(r"[*_`#|\\]+", "", plain).strip().casefold()


def feed_text(source: str) -> str:
    lines = []
    for item in json.loads(source)["Dagsordenpunkter"]:
        html = " ".join(field["Html"] for field in item["Felter"])
        lines += [item["Navn"], item["SagsNummer"], BeautifulSoup(html, "html.parser").get_text(" ")]
    return "\n".join(lines)


def word_text(path: Path) -> str:
    lines = []
    for block in docx.Document(str(path)).iter_inner_content():
        if isinstance(block, docx.table.Table):
            lines += [" ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def pdf_text(path: Path) -> str:
    document = pypdfium2.PdfDocument(str(path))
    try:
        pages = [document[number].get_textpage() for number in range(len(document))]
        text = "\n".join(page.get_text_range() for page in pages)
        for page in pages:
            page.close()
        return text
    finally:
        document.close()


@cache
def meeting_text(date: str) -> str:
    """The folded text of the sample minutes of that date."""
    (path,) = MINUTES.glob(f"{date}_*")
    if path.suffix == ".docx":
        return fold(word_text(path))
    if path.suffix == ".pdf":
        return fold(pdf_text(path))
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return fold(feed_text(source))
    return fold(BeautifulSoup(source, "html.parser").get_text(" ") if path.suffix == ".html" else source)


def test_ids_and_questions_are_unique() -> None:
    every = [*QUESTIONS, *SHORT]
    asked = Counter((question["question"], json.dumps(question["history"])) for question in every)
    assert len({question["id"] for question in every}) == len(every)
    assert [words for words, times in asked.items() if times > 1] == []


def test_the_set_is_broad_enough_to_measure_with() -> None:
    kinds = Counter(question["type"] for question in QUESTIONS)
    assert len(QUESTIONS) >= 300
    assert set(kinds) == KINDS
    assert sum(question["lang"] == "en" for question in QUESTIONS) >= 0.14 * len(QUESTIONS)
    assert sum(bool(question["history"]) for question in QUESTIONS) >= 0.09 * len(QUESTIONS)
    assert kinds["unanswerable"] >= 0.12 * len(QUESTIONS)


def test_the_short_ones_are_short_and_name_no_year() -> None:
    for question in SHORT:
        assert len(question["question"].split()) <= MOST_WORDS, question["id"]
        assert not re.search(r"\b(?:19|20)\d\d\b", question["question"]), question["id"]


def test_every_quote_stands_in_an_accepted_meeting() -> None:
    lost = [
        question["id"]
        for question in (*ANSWERABLE, *(one for one in SHORT if one["refs"]))
        if not question["quote"]
        or not any(fold(question["quote"]) in meeting_text(ref["meeting"]) for ref in question["refs"])
    ]
    assert lost == []


def test_the_written_answers_hold_their_own_facts() -> None:
    wrong = []
    for question in ANSWERABLE:
        answer = fold(question["answer"])
        holds = all(any(fold(form) in answer for form in forms) for forms in question["must"])
        if not question["must"] or not holds or any(fold(form) in answer for form in question["must_not"]):
            wrong.append(question["id"])
    assert wrong == []


def test_unanswerable_questions_name_no_source() -> None:
    for question in (*QUESTIONS, *SHORT):
        if question["type"] == "unanswerable":
            assert (question["refs"], question["must"], question["quote"]) == ([], [], "")
