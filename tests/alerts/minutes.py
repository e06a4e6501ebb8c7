"""Minutes of an invented body as text, in the layout of a PDF: real enough for the real parser."""

from dataclasses import dataclass

ANNA, BO, ADMIN = 1001, 1002, 1003
MONTHS = [
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


@dataclass(frozen=True)
class Item:
    title: str
    decision: str = "Broudvalget godkender indstillingen."
    recommendation: str = "Teknikforvaltningen indstiller til udvalget, at sagen godkendes."
    summary: str = ""
    case: str = ""
    finances: str = ""


BRIDGE = Item(
    "B-sag: Ny gangbro over Mølleåen",
    summary="Den gamle bro er slidt op, og forvaltningen foreslår en ny.",
    recommendation="Teknikforvaltningen indstiller til udvalget, at der bevilges 1,5 mio. kr. til gangbroen i 2031.",
    case="05.01.00-G01-7-31",
    finances="Udgiften er 1,5 mio. kr. i 2031.",
)
SKATERS = Item(
    "B-sag: Skøjtebane på Torvet",
    decision=(
        "Udvalgsmedlem Asta Holm (A) foreslår, at sagen udsættes.\n\n"
        "Asta Holm (A) stemmer for.\n\n"
        "Formand Bo Lind (V) og Carl Due (C) stemmer imod.\n\n"
        "Forslaget er dermed forkastet, da der ikke er flertal for det.\n\n"
        "Broudvalget godkender indstillingen."
    ),
    summary="Der anlægges en skøjtebane om vinteren.",
    case="04.08.00-G01-9-31",
)
ROUTINE = Item("Godkendelse af dagsorden", decision="Broudvalget godkender dagsordenen.", case="00.22.02-P35-1-31")


def minutes(
    *items: Item, committee: str = "Broudvalget", day: int = 4, month: int = 3, year: int = 2031, kind: str = "REFERAT"
) -> str:
    """The whole document; an agenda has no decisions."""
    date = f"{day}. {MONTHS[month - 1]} {year}"
    lines = [f"{kind} {committee} 2030-2033 d. {day:02}-{month:02}-{year}", ""]
    lines += [f"Mødedato {date} kl. 16:30", "", "Mødested Rådhuset, Prøvekøbing (opdigtet kommune)", ""]
    lines += ["Indholdsfortegnelse", "", *(f"{item.title}.....\t{n + 2}" for n, item in enumerate(items)), ""]
    for number, item in enumerate(items, 1):
        lines += [f"Punkt {number}: {item.title}", "", item.case, ""]
        parts = {"Resume": item.summary, "INDSTILLING": item.recommendation}
        parts |= {"Beslutning": item.decision} if kind == "REFERAT" else {}
        for heading, words in (parts | {"Økonomi": item.finances}).items():
            lines += [heading, "", words, ""] if words else []
    return "\n".join(lines) + "\n"
