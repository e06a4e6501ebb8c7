"""Answers that people called wrong: listed, and exported as evaluation questions to be completed by a person."""

import datetime
import json
from typing import TYPE_CHECKING, Any

import click

from bot.cli import opening
from bot.cli.output import print_json, print_rows

if TYPE_CHECKING:
    from bot.state import Feedback

_SHOWN = 60  # characters of question and answer in the table


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything that was frozen with each answer, as JSON.")
@click.option(
    "--questions", is_flag=True, help="Print evaluation questions, one a line; `must` is left to be filled in."
)
def feedback(as_json: bool, questions: bool) -> None:
    """List the answers that people called wrong, oldest first; also while the bot runs."""
    from bot.state import State

    state = State(opening.settings().database)
    try:
        reported = state.feedback()
    finally:
        state.close()
    if questions:
        for one in reported:
            click.echo(json.dumps(_question(one), ensure_ascii=False))
    elif as_json:
        print_json([{"key": one.key, "at": _day(one), "question": one.question, **one.payload} for one in reported])
    else:
        rows = [[_day(one), _short(one.question), _short(one.payload.get("text", "")), _cited(one)] for one in reported]
        print_rows(
            ["day", "question", "answer", "cited"], rows, as_csv=False, empty="nobody has called an answer wrong"
        )


def _question(one: "Feedback") -> dict[str, Any]:
    """The report in the form of gold questions: what was cited stands as the reference, to be put right by a person."""
    payload = one.payload
    refs = {(citation["meeting"], citation["committee"], citation["item"]) for citation in payload.get("citations", [])}
    return {
        "id": f"feedback-{one.key}",
        "lang": payload.get("language", "da"),
        "type": payload.get("question_kind", "open"),
        "question": one.question,
        "history": [],
        "refs": [
            {"meeting": day, "committee": body, "item": item or None} for day, body, item in sorted(refs, key=str)
        ],
        "must": [],
        "must_not": [],
        "quote": "",
        "answer": "",
    }


def _day(one: "Feedback") -> str:
    return datetime.datetime.fromtimestamp(one.at, datetime.UTC).date().isoformat()


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= _SHOWN else folded[:_SHOWN].rstrip() + "…"


def _cited(one: "Feedback") -> str:
    places = {f"{citation['meeting']} item {citation['item']}" for citation in one.payload.get("citations", [])}
    return ", ".join(sorted(places))
