"""Buttons and the codec of their callback data; pure.

Callback data is `<key>.<action><index>`: the key is opaque and stands for a row of the state, the action is one letter.
It is far below Telegram's 64 bytes, says nothing to an outsider, and a forged or old one decodes to nothing or to a key
that is not kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice

from bot import texts
from bot.outgoing import Button, Keyboard
from bot.texts import Sentence
from retrieval.model.answers import Language

LABEL_LIMIT = 30  # characters a phone shows without cutting
ALONE_LIMIT = 42  # the same for a button that has its row to itself
SOURCES_PER_ROW = 2
SOURCES_SHOWN = 6


class Action(StrEnum):
    """What a press asks for. Letters are kept for ever: old buttons stay in chats."""

    PROOF = "p"
    DECISION = "d"
    AMOUNTS = "a"
    CHART = "g"
    VOTES = "v"
    CASE = "c"
    CALENDAR = "k"
    FOLLOW = "f"
    WRONG = "w"
    ITEM = "i"
    ASK = "q"
    MEETINGS = "m"
    SUMMARY = "s"
    LANGUAGE = "l"
    FORM = "t"
    FORGET = "x"
    STOP = "o"
    UNFOLLOW = "u"
    NONE = "n"


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: the key of what it belongs to, the action, and which of several (0-999)."""

    key: str
    action: Action
    index: int = 0

    def data(self) -> str:
        """The callback data for this press."""
        return f"{self.key}.{self.action.value}{self.index}"


_ACTIONS = {action.value: action for action in Action}
_PRESS = re.compile(r"([a-z0-9]{1,16})\.([a-z])([0-9]{1,3})", re.ASCII)


def read_press(data: str | None) -> Press | None:
    """The press behind callback data, or None where it is not ours."""
    match = _PRESS.fullmatch(data or "")
    action = _ACTIONS.get(match[2]) if match else None
    return Press(match[1], action, int(match[3])) if match and action else None


def shorten(label: str, limit: int = LABEL_LIMIT) -> str:
    """A label that a phone shows whole."""
    label = " ".join(label.split())
    return label if len(label) <= limit else label[: limit - 1].rstrip() + "…"


def button(label: str, press: Press, limit: int = LABEL_LIMIT) -> Button:
    """A callback button."""
    return Button(shorten(label, limit), data=press.data())


def in_rows(buttons: list[Button], width: int) -> Keyboard:
    """The buttons in rows of that width."""
    return tuple(tuple(buttons[start : start + width]) for start in range(0, len(buttons), width))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerButtons:
    """Which buttons an answer gets: `sources` are labels by the place of the citation."""

    key: str
    language: Language
    sources: Mapping[int, str] = field(default_factory=dict)
    near: tuple[str, ...] = ()
    decision: bool = False
    amounts: bool = False
    chart: bool = False
    votes: bool = False
    case: bool = False
    follow: str = ""  # label of the follow button, where following is offered
    calendar: bool = False
    private_url: str = ""  # in a group: where the conversation can go on in private
    wrong: bool = True


def answer_keyboard(wanted: AnswerButtons) -> Keyboard:
    """The keyboard under an answer: sources first, then more about the item, then the way to object."""
    sources = [
        button(label, Press(wanted.key, Action.PROOF, n)) for n, label in islice(wanted.sources.items(), SOURCES_SHOWN)
    ]
    near = [button(label, Press(wanted.key, Action.ITEM, n), ALONE_LIMIT) for n, label in enumerate(wanted.near)]
    more = [button(sentence.in_(wanted.language), Press(wanted.key, action)) for action, sentence in _more(wanted)]
    if wanted.follow:
        more.append(button(wanted.follow, Press(wanted.key, Action.FOLLOW)))
    if wanted.private_url:
        more.append(Button(texts.ASK_PRIVATELY.in_(wanted.language), url=wanted.private_url))
    rows = in_rows(sources, SOURCES_PER_ROW) + in_rows(near, 1) + in_rows(more, 2)
    return (*rows, (wrong_button(wanted.key, wanted.language),)) if wanted.wrong else rows


def wrong_button(key: str, language: Language) -> Button:
    """The button that freezes an answer for review."""
    return button(texts.WRONG_ANSWER.in_(language), Press(key, Action.WRONG))


def _more(wanted: AnswerButtons) -> list[tuple[Action, Sentence]]:
    offers = (
        (wanted.decision, Action.DECISION, texts.SHOW_DECISION),
        (wanted.votes, Action.VOTES, texts.SHOW_VOTES),
        (wanted.amounts, Action.AMOUNTS, texts.SHOW_AMOUNTS),
        (wanted.chart, Action.CHART, texts.SHOW_CHART),
        (wanted.case, Action.CASE, texts.SHOW_CASE),
        (wanted.calendar, Action.CALENDAR, texts.SHOW_CALENDAR),
    )
    return [(action, sentence) for offered, action, sentence in offers if offered]
