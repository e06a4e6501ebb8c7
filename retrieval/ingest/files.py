"""Which files are minutes, and what is known of them before they are read."""

import hashlib
from pathlib import Path

from retrieval.errors import BadInput, TooLarge
from retrieval.settings import MAX_FILE_BYTES

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".json"})
FINGERPRINT_CHUNK = 1 << 20  # bytes read at a time from a file too large to read whole


def find_files(path: Path) -> list[Path]:
    """The file itself, or the files of a kind we read below the folder, by name; hidden ones are left out.

    Raises:
        BadInput: the path does not exist, or the folder holds no such file.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadInput(f"{path}: no such file or folder")
    below = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    found = sorted(file for file in below if not any(p.startswith(".") for p in file.relative_to(path).parts))
    if not found:
        raise BadInput(f"{path}: no minutes in this folder (looked for {', '.join(sorted(SUFFIXES))})")
    return found


def too_large(name: str, size: int) -> TooLarge:
    """The error for a file above the limit."""
    limit = MAX_FILE_BYTES // 1_000_000
    return TooLarge(f"{name}: {size / 1e6:.0f} MB is above the limit of {limit} MB; split the document")


def fingerprint_of(path: Path) -> str:
    """The SHA-256 of a file of any size."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(FINGERPRINT_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
