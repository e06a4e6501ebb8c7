"""What every test may use: expected files under `tests/golden/`, rewritten by `make golden`."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ["PTB_TIMEDELTA"] = "1"  # the client reads it once: waits are timedeltas, as they will be in its next version

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with `tests/golden/<name>`; a missing one is written, and the test fails."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden") or not path.exists():
            is_new = not path.exists()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            assert not is_new, f"{path} was missing: read it, and commit it if it is right"
        assert text == path.read_text(encoding="utf-8")

    return compare
