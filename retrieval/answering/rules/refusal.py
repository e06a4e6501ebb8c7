"""Whether the evidence carries an answer: calibrated doubts from a few figures, and what each kind must find. Pure.

Two doubts: that the minutes treat the matter and do not tell what is asked, and that they do not treat it at all. They
were learned apart (`python -m tests.evaluation.learn`), for what tells one of them blurs the other.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.ranker import Network, read_data, read_network
from retrieval.answering.rules.worth import OWN, worth_of
from retrieval.question.kinds import QuestionKind

_NAME_ASKED = re.compile(
    r"\bhvad hedder\b|\bhvem\b|\bnavn(?:et|e)?\b|\bwhat is the name\b|\bwho\b|"
    r"\bhvilke[nt]? \w*(?:leverandør|firma|virksomhed|forening|person|medlem|entreprenør|ejendom|grund|lodsejer)\w*|"
    r"\bwhich (?:compan|restaurant|person|member)\w*",
    re.I,
)
_ROLE_ASKED = re.compile(
    r"\b(?:hvem|who) (?:er|var|bliver|blev|is|was|became)\b(?: \w+){0,3}? "
    r"\w*(?P<role>formand|borgmester|direktør|rektor|leder|chef|chauffør|arkitekt|entreprenør|rådgiver|koordinator|"
    r"ordfører|sekretær|ejer|kasserer|mayor|chair|director|head|driver|architect|owner|contractor)(?:en|et|e)?\b",
    re.I,
)
_ROLES = {
    "mayor": "borgmester",
    "chair": "formand",
    "director": "direktør",
    "head": "leder",
    "driver": "chauffør",
    "architect": "arkitekt",
    "owner": "ejer",
    "contractor": "entreprenør",
}
_DEFINITION = re.compile(
    r"^\W*(?:hvad (?:er|betyder)|what(?:'s| is| does)) (?:en|et|an?) (?P<thing>\w+)\s*(?:mean)?\W*$", re.I
)
_DEFINES = r"(?:er (?:en|et)|betyder|dækker over|vil sige|står for|forstås|defineres)\b"
_STEM, _ENDING = 5, 2  # letters of a word that stay, and that an ending takes
_NAME = re.compile(r"\b[A-ZÆØÅ][\wæøåé.-]+(?:[ -](?:[A-ZÆØÅ&][\wæøåé.-]*|og|af))*")


_BEST = (
    "after",
    "before",
    "beside_number",
    "date",
    "fit",
    "fit_words",
    "found",
    "found_share",
    "grams",
    "heading",
    "item",
    "lead",
    "leans",
    "match",
    "match_rank",
    "match_share",
    "match_words",
    "name",
    "near",
    "number_row",
    "numbers",
    "own_words",
    "phrase",
    "rarest",
    "relevance",
    "routine",
    "row",
    "same_words",
    "soft",
    "soft_around",
    "soft_lead",
    "sums",
    "words",
    "year",
)
_MOST = (
    "beside_number",
    "fit_words",
    "found_share",
    "match",
    "match_words",
    "near",
    "phrase",
    "same_words",
    "soft",
    "soft_lead",
    "words",
)
_FEW = 5  # units that an answer may tell
_SHORT = 8  # words of a short question


@dataclass(frozen=True, slots=True)
class _Doubt:
    network: Network
    limit: float  # doubt from which on nothing is told


def is_doubtful(asked: Asked, ranked: Sequence[Scored], candidates: Sequence[Candidate]) -> bool:
    """Whether the best evidence is too weak to tell; the limits are set on data (docs/accuracy.md)."""
    values = figures(asked, ranked, candidates)
    return any(doubt(values, one.network) > one.limit for one in load_doubts(length_of(asked.text)))


def length_of(question: str) -> str:
    """Whether a question is "short" or "long": few words tell less of what is meant, and have networks of their own."""
    return "short" if len(question.split()) <= _SHORT else "long"


def doubt(values: Mapping[str, float], network: Network) -> float:
    """The chance, 0 to 1, that the minutes do not tell, by one of the networks."""
    total = float(network.scores(np.array([[values[name] for name in network.names]], np.float32))[0])
    return 1 / (1 + math.exp(-total))


def figures(asked: Asked, ranked: Sequence[Scored], candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the doubt is made of, each about 0 to 1: the best unit, how it stands out, what all of them hold."""
    return {
        **_of_words(asked, ranked, candidates),
        **_standing(ranked),
        **{f"best_{name}": ranked[0].parts[name] for name in _BEST},
        **{f"few_{name}": max(one.parts[name] for one in ranked[:_FEW]) for name in _MOST},
        **{f"all_{name}": max(one.parts[name] for one in ranked) for name in _MOST},
        **{name: value for name, value in ranked[0].parts.items() if name.startswith("asks_")},
    }


def _standing(ranked: Sequence[Scored]) -> dict[str, float]:
    """How far the best unit stands out from the others."""
    scores = np.array([one.score for one in ranked])
    chance = np.exp(scores - scores.max())
    chance /= chance.sum()
    best = ranked[0].score
    return {
        "chance": float(chance[0]),
        "spread": float(-(chance * np.log(chance + 1e-9)).sum()) / 5,
        "score": best / 5,
        "ahead": (best - ranked[min(_FEW, len(ranked)) - 1].score) / 5,
        "covered": ranked[0].coverage,
        "fits": float(ranked[0].fits),
    }


def _of_words(asked: Asked, ranked: Sequence[Scored], candidates: Sequence[Candidate]) -> dict[str, float]:
    """What of the question's own words stands in the best unit and in its item."""
    best = ranked[0]
    worth = worth_of(asked.terms, candidates)
    candidate = next(one for one in candidates if (one.meeting_key, one.item) == (best.meeting_key, best.item))
    whole = frozenset[str]().union(*(unit.terms for unit in candidate.units)) | candidate.title_terms
    told = best.unit.terms | best.unit.lead_terms | candidate.title_terms
    own = [term.term for term in asked.terms if term.origin in OWN]
    others = [one.prior for one in candidates if one is not candidate]
    return {
        "in_item": worth.share(whole),
        "next": max(others, default=0.0),
        "rarest_not_in_unit": max((worth.of_term[term] for term in own if term not in told), default=0.0) / 5,
        "rarest_not_in_item": max((worth.of_term[term] for term in own if term not in whole), default=0.0) / 5,
        "not_in_item": sum(term not in whole for term in own) / 5,
        "number": float(asked.kind in (QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.DATE)),
        "lacks_name": float(lacks_name(asked.text, best.unit.text)),
        "beyond_title": best.parts["beyond_title"],
    }


def lacks_name(question: str, text: str) -> bool:
    """Whether a name is asked for and the text names nobody that the question does not name itself."""
    if not _NAME_ASKED.search(question):
        return False
    known = question.casefold()
    starts = {0} | {match.end() for match in re.finditer(r"[.!?:»\"]\s+|\n\s*", text)}
    names = [
        match[0]
        for match in _NAME.finditer(text)
        if (" " in match[0] or match.start() not in starts) and match[0].casefold() not in known
    ]
    return not names


def lacks_role(question: str, text: str) -> bool:
    """Whether it is asked who holds an office, and the text does not speak of that office."""
    asked = _ROLE_ASKED.search(question)
    if asked is None:
        return False
    role = asked["role"].casefold()
    return not any(office in text.casefold() for office in {role, _ROLES.get(role, role)})


def lacks_definition(question: str, text: str) -> bool:
    """Whether it is asked what a thing is ("Hvad er en lokalplan?"), and the text does not say what it is."""
    asked = _DEFINITION.match(question)
    if asked is None:
        return False
    word = re.escape(asked["thing"][: max(_STEM, len(asked["thing"]) - _ENDING)])
    return not re.search(
        rf"\b{word}\w*\W+(?:\w+\W+){{0,3}}?{_DEFINES}|\b(?:kaldes|hedder) \W?(?:en |et )?{word}", text, re.I
    )


@cache
def load_doubts(length: str) -> tuple[_Doubt, ...]:
    """Both networks for questions of this length, with their limits; learned by `python -m tests.evaluation.learn`."""
    held = read_data("doubt_networks.json")[length]
    return tuple(_Doubt(read_network(held[name]["network"]), held[name]["limit"]) for name in ("untold", "foreign"))
