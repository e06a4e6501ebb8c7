import io
import json

import pytest

from retrieval.model.vocabulary import DocumentKind, MeetingStatus, Outcome
from retrieval.parsing import parse
from retrieval.reading import read_bytes
from retrieval.reading.markup import html_to_text

MINUTES = """REFERAT Ældreudvalget d. 09-04-2019

Punkt 1: Frit valg på ældreområdet

27.36.04-G01-3-19

Beslutning

Ældreudvalget godkender indstillingen.
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_same_minutes_in_any_encoding_and_line_end_are_the_same_text(encoding: str, line_end: str) -> None:
    document = read_bytes("referat.txt", MINUTES.replace("\n", line_end).encode(encoding))
    assert document.text == MINUTES


def test_a_saved_page_keeps_headings_rows_and_lists_and_drops_furniture() -> None:
    page = """<html><head><title>x</title><style>p {}</style></head><body><nav>Menu</nav><h2>Punkt 1: Takster</h2>
    <p>Areal 12 m<sup>2</sup> &amp; pris</p><ul><li>Første</li><li>Anden</li></ul><ol start="3"><li>Tredje</li></ol>
    <table><tr><th>Navn</th><th>2024</th></tr><tr><td>Skole<br>og fritid</td><td>1.200</td></tr></table>
    <a>Til toppen</a><script>alert(1)</script></body></html>"""
    text = html_to_text(page)
    assert "Areal 12 m2 & pris" in text
    assert "- Første\n- Anden" in text
    assert "3. Tredje" in text
    assert "Skole og fritid\t1.200" in text
    assert not any(word in text for word in ("Menu", "alert", "Til toppen"))


def test_a_layout_table_is_no_table() -> None:
    page = "<table><tr><td><h3>Beslutning</h3><p>Godkendt.</p></td><td>&nbsp;</td></tr></table>"
    assert html_to_text(page).split("\n")[0] == "Beslutning"


def test_a_word_document_keeps_paragraphs_and_tables() -> None:
    import docx

    source = docx.Document()
    for line in MINUTES.split("\n"):
        source.add_paragraph(line)
    table = source.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("1.000 kr.", "2024"), ("Skole", "-350")), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    packed = io.BytesIO()
    source.save(packed)
    document = read_bytes("referat.docx", packed.getvalue())
    item = parse(document).items[0]
    assert document.media == "docx"
    assert item.title == "Frit valg på ældreområdet"
    assert [str(amount.value) for amount in item.amounts] == ["-350000"]


def _body(**changes: object) -> bytes:
    body = {
        "Udvalg": {"Navn": "Byråd 2022-2025"},
        "Moede": {"Dato": "2024-03-04T18:00:00+01:00", "Sted": "Byrådssalen", "Afsluttet": True, "Navn": "Dagsorden",
                  "Moededeltagere": [{"Name": "Per Dam", "Absent": True}, {"Name": "Ida Holm"}]},
        "Dagsordenpunkter": [
            {"Punktnummer": "2", "Sorting": 2, "Navn": "2. behandling af budget", "SagsNummer": "24-000118", "Felter": [
                {"Html": "<div><h3>Beslutning</h3><span><p>Punkt 1: Økonomiudvalget anbefaler ikke forslaget.</p>"
                         "<p>Byrådet godkendte indstillingen.</p></span>"
                         "<h3>Sagens forløb</h3><p>01-03-2024 Økonomiudvalget</p>"
                         "<p>Anbefales.</p></div>"}], "Bilag": [{"Navn": "Budget"}]},
            {"Punktnummer": "1", "Sorting": 1, "Navn": "Lukket: Personsag", "Felter": [{"Html": ""}]},
        ],
    }  # fmt: skip
    return json.dumps({**body, **changes}).encode()


def test_a_publication_body_reads_as_minutes_of_its_own_meeting() -> None:
    document = read_bytes("krop.json", _body())
    meeting = parse(document)
    closed, budget = meeting.items
    assert (meeting.committee, meeting.committee_period, str(meeting.date), meeting.start) == (
        "Byråd",
        "2022-2025",
        "2024-03-04",
        "18:00",
    )
    assert (meeting.kind, meeting.status) == (DocumentKind.MINUTES, MeetingStatus.HELD)
    assert [absence.person.name for absence in meeting.absences] == ["Per Dam"]
    assert not closed.is_open
    assert (budget.number, budget.title, budget.case_number) == (2, "2. behandling af budget", "24-000118")
    assert budget.decision is not None and budget.decision.outcome is Outcome.APPROVED
    assert [(past.body, past.outcome) for past in budget.history] == [("Økonomiudvalget", Outcome.RECOMMENDED)]
    assert [attachment.title for attachment in budget.attachments] == ["Budget"]


def test_a_publication_body_before_the_meeting_is_an_agenda() -> None:
    body = json.loads(_body())
    body["Moede"]["Afsluttet"] = False
    body["Dagsordenpunkter"][0]["Felter"] = [
        {"Html": "<h3>Indstilling</h3><p>Administrationen indstiller, at sagen godkendes.</p>"}
    ]
    meeting = parse(read_bytes("krop.json", json.dumps(body).encode()))
    assert (meeting.kind, meeting.status) == (DocumentKind.AGENDA, MeetingStatus.PLANNED)
    body["TillaegsDagsorden"] = True
    assert parse(read_bytes("krop.json", json.dumps(body).encode())).kind is DocumentKind.SUPPLEMENTARY_AGENDA


def test_openness_is_read_from_the_flag_only_where_it_tells_items_apart() -> None:
    body = json.loads(_body())
    for item, is_open in zip(body["Dagsordenpunkter"], (True, False), strict=True):
        item["IsOpen"], item["Navn"] = is_open, f"Sag {item['Punktnummer']}"
    flags = [item.is_open for item in parse(read_bytes("krop.json", json.dumps(body).encode())).items]
    assert flags == [False, True]
