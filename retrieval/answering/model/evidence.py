"""Passages as numbered, fenced material, with the keys we issue. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.answering.model.prompts import Prompts
from retrieval.answering.strict import speaks_to_a_model, withhold
from retrieval.answering.verify import mask_personal
from retrieval.model.answers import Citation, Passage, Turn
from retrieval.model.minutes import AgendaItem

MOST_PASSAGES = 24
MOST_CHARACTERS = 14_000  # of passages in one prompt, about 4,000 tokens
MOST_HISTORY = 2_000  # characters of earlier turns
_FENCE = re.compile(r"MATERIALE", re.IGNORECASE)

Items = Mapping[tuple[str, int], AgendaItem]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages of one prompt by the key issued for each, in order of relevance."""

    by_key: dict[str, Passage]

    def cite(self, key: str, quote: str) -> Citation | None:
        """The citation a key and a quote stand for; None for a key we did not issue."""
        passage = self.by_key.get(key.strip().strip("[]").upper())
        if passage is None:
            return None
        return Citation(
            meeting_key=passage.meeting_key,
            meeting=passage.date,
            committee=passage.committee,
            item=passage.item,
            title=passage.title,
            section=passage.section,
            case_number=passage.case_number,
            quote=quote,
            span=passage.span,
        )


def gather(passages: Sequence[Passage]) -> Evidence:
    """The first passages that fit, each once, with keys K1, K2, ..."""
    chosen: list[Passage] = []
    room = MOST_CHARACTERS
    for passage in {passage.key: passage for passage in passages}.values():
        if len(chosen) < MOST_PASSAGES and len(passage.text) <= room and passage.text.strip():
            chosen.append(passage)
            room -= len(passage.text)
    return Evidence({f"K{number}": passage for number, passage in enumerate(chosen, start=1)})


def render_evidence(evidence: Evidence, items: Items, prompts: Prompts, mark: str) -> str:
    """All passages as fenced material, item by item; paragraphs that speak to a language model are withheld."""
    by_item: dict[tuple[str, int], dict[str, Passage]] = {}
    for key, passage in evidence.by_key.items():
        by_item.setdefault((passage.meeting_key, passage.item), {})[key] = passage
    return "\n\n".join(_render_item(shown, items.get(place), prompts, mark) for place, shown in by_item.items())


def render_history(history: Sequence[Turn], prompts: Prompts) -> str:
    """The latest turns as plain lines, oldest first, within the space they may take."""
    lines = [f"{prompts.words.get(turn.role, turn.role)}: {as_material(turn.content)}" for turn in history]
    while lines and sum(map(len, lines)) > MOST_HISTORY:
        lines.pop(0)
    return "\n".join(lines) or prompts.words["nothing"]


def as_material(text: str) -> str:
    """Text that can be set between fences: personal numbers masked, the word of the fence broken, one line."""
    return _break_fence(" ".join(mask_personal(text).split()))


def _render_item(shown: Mapping[str, Passage], item: AgendaItem | None, prompts: Prompts, mark: str) -> str:
    nothing, withheld = prompts.words["nothing"], prompts.words["withheld"]
    first = next(iter(shown.values()))
    decision = item.decision if item is not None else None
    passages = [
        prompts["answer.passage"].render(
            key=key,
            section=passage.section.value,
            mark=mark,
            text=_break_fence(withhold(mask_personal(passage.text), withheld)),
        )
        for key, passage in shown.items()
    ]
    return prompts["answer.evidence"].render(
        date=first.date.isoformat() if first.date else nothing,
        item=first.item,
        case_number=first.case_number or nothing,
        outcome=prompts.words[decision.outcome.value if decision is not None else "none"],
        mark=mark,
        committee=as_material(first.committee),
        title=withheld if speaks_to_a_model(first.title) else as_material(first.title),
        passages="\n\n".join(passages),
    )


def _break_fence(text: str) -> str:
    return _FENCE.sub(lambda word: f"{word[0][:4]}-{word[0][4:]}", text)
