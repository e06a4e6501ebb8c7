"""Golden files of the parser: `python -m tests.parsing.golden` writes them anew; a person reads the diff."""

import json
from pathlib import Path

from retrieval.parsing import meeting_json, parse
from retrieval.reading import read_path

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "parse"
SOURCES = (Path(__file__).parent / "documents", Path(__file__).parent / "unseen", ROOT / "data" / "minutes")


def documents() -> list[Path]:
    return sorted(path for folder in SOURCES for path in folder.glob("*") if path.is_file() and path.suffix != ".pdf")


def render(path: Path) -> str:
    document = read_path(path)
    return json.dumps(meeting_json(document, parse(document)), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def golden_path(path: Path) -> Path:
    return GOLDEN / f"{path.name}.json"


if __name__ == "__main__":
    for document_path in documents():
        golden_path(document_path).write_text(render(document_path), encoding="utf-8")
