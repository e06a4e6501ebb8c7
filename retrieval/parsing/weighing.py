"""Items of a layout that no rule knows: of all rows of lines that could be them, the one that hangs together best.

A reader sees what the items are by how the whole page hangs together: numbers count on, each part has one decision,
the same thing stands below each title, titles look like titles. Each such sign has a weight; a row whose weights come
to less than nothing is no row of items. The weights are set by hand: learned ones were no better on layouts left out.
"""

import bisect
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.contents import Entry, is_like
from retrieval.parsing.hypotheses import (
    ACCESS,
    CASE,
    MARKED,
    Hypothesis,
    hypotheses,
    is_formula,
    opening,
    shorn,
    titleness,
    told_by,
)
from retrieval.parsing.lines import Line, next_text
from retrieval.parsing.runs import Start

_TYPICAL = re.compile(
    r"^(?:(?:åbent?|lukket)\s*(?:[-–|:]\s*)?)?(?:godkendelse af|dagsorden(?:en)?\b|eventuelt|evt\b|meddelelser"
    r"|orientering|gensidig|næste møde|siden sidst|lukket|underskrift|nyt fra|valg af|velkom|bordet rundt|referat fra"
    r"|budget|regnskab|lokalplan)",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:(?:dagsordens)?punkt|pkt|sag|nr|ad|emne)\b", re.IGNORECASE)
_NOT_LABEL = re.compile(
    r"(?:bilag|figur|tabel|side|kl|uge|stk|§|kapitel|kap|fase|mål|trin|etape|matr|art|model|alternativ|hold|klasse)\b",
    re.IGNORECASE,
)
_INNER = re.compile(r"\D{0,24}?(\d{1,4})(?!\d)")
_FEW = 2
_WEIGHTS: Mapping[str, float] = {
    "is a row": -7.5, "one of a kind each": 7, "told before": -5, "gaps": -4, "falls": -4, "titles": 5,
    "typical titles": 5, "contents": 2, "opened alike": 3, "uneven": -3, "few": -12, "numbered": 3, "label": 2,
    "no label": -3, "free": 1, "left out": -1, "numbers in titles": -2, "same titles": -6, "missed": -9,
    "idle first": -2, "over prose": 1, "marked": 1,
}  # fmt: skip
_MOST_LINES = 10_000  # no meeting has as many
_MOST_ROWS = 400  # a meeting of a thousand lines has a hundred
_UNSURE = 4.0  # what a row must weigh in a text without the head of minutes, or on a page of one item
_CLEARLY = 1.0  # by how much a row must outweigh the one that a rule found


def weigh(
    lines: Sequence[Line], contents: Sequence[Entry], found: Sequence[Start], *, is_headed: bool
) -> tuple[Start, ...]:
    """The row of starts that hangs together best; `found` where none is clearly better, so none where nothing is.

    Where the text `is_headed` as minutes are, a row needs less to be believed.
    """
    if len(lines) > _MOST_LINES:
        return tuple(found)
    told = _told(lines)
    best, most = None, 0.0 if is_headed and len(found) != 1 else _UNSURE
    for hypothesis in itertools.islice(hypotheses(lines), _MOST_ROWS):
        weight = _weight(lines, contents, told, hypothesis)
        if weight > most:
            best, most = hypothesis, weight
    if best is None or _is_same(best.starts, found):
        return tuple(found)
    if len(found) >= _FEW:
        own = Hypothesis(tuple(found), _label_of(lines, found[0]), tuple(found))
        if most - _weight(lines, contents, told, own) <= _CLEARLY:
            return tuple(found)
    return best.starts


def _is_same(starts: Sequence[Start], found: Sequence[Start]) -> bool:
    """Whether two rows begin on the same lines, unless the first counts them and the second does not."""
    counts = all(later.number == (one.number or 0) + 1 for one, later in itertools.pairwise(starts))
    adds_numbers = counts and all(start.number is None for start in found)
    return not adds_numbers and {start.line for start in starts} == {start.line for start in found}


def _label_of(lines: Sequence[Line], start: Start) -> str:
    """The words in front of a start's number."""
    return lines[start.line].text.partition(str(start.number))[0] if start.number is not None else ""


def _told(lines: Sequence[Line]) -> dict[str, list[int]]:
    """The lines that tell something of an item, by what they tell; decisions in prose where none is headed."""
    told: defaultdict[str, list[int]] = defaultdict(list)
    for line in lines:
        if line.text and not line.is_row and (kind := told_by(line.text)):
            told[kind].append(line.index)
    if len(told[SectionKind.DECISION]) < _FEW:
        prose = [line.index for line in lines if line.text and not told_by(line.text) and is_formula(line.text)]
        told[SectionKind.DECISION] = sorted([*told[SectionKind.DECISION], *prose])
    return dict(told)


def _weight(
    lines: Sequence[Line], contents: Sequence[Entry], told: Mapping[str, Sequence[int]], hypothesis: Hypothesis
) -> float:
    """How well a row of starts hangs together as the items of the document; 0 and less for no items."""
    return sum(_WEIGHTS[name] * value for name, value in _signs(lines, contents, told, hypothesis).items())


def _signs(
    lines: Sequence[Line], contents: Sequence[Entry], told: Mapping[str, Sequence[int]], hypothesis: Hypothesis
) -> dict[str, float]:
    """What speaks for and against a row of starts, by the names of the weights; most between 0 and 1."""
    starts, count = hypothesis.starts, len(hypothesis.starts)
    titles = [start.title for start in shorn(starts)]
    ends = [*(start.line for start in starts), len(lines)]
    lengths = [later - one for one, later in itertools.pairwise(ends)]
    openings = Counter(opens for start in starts if (opens := opening(lines, start)))
    return {
        "is a row": 1.0,
        "one of a kind each": _one_each(starts, told),
        "told before": _told_before(starts, told),
        "idle first": _is_idle_first(starts, told),
        "titles": sum(map(titleness, titles)) / count,
        "typical titles": sum(_TYPICAL.match(title) is not None for title in titles) / count,
        "contents": _announced(starts, contents),
        "opened alike": max(openings.values(), default=0) / count,
        "uneven": max(lengths) / (len(lines) - starts[0].line) - 1 / count,
        "few": 1 / count,
        "free": sum(start.line == 0 or lines[start.line - 1].is_blank for start in starts) / count,
        "left out": 1 - count / max(count, len({start.line for start in hypothesis.alike})),
        "numbers in titles": _counting(titles),
        "marked": float(hypothesis.label == MARKED),
        "over prose": sum(_is_over_prose(lines, start) for start in starts) / count,
        "same titles": 1 - len({title.casefold() for title in titles}) / count,
        **(_number_signs(hypothesis) if starts[0].number is not None else {}),
    }


def _is_over_prose(lines: Sequence[Line], start: Start) -> bool:
    """Whether a sentence stands right below a title."""
    below = next_text(lines, start.title_line)
    return bool(below) and below[0].text[-1] in ".!?"


def _number_signs(hypothesis: Hypothesis) -> dict[str, float]:
    numbers = [start.number or 0 for start in hypothesis.starts]
    steps = [later - one for one, later in itertools.pairwise(numbers)]
    return {
        "numbered": 1.0,
        "gaps": sum(step > 1 for step in steps) / len(steps),
        "falls": min(sum(step < 1 for step in steps), 3) / 3,
        "label": float(_LABEL.match(hypothesis.label) is not None),
        "no label": float(_NOT_LABEL.match(hypothesis.label) is not None),
        "missed": min(_missed(hypothesis), 3) / 3,
    }


def _one_each(starts: Sequence[Start], told: Mapping[str, Sequence[int]]) -> float:
    """How nearly each item has one decision, or one case number, or one of another kind: the best of these, 0 to 1."""
    shares = [
        2 * len(_owners(starts, places)) / (len(starts) + len(places))
        for kind, places in told.items()
        if kind != SectionKind.ATTACHMENTS and len(places) >= _FEW
    ]
    return max(shares, default=0.0)


def _told_before(starts: Sequence[Start], told: Mapping[str, Sequence[int]]) -> float:
    """The share of decisions, case numbers and access marks that stand above the first start."""
    kinds = [told.get(kind, ()) for kind in (SectionKind.DECISION, CASE, ACCESS)]
    before = sum(bisect.bisect_left(places, starts[0].line) for places in kinds)
    return before / max(1, sum(map(len, kinds)))


def _is_idle_first(starts: Sequence[Start], told: Mapping[str, Sequence[int]]) -> float:
    """1 where nothing is told below the first start, but something below most others: it is a line of the head."""
    owners = set().union(*(_owners(starts, places) for places in told.values()))
    return float(0 not in owners and len(owners) * 3 >= (len(starts) - 1) * 2)


def _owners(starts: Sequence[Start], places: Sequence[int]) -> set[int]:
    """Which of the starts have one of the rising `places` below them, before the next start."""
    before = [*(bisect.bisect_left(places, start.line) for start in starts), len(places)]
    return {owner for owner, (own, later) in enumerate(itertools.pairwise(before)) if own < later}


def _announced(starts: Sequence[Start], contents: Sequence[Entry]) -> float:
    """The share of the titles in the list of contents that the starts have."""
    listed = [entry for entry in contents if entry.line < starts[0].line]
    known = sum(any(is_like(start.title, entry.title) for start in starts) for entry in listed)
    return known / max(len(listed), len(starts))


def _counting(titles: Sequence[str]) -> float:
    """The share of titles that hold the next number after the one in the title before: the number is no title's own."""
    inner = [int(match[1]) if (match := _INNER.match(title)) else None for title in titles]
    counted = sum(one is not None and later == one + 1 for one, later in itertools.pairwise(inner))
    return counted / (len(titles) - 1)


def _missed(hypothesis: Hypothesis) -> int:
    """How many lines printed alike would go before or on from the starts, or fill a gap, and are not among them."""
    starts = hypothesis.starts
    first_lines = [start.line for start in starts]
    missed = 0
    for other in hypothesis.alike:
        if other.line in first_lines or titleness(other.title) < 0.5:
            continue
        place = bisect.bisect(first_lines, other.line)
        before = starts[place - 1].number if place else None
        after = starts[place].number if place < len(starts) else None
        if before is not None:
            missed += other.number == before + 1 and (after is None or before + 1 < after)
        else:
            missed += after is not None and (other.number or 0) + 1 == after
    return missed
