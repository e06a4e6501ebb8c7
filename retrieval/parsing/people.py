"""People and parties as minutes print them: "Reza Javid (Ø)", "(V), (C) og (F)", "Liste A, F, K"."""

import re

from retrieval.model.minutes import Person

_PARTY = r"(?:[A-ZÆØÅ]|UP|UP-?\d|SF|EL|RV|LA|KF|DF|ALT|NB|KD|LP)"
_TITLES = re.compile(
    r"^(?:(?:udvalgsmedlem(?:met|merne)?|udvalgets medlemmer|byrådsmedlem(?:met|merne)?|medlem(?:met"
    r"|merne)?|rådm[aæ]nd(?:ene)?|rådmand(?:en)?"
    r"|borgmester(?:en)?|viceborgmester(?:en)?|formand(?:en)?|udvalgsformand(?:en)?|næstformand(?:en)?"
    r"|kommunalbestyrelsesmedlem(?:merne)?"
    r"|fungerende|direktør|kommunaldirektør|stadsdirektør|og|samt|ved|fra|af)\s+)+",
    re.IGNORECASE,
)
_NAME = r"[A-ZÆØÅÖÄÜ][\wæøåéèöäüğıçş.'’-]*(?:\s(?:[A-ZÆØÅÖÄÜ][\wæøåéèöäüğıçş.'’-]*|de|von|van|af|da|la|el|bin))*"
_PERSON = re.compile(rf"(?P<name>{_NAME})(?:,?\s*(?:fra\s+)?\((?P<party>[^()\d]{{1,12}}(?:-?\d)?|{_PARTY})\))?")
_WHOLE = re.compile(rf"^{_PERSON.pattern}$")
_BARE_PARTY = re.compile(rf"^(?:liste\s+)?\(?(?P<party>{_PARTY})\)?$", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,|;|\bog\b|\bsamt\b|\n)\s*|(?<=\))\s+(?=[A-ZÆØÅ])")
_GROUP_PARTY = re.compile(rf"^(?P<party>{_PARTY})\s*\((?P<names>[^()]+)\)$")
# Parties written out, with their letters on the ballot; a group named "Byrådsgruppe A" is a party too.
_PARTIES = {
    "socialdemokratiet": "A", "socialdemokraterne": "A", "radikale venstre": "B", "det radikale venstre": "B",
    "radikale": "B", "konservative": "C", "de konservative": "C", "det konservative folkeparti": "C",
    "nye borgerlige": "D", "sf": "F", "socialistisk folkeparti": "F", "liberal alliance": "I",
    "kristendemokraterne": "K", "moderaterne": "M", "dansk folkeparti": "O", "venstre": "V",
    "danmarksdemokraterne": "Æ", "enhedslisten": "Ø", "alternativet": "Å",
}  # fmt: skip
_GROUP = re.compile(
    r"^(?:hele\s+)?(?:byråds|kommunalbestyrelses)?(?:gruppe(?:n|rne)?|parti(?:et|erne)?)\s+", re.IGNORECASE
)
# "Venstres gruppe", "V-gruppen", "Den socialdemokratiske byrådsgruppe": a party's group votes as one.
_GROUP_OF = re.compile(
    r"^(?:hele\s+)?(?P<party>.{1,40}?)(?:s|['’]s?)?[\s-](?:byråds|kommunalbestyrelses)?(?:gruppe|gruppen|medlemmer)$",
    re.IGNORECASE,
)
_ADJECTIVES = {
    "den socialdemokratiske": "Socialdemokratiet", "socialdemokratiske": "Socialdemokratiet",
    "den konservative": "Konservative", "den radikale": "Radikale Venstre",
}  # fmt: skip
_NOT_NAMES = frozenset(
    {
        "Udvalget",
        "Byrådet",
        "Ingen",
        "Forslaget",
        "Sagen",
        "Mødet",
        "Punktet",
        "Ej",
        "Administrationen",
        "Forvaltningen",
    }
)


def read_people(text: str) -> tuple[Person, ...]:
    """The people or parties that a list names; empty when any part of it cannot be read as one (then abstain)."""
    people: list[Person] = []
    for piece in _pieces(text):
        person = _person(piece)
        if person is None:
            return ()
        people.append(person)
    return tuple(people)


def _pieces(text: str) -> list[str]:
    protected = re.sub(
        r"\(([^()]*)\)", lambda match: "(" + match[1].replace(",", "\0").replace(" og ", "\1") + ")", text
    )
    pieces: list[str] = []
    protected = protected.replace("\u00a0", " ")
    for piece in _SPLIT.split(protected):
        piece = _TITLES.sub("", piece.replace("\0", ",").replace("\1", " og ").strip(" .:\t"))
        if piece.strip():
            pieces.append(piece.strip(" .:"))
    return _with_parties(pieces)


def _with_parties(pieces: list[str]) -> list[str]:
    """Join "Name", "(A)" printed with a comma between them."""
    joined: list[str] = []
    for piece in pieces:
        previous = joined[-1] if joined else ""
        is_named = " " in previous and "(" not in previous and not _GROUP_OF.match(previous)
        if is_named and re.fullmatch(rf"\({_PARTY}\)", piece):
            joined[-1] = f"{previous} {piece}"
        else:
            joined.append(piece)
    return joined


def _party_of_group(piece: str) -> str:
    """The party of whose group a piece speaks; any other piece as it is."""
    match = _GROUP_OF.match(piece)
    if match is None:
        return piece
    party = _ADJECTIVES.get(match["party"].casefold(), match["party"])
    return party if party.casefold() in _PARTIES or _BARE_PARTY.match(party) else piece


def _person(piece: str) -> Person | None:
    piece = _party_of_group(_GROUP.sub("", piece))
    letter = _PARTIES.get(piece.casefold())
    if letter is not None and len(piece) > 2:
        return Person(piece, letter)
    party = _BARE_PARTY.match(piece)
    if party:
        return Person("", party["party"].upper() if len(party["party"]) == 1 else party["party"])
    match = _WHOLE.match(piece)
    if match is None or match["name"] in _NOT_NAMES:
        return None
    if " " not in match["name"] and not match["party"]:
        return None
    return Person(match["name"], (match["party"] or "").strip())
