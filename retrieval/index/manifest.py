"""What the index holds, written after the index itself, so that a crash is seen and mended."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from retrieval.errors import IndexingError

FORMAT = 5  # changes when passages, terms or fields change: the index is then built anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`meetings` maps each meeting held to its version; `pending` names those whose writing has begun and not ended.

    `embedding` is the fingerprint of the vectors, empty where there are none.
    """

    format: int = FORMAT
    embedding: str = ""
    meetings: Mapping[str, int] = field(default_factory=dict)
    pending: tuple[str, ...] = ()

    def begun(self, meeting_keys: frozenset[str]) -> "Manifest":
        """The same with the writing of these meetings begun."""
        kept = {key: version for key, version in self.meetings.items() if key not in meeting_keys}
        return replace(self, meetings=kept, pending=tuple(sorted({*self.pending, *meeting_keys})))

    def ended(self, versions: Mapping[str, int]) -> "Manifest":
        """The same with all writing ended and these meetings held."""
        return replace(self, meetings={**self.meetings, **versions}, pending=())

    def embedded(self, fingerprint: str) -> "Manifest":
        """The same with vectors of this embedding for everything held; of none where `fingerprint` is empty."""
        return replace(self, embedding=fingerprint)


def load_manifest(path: Path) -> Manifest:
    """The manifest at `path`; an empty one where there is none, or one that cannot be read or is of another format."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        if held["format"] != FORMAT:
            return Manifest(format=0)
        return Manifest(embedding=held["embedding"], meetings=dict(held["meetings"]), pending=tuple(held["pending"]))
    except FileNotFoundError:
        return Manifest()
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest(format=0)


def save_manifest(path: Path, manifest: Manifest) -> None:
    """Writes the manifest in one step: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = {
        "format": FORMAT,
        "embedding": manifest.embedding,
        "meetings": dict(manifest.meetings),
        "pending": list(manifest.pending),
    }
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(fields), encoding="utf-8")
    draft.replace(path)


class ManifestFile:
    """The manifest on disk with what this process knows of it; another process may write it too."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.read()

    def read(self) -> None:
        """Reads what is written there now."""
        self._known = self.stamp()
        self.now = load_manifest(self._path)

    def save(self, manifest: Manifest) -> None:
        """Writes the manifest.

        Raises:
            IndexingError: it cannot be written.
        """
        try:
            save_manifest(self._path, manifest)
        except OSError as error:
            raise IndexingError(f"{self._path} cannot be written ({error.strerror})") from error
        self.now = manifest
        self._known = self.stamp()

    @property
    def is_behind(self) -> bool:
        """Whether another process has written since."""
        return self.stamp() != self._known

    def stamp(self) -> tuple[int, int]:
        """Names what is written there now; another one after any writing."""
        try:
            status = self._path.stat()
        except OSError:
            return (0, 0)
        return (status.st_mtime_ns, status.st_ino)
