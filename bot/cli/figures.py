"""The `eval` command: gold questions against the minutes held."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import opening
from bot.cli.output import print_json, progress, read_lines
from retrieval.errors import BadInput

if TYPE_CHECKING:
    from retrieval.evaluation import Marks, Miss
    from retrieval.exchange import AskedQuestion
    from retrieval.wiring import Rooms


@click.command("eval")
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--fails", default=0, type=click.IntRange(min=0), help="Print that many failed questions on stderr.")
@click.option("--misses", default=0, type=click.IntRange(min=0), help="The same of questions search misses.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
def evaluate(questions: Path, fails: int, misses: int, as_json: bool) -> None:
    """Run search and answers over the gold QUESTIONS and print the figures, each with its 95 % interval."""
    from retrieval import evaluation
    from retrieval.exchange import read_questions

    lines = read_lines(questions)
    try:
        asked = read_questions(lines)
    except BadInput as error:
        raise BadInput(f"{questions}, {error}") from error
    gold = _gold(questions, lines)
    if not gold:
        raise BadInput(f"{questions}: no questions in it")
    with opening.rooms() as rooms:
        if not rooms.store.meetings():
            raise BadInput("no minutes are held yet: add some with `referat ingest FILE_OR_FOLDER`")
        marks = _run(rooms, asked, gold)
    if as_json:
        print_json(evaluation.as_json(marks, len(gold)))
    else:
        _print_figures(marks, len(gold))
    for failure in marks.failures[:fails]:
        _print_failure(failure)
    for miss in marks.misses[:misses]:
        _print_miss(miss)


def _gold(path: Path, lines: list[str]) -> list[dict[str, Any]]:
    import json

    gold = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        question = json.loads(line)
        absent = [name for name in ("id", "type", "refs", "must", "must_not") if name not in question]
        if absent:
            raise BadInput(f"{path}, line {number}: not a gold question, it lacks {', '.join(absent)}")
        gold.append(question)
    return gold


def _run(rooms: "Rooms", asked: "list[AskedQuestion]", gold: list[dict[str, Any]]) -> "Marks":
    from retrieval import evaluation
    from retrieval.exchange import answer_json, hits_json

    answers, hits = {}, {}
    with progress("asking") as told:
        for done, question in enumerate(asked):
            if told:
                told(done, len(asked), "")
            answers[question.id] = answer_json(rooms.assistant.ask(question.query), question.id)
            started = time.perf_counter()
            found = rooms.assistant.search(question.query, 10)
            hits[question.id] = hits_json(question.id, found, (time.perf_counter() - started) * 1000)
    marks = evaluation.Marks()
    texts = (rooms.store.get(info.key).document.text for info in rooms.store.meetings())
    evaluation.mark_answers(gold, answers, texts, marks)
    evaluation.mark_hits(gold, hits, marks)
    return marks


def _print_figures(marks: "Marks", questions: int) -> None:
    from retrieval.evaluation import figure, percentile

    for name, value in marks.figures().items():
        click.echo(f"{name:16} {value.value:.4f}   [{value.low:.3f}, {value.high:.3f}]  n={value.count}")
    click.echo(f"{'questions':16} {questions}")
    for name, values in marks.latencies.items():
        click.echo(f"{name:16} p50 {percentile(values, 0.5):.1f}   p95 {percentile(values, 0.95):.1f}")
    for name, values in sorted(marks.by.items()):
        value = figure(values)
        right = "" if name.startswith("mrr") else int(sum(values))  # a mean of shares counts no questions
        click.echo(f"  {name:28} {right:4}/{len(values):<4} {value.value:.3f} [{value.low:.2f}, {value.high:.2f}]")


def _print_failure(failure: Any) -> None:
    question, text = failure.question, (failure.answer.get("answer") or "")[:400]
    click.echo(f"\n{question['id']} [{question['type']}] {question['question']}\n   -> {text!r}", err=True)
    click.echo("   " + "; ".join(failure.problems), err=True)


def _print_miss(miss: "Miss") -> None:
    question, first = miss.question, miss.first
    place = f"{first['meeting']}, {first['committee']}, item {first['item']}" if first else "nothing"
    click.echo(f"\n{question['id']} [{question['type']}] {question['question']}", err=True)
    click.echo(f"   right at rank {miss.rank or '–'}; first: {place}", err=True)
