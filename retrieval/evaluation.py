"""Figures over gold questions: how often answers and search are right, with their spread. Pure but for what is asked.

The definitions are those of the scorer that comes with the gold questions: correct, cited, cite_precision, quoted,
grounded, abstain, false_abstain, recall@1, recall@5, mrr@10. A figure counts a question only where it has a meaning.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, stdev
from typing import Any

LIMITS = {"summary": 3500, "list": 1800}  # characters a chat message of that type may have
LIMIT = 900
Z95 = 1.959964  # normal quantile of a two-sided 95 % interval

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share or a mean of marks with its 95 % interval; `count` is how many questions it rests on."""

    value: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A question whose answer had something wrong with it."""

    question: Json
    answer: Json
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Miss:
    """A question whose item search does not rank first; `rank` is None where it is not among the hits."""

    question: Json
    rank: int | None
    first: Json | None  # the hit that stands there instead


@dataclass(slots=True)
class Marks:
    """What every question earned, by figure; `by` holds `correct` and search's figures by type and language."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    by: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[Failure] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)
    latencies: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def figures(self) -> dict[str, Figure]:
        """Every figure that at least one question counts in."""
        return {name: figure(values) for name, values in self.values.items() if values}


def figure(values: Sequence[float]) -> Figure:
    """Mean and 95 % interval: Wilson's (JASA 1927) for marks of 0 and 1, else mean ± z·s/√n."""
    mean, count = fmean(values), len(values)
    if set(values) <= {0.0, 1.0}:
        low, high = wilson(mean, count)
    else:
        half = Z95 * stdev(values) / math.sqrt(count) if count > 1 else 1.0
        low, high = max(0.0, mean - half), min(1.0, mean + half)
    return Figure(mean, low, high, count)


def wilson(share: float, count: int) -> tuple[float, float]:
    """Wilson's score interval of a share among `count`."""
    spread = Z95 * math.sqrt(share * (1 - share) / count + Z95**2 / (4 * count**2))
    centre, scale = share + Z95**2 / (2 * count), 1 + Z95**2 / count
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def mark_answers(gold: Iterable[Json], answers: Mapping[str, Json], texts: Iterable[str], marks: Marks) -> None:
    """Marks every question's answer; `texts` are the documents quotes must stand in."""
    corpus = [loose(text) for text in texts]
    for question in gold:
        answer = answers.get(question["id"], {"answer": "", "found": False, "citations": []})
        _mark_answer(question, answer, corpus, marks)


def _mark_answer(question: Json, answer: Json, corpus: Sequence[str], marks: Marks) -> None:
    if answer.get("latency_ms") is not None:
        marks.latencies["answer_ms"].append(answer["latency_ms"])
    if question["type"] == "unanswerable":
        correct = not answer.get("found")
        marks.values["abstain"].append(correct)
        problems = [] if correct else ["should have said that the minutes do not tell"]
    else:
        problems = _mark_answerable(question, answer, marks)
        correct = not problems
    if answer.get("found"):
        problems += _mark_sources(question, answer, corpus, marks)
    marks.values["correct"].append(correct)
    marks.by[f"type {question['type']}"].append(correct)
    marks.by[f"language {question.get('lang', '')}"].append(correct)
    if problems:
        marks.failures.append(Failure(question, answer, tuple(problems)))


def _mark_answerable(question: Json, answer: Json, marks: Marks) -> list[str]:
    text, cites = answer.get("answer") or "", answer.get("citations") or []
    said, refs = loose(text), question["refs"]
    marks.values["false_abstain"].append(not answer.get("found"))
    if refs:
        accepted = [matches(cite, refs) for cite in cites]
        marks.values["cited"].append(any(accepted))
        if accepted:
            marks.values["cite_precision"].append(fmean(accepted))
    missing = [forms for forms in question["must"] if not any(loose(form) in said for form in forms)]
    wrong = [form for form in question["must_not"] if loose(form) in said]
    problems = [f"missing {missing}"] if missing else []
    problems += [f"holds {wrong}"] if wrong else []
    problems += [f"too long: {len(text)}"] if len(text) > LIMITS.get(question["type"], LIMIT) else []
    return problems + ([] if answer.get("found") else ["says it found nothing"])


def _mark_sources(question: Json, answer: Json, corpus: Sequence[str], marks: Marks) -> list[str]:
    cites = answer.get("citations") or []
    quotes = [loose(cite.get("quote") or "") for cite in cites]
    marks.values["quoted"].append(bool(quotes) and all(q and any(q in text for text in corpus) for q in quotes))
    allowed = numbers(question["question"])
    allowed |= numbers(" ".join(turn["content"] for turn in question.get("history", [])))
    for cite in cites:
        allowed |= _numbers_of(cite)
    stray = {n for n in numbers(answer.get("answer") or "") if n not in allowed and n.lstrip("0") not in allowed}
    marks.values["grounded"].append(not stray)
    return [f"numbers without a source {sorted(stray)}"] if stray else []


def _numbers_of(cite: Json) -> set[str]:
    date = {str(int(part)) for part in (cite.get("meeting") or "").split("-") if part.isdigit()}
    return (
        date
        | numbers(cite.get("quote") or "")
        | numbers(str(cite.get("item")))
        | numbers(cite.get("case_number") or "")
    )


def mark_hits(gold: Iterable[Json], hits: Mapping[str, Json], marks: Marks) -> None:
    """Marks every question's ranked hits."""
    for question in gold:
        if not question["refs"]:
            continue
        found = hits.get(question["id"], {"hits": []})
        if found.get("latency_ms") is not None:
            marks.latencies["search_ms"].append(found["latency_ms"])
        rank = first_rank(found["hits"], question["refs"])
        earned = {
            "recall@1": float(rank == 1),
            "recall@5": float(rank is not None and rank <= 5),
            "mrr@10": 1 / rank if rank is not None and rank <= 10 else 0.0,
        }
        for name, value in earned.items():
            marks.values[name].append(value)
            marks.by[f"{name} language {question.get('lang', '')}"].append(value)
            marks.by[f"{name} type {question['type']}"].append(value)
        if rank != 1:
            marks.misses.append(Miss(question, rank, found["hits"][0] if found["hits"] else None))


def first_rank(hits: Iterable[Json], refs: Sequence[Json]) -> int | None:
    """The rank from 1 of the first accepted item, each item counted once; None where none is accepted."""
    seen = dict.fromkeys((hit["meeting"], hit["item"], hit.get("committee")) for hit in hits)
    for rank, (meeting, item, committee) in enumerate(seen, 1):
        if matches({"meeting": meeting, "item": item, "committee": committee}, refs):
            return rank
    return None


def matches(place: Json, refs: Sequence[Json]) -> bool:
    """Whether a citation or hit names an accepted meeting and item; an item of None accepts any."""
    return any(
        place.get("meeting") == ref["meeting"]
        and (ref["item"] is None or place.get("item") == ref["item"])
        and _plain(ref.get("committee") or "").casefold() in _plain(place.get("committee") or "").casefold()
        for ref in refs
    )


def loose(text: str) -> str:
    """Text as it is compared: markup left out, white space, dashes and case folded."""
    return re.sub(r"[*_`#|\\]+", "", _plain(text)).casefold()


def _plain(text: str) -> str:
    return " ".join(re.sub("[–−—‑]", "-", text).split())


def numbers(text: str) -> set[str]:
    """The numbers of a text in one form: thousands separators out, decimals with a point, trailing zeros off."""
    return {_number(printed) for printed in re.findall(r"\d+(?:[.,]\d+)*", _plain(text))}


def _number(printed: str) -> str:
    plain = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", printed)
    if not re.search("[.,]", plain):
        return plain
    return plain.replace(",", ".").rstrip("0").rstrip(".")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values lie below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def as_json(marks: Marks, questions: int) -> dict[str, Any]:
    """The figures as one object, in the scorer's names, with intervals and the shares by type and language."""
    figures: dict[str, Any] = {name: round(f.value, 4) for name, f in marks.figures().items()}
    figures["questions"] = questions
    for name, values in marks.latencies.items():
        figures[name] = {"p50": round(percentile(values, 0.5), 1), "p95": round(percentile(values, 0.95), 1)}
    shares = {name: [int(sum(values)), len(values)] for name, values in sorted(marks.by.items())}
    figures["correct_by_type"] = {n.removeprefix("type "): v for n, v in shares.items() if n.startswith("type ")}
    figures["correct_by_language"] = {n.removeprefix("language "): v for n, v in shares.items() if n[:9] == "language "}
    prefix = "recall@1 language "
    figures["recall@1_by_language"] = {n.removeprefix(prefix): v for n, v in shares.items() if n.startswith(prefix)}
    figures["search_by_group"] = {
        name: [round(fmean(values), 4), len(values)]
        for name, values in sorted(marks.by.items())
        if name.startswith(("recall@", "mrr@"))
    }
    figures["intervals"] = {n: [round(f.low, 4), round(f.high, 4), f.count] for n, f in marks.figures().items()}
    return figures
