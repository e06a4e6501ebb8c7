"""Agenda items of publication bodies as title and headed paragraphs, for training only."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import html

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "li", "tr"}
_BLANKS = re.compile(r"\s+")
SHORTEST_PARAGRAPH = 25  # characters


@dataclass(frozen=True, slots=True)
class TrainingItem:
    """One agenda item: its title and its paragraphs, each with the heading it stands under."""

    meeting: str
    title: str
    paragraphs: tuple[tuple[str, str], ...]


def read_bodies(path: Path) -> Iterator[TrainingItem]:
    """Items of one body (.json) or of a body a line (.jsonl.gz)."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield from _items(json.loads(line))
    else:
        yield from _items(json.loads(path.read_text(encoding="utf-8")))


def _items(body: dict[str, Any]) -> Iterator[TrainingItem]:
    for point in body.get("Dagsordenpunkter") or []:
        paragraphs = [pair for field in point.get("Felter") or [] for pair in _paragraphs(field.get("Html") or "")]
        if paragraphs:
            yield TrainingItem(str(body["Id"]), _folded(point.get("Navn") or ""), tuple(paragraphs))


def _paragraphs(markup: str) -> Iterator[tuple[str, str]]:
    if not markup.strip():
        return
    heading = ""
    for element in html.fromstring(markup).iter():
        if element.tag in _HEADINGS:
            heading = _folded(element.text_content())
        elif element.tag in _BLOCKS and not any(child.tag in _BLOCKS for child in element.iterdescendants()):
            text = _folded(element.text_content())
            if len(text) >= SHORTEST_PARAGRAPH:
                yield heading, text


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
