"""All rows of lines that could be a document's items: lines printed alike, whatever the form of number or title is."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.cases import access_mark, case_number_line, is_case_label
from retrieval.parsing.contents import is_contents_line
from retrieval.parsing.dates import begins_with_date
from retrieval.parsing.headings import find_heading, inline_heading
from retrieval.parsing.labels import without_title_label
from retrieval.parsing.lines import Line, next_text, previous_text
from retrieval.parsing.outcomes import outcome_of
from retrieval.parsing.runs import Start, rising
from retrieval.parsing.sections import dated_decision
from retrieval.parsing.unnumbered import is_head_line

CASE, ACCESS = "case", "access"
MARKED = "marked"  # stands for the label of titles that are printed apart from all other lines
_MARKS = frozenset({"depth", "capitals", "mark", "clock"})
_COUNT = re.compile(
    r"(?<!\d)(?<!\d[.,/-])(?P<number>[1-9]\d{0,3}|0\d{1,2})(?![\d]|\.(?!0\s)\d|,\d|-\d|\s?%|:\d)|\b(?P<roman>[IVX]{1,5})(?=[.):])"
    r"|(?<!\w)(?P<letter>[a-zæøA-HJ-UWY-Z])(?=\)|\. [A-ZÆØÅ]|\.$)"
)
_YEAR_BEFORE = re.compile(r"\b(?:20\d\d|\d\d)[/-](?=\d{1,4}\b)")  # "Sag 2024/187 Title"
_PARTING = re.compile(
    r"(?:\.0(?=\s))?(?: af \d{1,3}(?!\d))?(?:/(?:20)?\d\d(?!\d))?[^\w\"”»(§]*"
)  # " af 4", "/24: ", " ┐ "
_BEGINS_TITLE = re.compile(r"[\"”»(§A-ZÆØÅ\d]")
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d]{2}")
_HEAD_OF_PAGE = re.compile(
    r"[–-] referat$|^\w*møde\b.*\b20\d\d|^\w*(?:referat(?! fra)|dagsorden(?=\s\S)|protokol)\b|^arkiv\b"
    r"|\b(?:kommune|udvalget|rådet)$|udskriv|^side \d",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:er|har|blev|skal|kan|vil|bliver|havde|var|orienterede|deltog|godkendte|besluttede)\b")
_LABELLED = re.compile(r"^[A-ZÆØÅ][\wæøå/. -]{1,25}:\s")  # "Sagsbehandler: HNB"
_LABEL_ALONE = re.compile(r"[A-ZÆØÅ][\wæøå]{1,20}[ .]*:\s+(?=\S)")
_ENDINGS = tuple(map(re.compile, (r"\s*[.]$", r"\s*:$")))
_CLOCK = re.compile(
    r"(?:kl\.?\s?)?\d{1,2}[.:]\d\d(?:\s?[-–]\s?\d{1,2}[.:]\d\d)?\s?[:–-]?\s+(?=[A-ZÆØÅ])", re.IGNORECASE
)  # "Kl. 17.15 Title"
_UNTOLD = frozenset({"", SectionKind.FINANCES})  # "Økonomi" heads a section here and an item there
_DRAWN = " —–-•·*»>=~"  # around a title: "— Title —", "• Title"
_POINT_BEHIND = re.compile(r"(?<!min)(?<!kr)(?<!m\.v)\.$")
_LETTERS = "abcdefghijklmnopqrstuvwxyzæø"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_FEW = 2
_MOST = 300  # lines printed alike; no meeting has as many items
_FAR = 26  # characters in front of a number that counts items
_LONG, _LONGEST = 120, 220  # characters of a title
_FORMULA, _NEAR = 160, 45  # characters of a short decision, and in front of its deciding word
_NEAR_LINES = 3
_HEAD_LINES = 4  # lines of the head that can look like titles


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A row of starts that could be the items, the label in front of their numbers, and all lines printed like them."""

    starts: tuple[Start, ...]
    label: str
    alike: tuple[Start, ...]


def hypotheses(lines: Sequence[Line]) -> Iterator[Hypothesis]:
    """Every row of two or more starts that could be the items, each once."""
    seen = set()
    for label, group in [*_numbered(lines), *_unnumbered(lines)]:
        for row in _rows(lines, group) if _FEW <= len(group) <= _MOST else ():
            starts = tuple(row)
            if len(starts) >= _FEW and starts not in seen:
                seen.add(starts)
                yield Hypothesis(starts, label, tuple(group))


@lru_cache(maxsize=4_096)
def told_by(text: str) -> str:
    """What a line tells of the item it stands in: a section's kind, "case", "access", or empty."""
    if dated_decision(text) is not None:
        return SectionKind.DECISION.value
    heading = find_heading(text) or (inline_heading(text) or (None,))[0]
    if heading is not None and heading.strength == "strong":
        return heading.kind.value
    if access_mark(text) is not None:
        return ACCESS
    return CASE if is_case_label(text) or case_number_line(text) else ""


@lru_cache(maxsize=4_096)
def is_formula(text: str) -> bool:
    """Whether a line is short and says at once what was decided."""
    verdict = outcome_of(text) if len(text) <= _FORMULA else None
    return verdict is not None and verdict.place <= _NEAR


def opening(lines: Sequence[Line], start: Start) -> str:
    """What the first telling line below a title tells."""
    told = (told_by(line.text) for line in next_text(lines, start.title_line, _NEAR_LINES))
    return next((one for one in told if one), "")


@lru_cache(maxsize=4_096)
def titleness(text: str) -> float:
    """How much a text looks like an item's title, from 0 to 1: nominal, short, with a capital, no line of a head."""
    heading = find_heading(text)
    if (
        not text
        or len(text) > _LONGEST
        or not _WORD.search(text)
        or (heading is not None and heading.kind is not SectionKind.FINANCES)
        or is_head_line(text)
        or _HEAD_OF_PAGE.search(text)
        or is_formula(text)
        or access_mark(text) is not None
        or case_number_line(text)
    ):
        return 0.0
    doubts = (
        (0.6, text[-1] in ".;," and text.casefold() != "evt."),
        (0.6, "\t" in text),
        (0.3, text[-1] == ":"),
        (0.7, not _BEGINS_TITLE.match(text)),
        (0.3, len(text) > _LONG),
        (0.3, _SAYS.search(text) is not None and "?" not in text),
        (0.3, _LABELLED.match(text) is not None),
    )
    return max(1.0 - sum(weight for weight, applies in doubts if applies), 0.0)


def _numbered(lines: Sequence[Line]) -> list[tuple[str, list[Start]]]:
    """The lines with a number, by the words before it and the mark after it, and by the mark alone."""
    groups: defaultdict[tuple[str, ...], list[Start]] = defaultdict(list)
    for line in lines:
        if not line.text or is_contents_line(line.text) or begins_with_date(line.text):
            continue
        if told_by(line.text) in (CASE, SectionKind.ATTACHMENTS):
            continue
        for count in _counts(line.text):
            label = _DIGITS.sub("0", line.text[: count.start()]).rstrip()
            parting = _PARTING.match(line.text, count.end())
            mark = parting[0] if parting else ""
            for place, start in _titled(lines, line, count, line.text[count.end() + len(mark) :].strip(), mark):
                shape = (place, str(count.lastgroup == "number"), _DIGITS.sub("0", mark).strip())
                set_in = str(line.end - line.start - len(line.text))  # characters in front, as inner lists have more
                groups[(label, *shape)].append(start)
                groups[(label, *shape, set_in)].append(start)
                groups[("*", *shape)].append(start)
    return [(key[0], group) for key, group in groups.items()]


def _counts(text: str) -> Iterator[re.Match[str]]:
    """The first numbers of a line, with few words in front, that could count items."""
    blanked = _YEAR_BEFORE.sub(lambda year: " " * len(year[0]), text[:40])
    for count in itertools.islice(_COUNT.finditer(blanked), 2):
        if count.start() <= _FAR and len(text[: count.start()].split()) <= _NEAR_LINES:
            yield count


def _titled(
    lines: Sequence[Line], line: Line, count: re.Match[str], title: str, mark: str
) -> Iterator[tuple[str, Start]]:
    """The item that a numbered line can begin: its title stands behind the number, else on the line below or above."""
    number = _value(count)
    if title:
        if _BEGINS_TITLE.match(title) and (mark or title[0].isupper()):
            yield "on", Start(line.index, number, title, line.index)
        return
    near = next_text(lines, line.index, _NEAR_LINES)
    below = next((one for one in near if told_by(one.text) not in (CASE, ACCESS)), None)
    if below is not None and not below.is_row and told_by(below.text) != SectionKind.DECISION:
        yield "below", Start(line.index, number, without_title_label(below.text), below.index)
    above = previous_text(lines, line.index)
    if above is not None and not above.is_row and not told_by(above.text):
        yield "above", Start(above.index, number, above.text, above.index)


def _value(count: re.Match[str]) -> int:
    """What a printed number counts: digits, a letter, or a Roman number."""
    if count["number"]:
        return int(count["number"])
    if count["letter"]:
        return _LETTERS.index(count["letter"].lower()) + 1
    values = [_ROMAN[letter] for letter in count["roman"]]
    return sum(-one if one < later else one for one, later in itertools.pairwise([*values, 0]))


def _unnumbered(lines: Sequence[Line]) -> list[tuple[str, list[Start]]]:
    """The lines that look like titles, by what marks them: depth, capitals, blank lines, what is above or below."""
    groups: defaultdict[tuple[object, ...], list[Start]] = defaultdict(list)
    for line in lines:
        text = line.text.strip(_DRAWN)
        clock = _CLOCK.match(text)
        text = text[clock.end() :] if clock else text
        if not text or line.is_row or told_by(text) not in _UNTOLD or titleness(text) < 0.5:
            continue
        above = line.index == 0 or lines[line.index - 1].is_blank
        below = line.index + 1 == len(lines) or lines[line.index + 1].is_blank
        near = next_text(lines, line.index)
        follows = (told_by(near[0].text) or ("formula" if is_formula(near[0].text) else "")) if near else ""
        before = previous_text(lines, line.index)
        mark = line.text[0] if line.text[0] in _DRAWN else ""
        shapes: tuple[tuple[object, ...], ...] = (
            ("depth", line.depth) if line.depth else (),
            ("capitals",) if text.isupper() else (),
            ("mark", mark) if mark else (),
            ("clock",) if clock else (),
            ("blanks", above, below, text.isupper(), mark),
            ("free", mark) if above else (),
            ("follows", follows) if follows else (),
            ("follows", follows, above) if follows else (),
            ("above", told_by(before.text)) if before is not None and told_by(before.text) in (CASE, ACCESS) else (),
        )
        for shape in shapes:
            if shape:
                groups[shape].append(Start(line.index, None, text, line.index))
    in_order = sorted(groups.items(), key=lambda shaped: shaped[0][0] not in _MARKS)
    return [(MARKED if shape[0] in _MARKS else "", group) for shape, group in in_order]


def _rows(lines: Sequence[Line], group: Sequence[Start]) -> Iterator[Sequence[Start]]:
    """A group of lines printed alike, and the parts of it that could be the items where the rest is something else."""
    if group[0].number is None:
        yield from (group[first:] for first in range(_HEAD_LINES))
        return
    if len({start.number for start in group}) == 1 and group[0].number != 1:
        return
    parts = [group, *_falling_parts(group), [start for start in group if _stands_free(lines, start)]]
    by_opening: defaultdict[str, list[Start]] = defaultdict(list)
    for start in group:
        by_opening[opening(lines, start)].append(start)
    parts += [part for told, part in by_opening.items() if told]
    for part in parts:
        yield part
        yield rising(part)
    yield _counted(group)


def _falling_parts(group: Sequence[Start]) -> list[list[Start]]:
    """A group parted where its numbers begin again, as behind a list of contents."""
    parts: list[list[Start]] = [[]]
    for start in group:
        if parts[-1] and (start.number or 0) <= (parts[-1][-1].number or 0):
            parts.append([])
        parts[-1].append(start)
    return parts


def _counted(group: Sequence[Start]) -> list[Start]:
    """The longest row of a group that counts on without a gap."""
    chains: dict[int, list[Start]] = {}  # by the number each waits for
    best: list[Start] = []
    for start in group:
        number = start.number or 0
        chain = [*chains.pop(number, []), start]
        chains[number + 1] = chain
        best = max(best, chain, key=len)
    return best


def _stands_free(lines: Sequence[Line], start: Start) -> bool:
    return start.line == 0 or lines[start.line - 1].is_blank


def shorn(starts: Sequence[Start]) -> tuple[Start, ...]:
    """The starts without colons behind titles, the label that all have ("Sag:") and the point that nearly all have."""
    if len(starts) <= _FEW:
        return tuple(starts)
    labels = {found[0] if (found := _LABEL_ALONE.match(start.title)) else "" for start in starts}
    label = labels.pop() if len(labels) == 1 else ""
    titles = [start.title[len(label) :].rstrip(": ") for start in starts]
    if sum(_POINT_BEHIND.search(title) is not None for title in titles) * 5 >= len(titles) * 4:
        titles = [_POINT_BEHIND.sub("", title) for title in titles]
    return tuple(replace(start, title=title) for start, title in zip(starts, titles, strict=True))
