"""How an answer came about: question, items held against it, claims with their quotes, what was refused."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from bot.cli.output import print_json
from retrieval.errors import BadInput

if TYPE_CHECKING:
    from retrieval.model.answers import Answer
    from retrieval.settings import Settings


def keep_answer(settings: "Settings", answer: "Answer") -> None:
    """Keeps an answer given on the command line, as the bot keeps its own: under its id, for 90 days.

    Older ones go: there need be no bot that looks after them.
    """
    from bot.snapshots import pack_answer
    from bot.state import State

    state = State(settings.database)
    try:
        state.keep(pack_answer(answer), key=answer.id)
        state.expire()
    finally:
        state.close()


def explain(settings: "Settings", answer_id: str, *, as_json: bool) -> None:
    """Prints how an answer came about.

    Raises:
        BadInput: no answer of that id is kept (any more).
    """
    kept = _kept(settings, answer_id.strip())
    if as_json:
        print_json(kept)
        return
    for line in lines_of(kept):
        click.echo(line)


def _kept(settings: "Settings", answer_id: str) -> Mapping[str, Any]:
    from bot.state import State

    state = State(settings.database)
    try:
        payload: Mapping[str, Any] | None = state.kept(answer_id)
        reported = [one.payload for one in state.feedback() if one.payload.get("id") == answer_id]
    finally:
        state.close()
    found = payload or next(iter(reported), None)
    if found is None or found.get("kind") != "answer":
        raise BadInput(
            f"no answer {answer_id!r} is kept: ids stand in `referat ask --json` and `referat feedback --json`; "
            "answers are kept for 90 days, or until the person who asked erases them"
        )
    return found


def lines_of(kept: Mapping[str, Any]) -> list[str]:
    """The explanation for a terminal."""
    model = f", prompts {kept['prompt_hash']}" if kept["prompt_hash"] else ""
    lines = [
        f"answer    {kept['id']} ({'found' if kept['found'] else 'not found'}, {kept['latency_ms']} ms)",
        f"question  {kept['question']}",
        f"read as   {kept['question_kind']}, language {kept['language']}",
        f"engine    {kept['engine']}{model}",
        "",
        "held against these items, best first:",
        *(f"  {one['score']:.3f}  {_place(one)}: {one['title']}" for one in kept["considered"]),
        "",
        "claims that passed the check (quote verbatim, numbers, names and outcome words in it):",
    ]
    for number, claim in enumerate(kept["claims"], 1):
        computed = f" [computed: {claim['computed']}]" if claim["computed"] else ""
        lines.append(f"  {number}. {claim['text']}{computed}")
        lines += [
            f"     {_place(one)}, {one['section']}: » {' '.join(one['quote'].split())} «" for one in claim["quotes"]
        ]
    lines += ["", "claims that were refused:", *(f"  - {reason}" for reason in kept["dropped"] or ["none"])]
    return lines


def _place(one: Mapping[str, Any]) -> str:
    return f"{one['committee']}, {one['meeting'] or 'no date'}, item {one['item']}"
