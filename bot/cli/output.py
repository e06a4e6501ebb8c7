"""How commands print: JSON, CSV, tables on a terminal, progress on a terminal, questions and answers to files."""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from retrieval.errors import BadInput


def print_json(value: Any) -> None:
    """One JSON value on stdout; indented on a terminal, one line in a pipe."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def print_rows(head: Sequence[str], rows: Sequence[Sequence[str]], *, as_csv: bool, empty: str) -> None:
    """A table on a terminal, tab-separated lines in a pipe, or CSV; without rows `empty` is said on stderr."""
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
    elif not rows:
        click.echo(empty, err=True)
    elif sys.stdout.isatty():
        _print_table(head, rows)
    else:
        for row in (head, *rows):
            click.echo("\t".join(" ".join(cell.split()) for cell in row))


def _print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=False, header_style="bold")
    for name in head:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(" ".join(cell.split())) for cell in row))
    Console().print(table)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A function to tell (done, total, name), which moves a bar on a terminal; None in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=name or label)


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 text file; "-" is stdin.

    Raises:
        BadInput: it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return data.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 text") from error


def write_json_lines(path: Path, rows: Iterable[dict[str, Any]]) -> int:
    """Writes one JSON object a line, all or nothing: a file half-written never stands under `path`; "-" is stdout.

    Raises:
        BadInput: the folder of `path` is not there.
    """
    if str(path) == "-":
        return _write(sys.stdout, rows)
    if not path.absolute().parent.is_dir():
        raise BadInput(f"{path}: its folder does not exist")
    if path.is_char_device() or path.is_fifo():
        with path.open("w", encoding="utf-8") as file:
            return _write(file, rows)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8") as file:
            count = _write(file, rows)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _write(file: TextIO, rows: Iterable[dict[str, Any]]) -> int:
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last count is what is returned
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
    file.flush()
    return count
