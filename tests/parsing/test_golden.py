from pathlib import Path

import pytest

from tests.parsing.golden import documents, golden_path, render


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_invented_documents_parse_to_their_golden_files(path: Path) -> None:
    golden = golden_path(path)
    if not golden.exists():
        golden.write_text(render(path), encoding="utf-8")
        pytest.fail(f"{golden.name} was missing and is written now: read it, then commit it")
    assert render(path) == golden.read_text(encoding="utf-8"), "run python -m tests.parsing.golden and read the diff"
