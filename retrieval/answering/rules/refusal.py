"""Whether the evidence carries an answer: a calibrated doubt from a few figures, and what each kind must find. Pure."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from retrieval.answering.rules.evidence import Asked, Candidate, Scored, worth_of
from retrieval.question.kinds import QuestionKind

_OWN = frozenset({"word", "number"})
_NAME_ASKED = re.compile(
    r"\bhvad hedder\b|\bhvem\b|\bnavn(?:et|e)?\b|\bwhat is the name\b|\bwho\b|"
    r"\bhvilke[nt]? \w*(?:leverandør|firma|virksomhed|forening|person|medlem|entreprenør|ejendom|grund|lodsejer)\w*|"
    r"\bwhich (?:compan|restaurant|person|member)\w*",
    re.I,
)
_NAME = re.compile(r"\b[A-ZÆØÅ][\wæøåé.-]+(?:[ -](?:[A-ZÆØÅ&][\wæøåé.-]*|og|af))*")


@dataclass(frozen=True, slots=True)
class _Model:
    weights: Mapping[str, float]
    limit: float  # doubt from which on nothing is told


def is_doubtful(asked: Asked, ranked: Sequence[Scored], candidates: Sequence[Candidate], *, leans: bool) -> bool:
    """Whether the best evidence is too weak to tell; the limit is set on data (docs/accuracy.md)."""
    model = load_model()
    return doubt(figures(asked, ranked, candidates, leans=leans), model.weights) > model.limit


def doubt(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The chance, 0 to 1, that the minutes do not tell (logistic)."""
    total = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-total))


def figures(
    asked: Asked, ranked: Sequence[Scored], candidates: Sequence[Candidate], *, leans: bool
) -> dict[str, float]:
    """What the doubt is made of, each about 0 to 1."""
    best = ranked[0]
    worth = worth_of(asked.terms, candidates)
    candidate = next(one for one in candidates if (one.meeting_key, one.item) == (best.meeting_key, best.item))
    whole = frozenset[str]().union(*(unit.terms for unit in candidate.units)) | candidate.title_terms
    told = best.unit.terms | best.unit.lead_terms | candidate.title_terms
    own = [term.term for term in asked.terms if term.origin in _OWN]
    others = [one.prior for one in candidates if one is not candidate]
    return {
        "covered": best.coverage,
        "in_unit": best.parts["words"],
        "beyond_title": best.parts["beyond_title"],
        "near": best.parts["near"],
        "fits": float(best.fits),
        "in_item": worth.share(whole),
        "first": candidate.prior,
        "relevance": candidate.relevance,
        "next": max(others, default=0.0),
        "rarest_not_in_unit": max((worth.of_term[term] for term in own if term not in told), default=0.0) / 5,
        "rarest_not_in_item": max((worth.of_term[term] for term in own if term not in whole), default=0.0) / 5,
        "not_in_item": sum(term not in whole for term in own) / 5,
        "own_words": len(own) / 10,
        "score": best.score / 20,
        "number": float(asked.kind in (QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.DATE)),
        "leans": float(leans),
        "name": float(lacks_name(asked.text, best.unit.text)),
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


@cache
def load_model() -> _Model:
    """The weights of the figures and the limit, learned by `python -m tests.evaluation.learn`."""
    text = resources.files("retrieval.answering").joinpath("data/refusal_weights.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return _Model(data["weights"], data["limit"])
