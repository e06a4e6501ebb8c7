"""What each invented layout holds, counted by hand: numbers, case numbers and titles of its items, in order."""

from pathlib import Path

import pytest

from retrieval.model.minutes import Meeting
from retrieval.parsing import parse
from retrieval.reading import read_path

DOCUMENTS = Path(__file__).parent / "documents"
Item = tuple[int, str, str]  # number (the position where none is printed), case number, title

LAYOUTS: dict[str, tuple[Item, ...]] = {
    "1996_letters-spaced-by-recognition": (
        (8, "", "Ny kloak i Vestergade"),
        (9, "", "Tilskud til Havrebjerg Husflidsskole"),
        (10, "", "Orientering fra borgmesteren"),
    ),
    "1999_running-numbers-below-titles": (
        (129, "01.02.05P16-0104", "Lokalplan for havneområdet"),
        (130, "", "Takster for renovation 1999"),
        (131, "", "Ansættelse af teknisk direktør (FOR LUKKEDE DØRE)"),
    ),
    "2002_numbers-glued-to-titles": (
        (38, "17.00.00Ø02-0021", "Budget for skolefritidsordningen"),
        (39, "17.01.04A00-0007", "Ferieplan 2003/2004"),
        (40, "", "Eventuelt"),
    ),
    "2005_flat-pages-inline-labels": (
        (1, "05/1101", "Godkendelse af dagsorden"),
        (2, "05/2207", "Udbud af snerydning"),
        (3, "05/3310", "Ny daginstitution i Østby"),
    ),
    "2007_web-open-marks-untitled": tuple((number, "", "Uden titel") for number in (1, 2, 3, 4)),
    "2008_web-cycle-untitled": (
        (1, "", "Godkendelse af dagsorden"),
        (2, "", "Udvalget skal tage stilling til åbningstiden i svømmehallen"),
        (3, "", "Tilskud til byfesten"),
    ),
    "2009_recommendation-and-dated-decisions": (
        (1, "09/1187", "Cykelsti mellem Nørby og Østby"),
        (2, "09/2205", "Vejbump på Skolevej"),
        (3, "", "Eventuelt"),
    ),
    "2010_number-and-journal-before-title": (
        (20, "BR 366/10", "Renovering af Fiskertorvet"),
        (21, "BR 371/10", "Ny vedtægt for ældrerådet"),
        (22, "BR 380/10", "Salg af grund på Industrivej (FOR LUKKEDE DØRE)"),
    ),
    "2011_ad-points-in-prose": (
        (1, "", "Godkendelse af dagsorden"),
        (2, "", "Høring om takster for kørsel"),
        (3, "", "Tilgængelighed i biblioteket"),
        (4, "", "Eventuelt"),
    ),
    "2012_groups-with-numbers-out-of-order": (
        (17, "2012/031177", "Ny taksttabel for botilbud"),
        (15, "2012/028004", "Tilsyn med plejefamilier"),
        (16, "2012/030551", "Udmøntning af pulje til frivillige"),
        (18, "2012/000011", "Orientering fra direktøren"),
    ),
    "2013_head-values-missing": (
        (1, "299835", "Godkendelse af dagsorden"),
        (2, "301118", "Strategi for turisme 2013-2016"),
        (3, "301990", "Lukket: Lejemål på havnen"),
        (4, "", "Meddelelser"),
    ),
    "2014_one-page-one-item": ((5, "2014-0044121", "Udvidelse af Nordhavnens Skole"),),
    "2015_capital-points-decision-first": (
        (120, "", "Meddelelser"),
        (121, "", "Punkt 1 i budgetaftalen om flere pædagoger"),
        (122, "", "Forslag fra Enhedslisten om gratis skolemad"),
        (123, "", "Lukket - Køb af Strandvej 4"),
        (124, "", "Underskriftsark"),
    ),
    "2016_both-access-words-as-columns": (
        (1, "09.08.24P21-0041", "Regler for høslet på kommunens strandenge"),
        (2, "09.02.11P20-0107", "Ny sti ved Sortesø"),
        (3, "00.01.00A10-0003", "Gensidig orientering"),
    ),
    "2017_supplementary-from-fifteen": (
        (15, "25.02.00-G01-12-17", "Hastesag: Genhusning efter branden på Bakkevej"),
        (16, "13.05.16-P35-3-17", "Udtræden af Trafikselskabet Øst"),
    ),
    "2018_lines-broken-in-titles": (
        (
            1,
            "",
            "Revision af kommunens plan for rent drikkevand og beskyttelse af grundvandet i Østby og omegn",
        ),
        (2, "", "Forslag fra Venstre om mobile hastighedsmålere ved de tolv landsbyskoler"),
        (3, "", "Forespørgsel om ventetider i borgerservice"),
    ),
    "2019_web-page-with-buttons": (
        (1, "", "Godkendelse af dagsorden"),
        (2, "", "Status for jobcentret, 1. kvartal 2019"),
        (3, "", "2. behandling af beskæftigelsesplan 2020"),
        (4, "", "Personalesag"),
    ),
    "2021_point-without-colon": (
        (43, "25.00.00-A00-2-21", "Godkendelse af dagsorden"),
        (44, "01.16.00-P15-4-20", "Klimaplan: Mål og midler frem mod 2030"),
        (45, "24.10.00-Ø40-1-21", "Støtte til solceller på haller"),
        (46, "00.01.00-A00-1-21", "Orientering og eventuelt"),
    ),
    "2022_history-by-body-and-point": (
        (188, "330-2022-3619", "Anlægsregnskab for Østby Hal"),
        (189, "330-2022-2200", "Ændring af styrelsesvedtægten, 2. behandling"),
    ),
    "2023_plain-pages-no-labels": (
        (1, "", "Velkomst og godkendelse af dagsorden"),
        (2, "", "Nyt fra formanden"),
        (3, "", "Økonomi"),
        (4, "", "Besøg på Plejecenter Solgården"),
        (5, "", "Eventuelt"),
    ),
    "2006_flat-pages-running-heads": (
        (101, "06/10", "Anmeldelser"),
        (102, "06/7710", "Vejbelysning på Engvej"),
        (103, "06/8102", "Lokalplan 211, Kirkebakken"),
    ),
    "2008_open-and-closed-in-titles": (
        (1, "08/30001", "Godkendelse af dagsorden"),
        (2, "08/30221", "Bibliotekets åbningstider"),
        (3, "08/30992", "Ansøgning om tilskud"),
    ),
    "2010_values-below-labels": (
        (74, "", "Vandløbsregulativ for Krobækken"),
        (75, "", "Renovering af Torvegade"),
        (76, "", "Orientering"),
    ),
    "2012_case-labels-below-titles": (
        (1, "12/10", "Godkendelse af dagsorden"),
        (2, "12/231", "Besøg på plejecenter"),
        (3, "11/9920", "Magtanvendelser 2011"),
    ),
    "2013_agenda-with-front-list": (
        (1, "1-00-02-3-13", "Godkendelse af dagsorden"),
        (2, "1-21-78-3-13", "Budget for 2014, 1. behandling"),
        (3, "1-31-72-88-12", "Ny skadestue i Ringby"),
    ),
    "2014_titles-above-repeated-headings": (
        (1, "", "Godkendelse af dagsorden"),
        (2, "", "Likviditet i 4. kvartal"),
        (3, "", "Salg af Strandgade 8"),
    ),
    "2016_capital-points-and-headings": (
        (31, "", "Godkendelse af dagsorden"),
        (32, "", "Elevtal 2016/2017"),
        (33, "", "Lukket punkt: Personalesag"),
        (34, "", "Eventuelt"),
    ),
    "2017_points-without-marks": (
        (1, "", "Velkomst"),
        (2, "", "Facaden på rådhuset"),
        (3, "", "Næste møde"),
    ),
    "2018_bracketed-numbers-in-prose": (
        (1, "", "Godkendelse af referat"),
        (2, "", "Orientering fra forvaltningen"),
        (3, "", "Ældredag 2018"),
        (4, "", "Eventuelt"),
    ),
    "2019_case-numbers-below-titles": (
        (1, "00.01.00-A00-1-19", "Godkendelse af dagsorden"),
        (2, "15.20.00-G00-3-19", "Sygedagpenge, status"),
        (3, "00.01.00-A00-2-19", "Gensidig orientering"),
    ),
    "2013_bodies-in-decision-headings": (
        (1, "13/99", "BY - Godkendelse af dagsorden"),
        (2, "13/7711", "BY - Regnskab 2012"),
        (3, "13/101", "BY - Orientering"),
    ),
    "2017_access-before-number": (
        (12, "17/220", "Kapacitet i dagtilbud"),
        (13, "17/301", "Sommerferielukning"),
        (14, "17/377", "Klagesag"),
    ),
    "2019_bold-points": (
        (1, "", "Velkommen"),
        (2, "", "Høringssvar om herberg"),
        (3, "", "Næste møde"),
    ),
    "2021_cases-with-colons": (
        (1, "", "Affaldsplan"),
        (2, "", "Støj fra skydebanen"),
        (3, "", "Meddelelser"),
    ),
    "2024_ad-with-bracket-vedtagelse": (
        (1, "24/1237", "Skolestruktur i den østlige del af kommunen"),
        (2, "24/1274", "Bibliotekets åbningstider i sommerferien"),
        (3, "24/1311", "Uddeling af kulturpuljen 2024"),
        (4, "24/1348", "Tilsynsrapport for dagtilbud"),
        (5, "24/1385", "Personalesag"),
    ),
    "2024_case-label-between-number-and-title": (
        (1, "24/1237", "Dagsordenens godkendelse"),
        (2, "24/1274", "Omlægning af rute 42"),
        (3, "24/1311", "Ny skov ved Trelde"),
        (4, "24/1348", "LED-belysning"),
        (5, "24/1385", "Køb af ejendom (LUKKET)"),
    ),
    "2024_cases-with-dashes": (
        (1, "24/1237", "Ny skov ved Trelde"),
        (2, "24/1274", "LED-belysning"),
        (3, "24/1311", "Affaldsplan"),
        (4, "24/1348", "Byens torv"),
        (5, "24/1385", "Køb af ejendom (Lukket)"),
    ),
    "2024_closed-part": (
        (1, "24/1237", "Godkendelse af dagsorden"),
        (2, "24/1274", "Budgetopfølgning pr. 31. marts"),
        (3, "24/1311", "Låneoptagelse for regnskabsåret 2023"),
        (4, "24/1348", "Årsregnskab 2023"),
        (5, "24/1385", "Indkøb af elbiler"),
    ),
    "2024_committee-letters-before-number": (
        (31, "", "Ny skov ved Trelde"),
        (32, "", "LED-belysning"),
        (33, "", "Affaldsplan"),
        (34, "", "Byens torv"),
        (35, "", "Køb af ejendom"),
    ),
    "2024_counted-by-letters": (
        (1, "24/1237", "Dagsordenens godkendelse"),
        (2, "24/1274", "Omlægning af rute 42"),
        (3, "24/1311", "Ny skov ved Trelde"),
        (4, "24/1348", "LED-belysning"),
    ),
    "2024_dash-numbers-page-footers": (
        (1, "24-004153", "Godkendelse af dagsorden"),
        (2, "24-004206", "Fritidsklubbernes åbningstid"),
        (3, "24-004259", "Skolestruktur i den østlige del af kommunen"),
        (4, "24-004312", "Bibliotekets åbningstider i sommerferien"),
        (5, "24-004365", "Personalesag"),
    ),
    "2024_decision-for-point": (
        (1, "24/1237", "Skolestruktur i den østlige del af kommunen"),
        (2, "24/1274", "Bibliotekets åbningstider i sommerferien"),
        (3, "24/1311", "Uddeling af kulturpuljen 2024"),
        (4, "24/1348", "Tilsynsrapport for dagtilbud"),
        (5, "24/1385", "Personalesag"),
    ),
    "2024_drawn-text": (
        (1, "EMN-2024-04097", "Godkendelse af dagsorden"),
        (2, "EMN-2024-04194", "Budgetopfølgning pr. 31. marts"),
        (3, "EMN-2024-04291", "Låneoptagelse for regnskabsåret 2023"),
        (4, "EMN-2024-04388", "Årsregnskab 2023"),
        (5, "EMN-2024-04485", "Indkøb af elbiler"),
    ),
    "2024_folded-list": (
        (1, "2024-012311", "Takster for renovation"),
        (2, "2024-012622", "Lokalplan 214 for et boligområde ved Engvej"),
        (3, "2024-012933", "Spildevandsplan 2024-2032"),
        (4, "2024-013244", "Evaluering af vintertjenesten"),
        (5, "2024-013555", "Salg af grund i Nordre Erhvervspark"),
    ),
    "2024_no-blank-behind-colons": (
        (1, "24/1237", "Skolestruktur i den østlige del af kommunen"),
        (2, "24/1274", "Bibliotekets åbningstider i sommerferien"),
        (3, "24/1311", "Uddeling af kulturpuljen 2024"),
        (4, "24/1348", "Tilsynsrapport for dagtilbud"),
        (5, "24/1385", "Personalesag"),
    ),
    "2024_number-of-the-year": (
        (1, "05.01.00G01-0311", "Godkendelse af dagsorden"),
        (2, "05.02.00G01-0312", "Budgetopfølgning pr. 31. marts"),
        (3, "05.03.00G01-0313", "Låneoptagelse for regnskabsåret 2023"),
        (4, "05.04.00G01-0314", "Årsregnskab 2023"),
        (5, "05.05.00G01-0315", "Indkøb af elbiler"),
    ),
    "2024_numbers-in-brackets": (
        (1, "06.01.00-A00-1-24", "Låneoptagelse for regnskabsåret 2023"),
        (2, "07.01.00-A00-2-24", "Årsregnskab 2023"),
        (3, "05.01.00-A00-3-24", "Forslag fra Liste Ø om klimaregnskab"),
        (4, "06.01.00-A00-4-24", "Kvalitetsstandard for hjemmehjælp"),
        (5, "07.01.00-A00-5-24", "Indkøb af elbiler"),
    ),
    "2024_numbers-with-zero-inline-labels": (
        (1, "24/1237", "Låneoptagelse for regnskabsåret 2023"),
        (2, "24/1274", "Årsregnskab 2023"),
        (3, "24/1311", "Forslag fra Liste Ø om klimaregnskab"),
        (4, "24/1348", "Kvalitetsstandard for hjemmehjælp"),
        (5, "24/1385", "Indkøb af elbiler"),
    ),
    "2024_openness-between-dashes": (
        (1, "24/1237", "Godkendelse af dagsorden"),
        (2, "24/1274", "Værdighedspolitik 2024-2027"),
        (3, "24/1311", "Beskæftigelsesplan"),
        (4, "24/1348", "Takst for botilbuddet Solbakken"),
    ),
    "2024_openness-in-brackets": (
        (1, "06.01.00-A00-1-24", "Låneoptagelse for regnskabsåret 2023"),
        (2, "07.01.00-A00-2-24", "Årsregnskab 2023"),
        (3, "05.01.00-A00-3-24", "Forslag fra Liste Ø om klimaregnskab"),
        (4, "06.01.00-A00-4-24", "Kvalitetsstandard for hjemmehjælp"),
        (5, "07.01.00-A00-5-24", "Indkøb af elbiler"),
    ),
    "2024_openness-with-kind": (
        (1, "24-004153", "Skolestruktur i den østlige del af kommunen"),
        (2, "24-004206", "Bibliotekets åbningstider i sommerferien"),
        (3, "24-004259", "Uddeling af kulturpuljen 2024"),
        (4, "24-004312", "Tilsynsrapport for dagtilbud"),
        (5, "24-004365", "Personalesag"),
    ),
    "2024_page-laid-out-as-table": (
        (1, "2024-012311", "Beskæftigelsesplan"),
        (2, "2024-012622", "Takst for botilbuddet Solbakken"),
        (3, "2024-012933", "Status på alkoholbehandling"),
        (4, "2024-013244", "Sundhedshus i den gamle skole"),
    ),
    "2024_point-and-openness-above-title": (
        (61, "24/1237", "Lokalplan 214 for et boligområde ved Engvej"),
        (62, "24/1274", "Spildevandsplan 2024-2032"),
        (63, "24/1311", "Evaluering af vintertjenesten"),
        (64, "24/1348", "Hastighedsgrænse på Havnegade"),
        (65, "24/1385", "Salg af grund i Nordre Erhvervspark"),
    ),
    "2024_point-number-below-title": (
        (1, "24-004153", "Godkendelse af dagsorden"),
        (2, "24-004206", "Ny cykelsti mellem Lillerup og Voldby"),
        (3, "24-004259", "Takster for renovation"),
        (4, "24-004312", "Lokalplan 214 for et boligområde ved Engvej"),
        (5, "24-004365", "Salg af grund i Nordre Erhvervspark"),
    ),
    "2024_resolutions-without-headings": (
        (1, "", "Ny skov ved Trelde"),
        (2, "", "LED-belysning"),
        (3, "", "Affaldsplan"),
        (4, "", "Byens torv"),
        (5, "", "Køb af ejendom"),
    ),
    "2024_roman-numbers": (
        (1, "24/1237", "Godkendelse af dagsorden"),
        (2, "24/1274", "Værdighedspolitik 2024-2027"),
        (3, "24/1311", "Beskæftigelsesplan"),
        (4, "24/1348", "Takst for botilbuddet Solbakken"),
    ),
    "2024_table-for-each-item": (
        (1, "24/1237", "Godkendelse af dagsorden"),
        (2, "24/1274", "Værdighedspolitik 2024-2027"),
        (3, "24/1311", "Beskæftigelsesplan"),
        (4, "24/1348", "Takst for botilbuddet Solbakken"),
    ),
    "2024_underscored-labels": (
        (1, "24/1237", "Godkendelse af dagsorden"),
        (2, "24/1274", "Værdighedspolitik 2024-2027"),
        (3, "24/1311", "Beskæftigelsesplan"),
        (4, "24/1348", "Takst for botilbuddet Solbakken"),
    ),
}


def _meeting(name: str) -> Meeting:
    return parse(read_path(next(DOCUMENTS.glob(f"{name}.*"))))


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_item_of_a_layout_is_found_with_its_case_number_and_title(name: str) -> None:
    found = tuple((item.number, item.case_number, item.title) for item in _meeting(name).items)
    assert found == LAYOUTS[name]


@pytest.mark.parametrize("name", LAYOUTS)
def test_body_and_date_of_a_layout_are_read(name: str) -> None:
    meeting = _meeting(name)
    assert meeting.committee
    assert meeting.date is not None
    assert str(meeting.date.year) == name[:4]


@pytest.mark.parametrize("name", ["unknown_letter", "unknown_newsletter", "unknown_table-of-bookings"])
def test_an_unknown_layout_stays_one_text_with_a_note_and_no_decision(name: str) -> None:
    meeting = _meeting(name)
    assert [(item.number, item.decision) for item in meeting.items] == [(1, None)]
    assert "the whole text is kept as one" in " ".join(note.reason for note in meeting.notes)


def test_a_recommendation_under_a_shared_heading_is_not_taken_for_the_decision() -> None:
    first = _meeting("2009_recommendation-and-dated-decisions").items[0]
    assert first.decision is not None
    assert first.decision.text == "Godkendt."
    assert [(decision.body, str(decision.date)) for decision in first.history] == [("Økonomiudvalget", "2009-06-24")]


def test_what_the_administration_recommends_below_a_decision_is_not_part_of_it() -> None:
    decisions = [item.decision.text for item in _meeting("2007_web-open-marks-untitled").items if item.decision]
    assert decisions == [
        "Godkendt.",
        "Godkendt, idet taksten dog først sættes op fra 2008.",
        "Orienteringen blev taget til efterretning.",
    ]


def test_a_closed_mark_closes_its_item_and_both_words_as_column_heads_do_not() -> None:
    assert [item.is_open for item in _meeting("2007_web-open-marks-untitled").items] == [True, True, False, True]
    assert [item.is_open for item in _meeting("2019_web-page-with-buttons").items] == [True, True, True, False]
    assert all(item.is_open for item in _meeting("2016_both-access-words-as-columns").items)


def test_the_buttons_of_a_web_page_are_no_part_of_a_decision() -> None:
    texts = [item.decision.text for item in _meeting("2019_web-page-with-buttons").items if item.decision]
    assert texts == ["Godkendt.", "Taget til efterretning.", "Godkendt."]
