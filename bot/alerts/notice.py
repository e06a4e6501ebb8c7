"""What is told to a chat about one version of a meeting: which items met which interests, as kept in the outbox."""

import json
from dataclasses import dataclass
from typing import Any

from retrieval.interests import Interest, InterestKind
from retrieval.watch import How, ItemMatch, Reason


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item that somebody follows, by its number, and why."""

    item: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`whole` are interests that take in all of the meeting; `chosen` the items met otherwise, most important first.

    `since` is the version that the reader knows, where this is a correction of it; else 0.
    """

    whole: tuple[Interest, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    since: int = 0

    @property
    def interests(self) -> tuple[Interest, ...]:
        """All interests met, each once."""
        met = [reason.interest for one in self.chosen for reason in one.reasons]
        return tuple(dict.fromkeys([*self.whole, *met]))

    def dump(self) -> str:
        """As JSON."""
        values = {
            "whole": [[interest.kind.value, interest.words] for interest in self.whole],
            "chosen": [[one.item, [_pack(reason) for reason in one.reasons]] for one in self.chosen],
            "since": self.since,
        }
        return json.dumps(values, ensure_ascii=False)


def load_notice(text: str) -> Notice:
    """The notice behind its JSON."""
    values = json.loads(text)
    return Notice(
        whole=tuple(Interest(InterestKind(kind), words) for kind, words in values["whole"]),
        chosen=tuple(Chosen(item, tuple(map(_unpack, reasons))) for item, reasons in values["chosen"]),
        since=values["since"],
    )


def notice_of(matches: tuple[ItemMatch, ...], since: int) -> Notice:
    """The notice of what a meeting's items met."""
    whole: dict[Interest, None] = {}
    chosen = []
    for match in matches:
        whole |= {reason.interest: None for reason in match.reasons if reason.how is How.WHOLE}
        reasons = tuple(reason for reason in match.reasons if reason.how is not How.WHOLE)
        if reasons:
            chosen.append(Chosen(match.number, reasons))
    return Notice(whole=tuple(whole), chosen=tuple(chosen), since=since)


def _pack(reason: Reason) -> list[str]:
    return [reason.interest.kind.value, reason.interest.words, reason.how.value, reason.word]


def _unpack(values: list[Any]) -> Reason:
    kind, words, how, word = values
    return Reason(Interest(InterestKind(kind), words), How(how), word)
