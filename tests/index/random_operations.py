"""An index changed at random beside one built at once from what should be held then.

`python -m tests.index.random_operations --operations 3000`: adds, changes, removals, many at once, reopening, writing
by another process and a writing that was cut off; then both are compared, and every passage is searched for.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.request import SearchRequest
from retrieval.index.search import SearchIndex
from retrieval.language import Analyser
from retrieval.model.answers import Passage
from tests.index.making import make_passages

ITEMS = 4  # the most a meeting has
Held = dict[str, tuple[int, tuple[Passage, ...]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="referat-index-") as folder:
        run = Run(Path(folder) / "changed", random.Random(given.seed))
        run.go(given.operations)
        rebuilt = built_at_once(run.held, Path(folder) / "rebuilt")
        wrong = list(differences(run.index, rebuilt, run.held))
        same = alike(run.index, rebuilt, run.held)
    passages = sum(len(passages) for _, passages in run.held.values())
    print(f"{given.operations} operations ({run.told()}) in {time.perf_counter() - started:.0f} s")
    print(f"{len(run.held)} meetings, {passages} passages held; {len(wrong)} differences")
    print(f"the same items in the same order for {same:.1%} of the passages' words")
    print("\n".join(wrong[:20]))
    sys.exit(1 if wrong else 0)


@dataclass
class Run:
    """An index in `folder` and what should be in it after every operation."""

    folder: Path
    dice: random.Random
    meetings: int = 60  # keys that are drawn from
    held: Held = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.analyser, self.embeddings = Analyser(), LocalEmbeddings()
        self.index = self.opened()
        self._seed = 0

    def opened(self) -> SearchIndex:
        return SearchIndex(self.folder, self.embeddings, self.analyser)

    def go(self, operations: int) -> None:
        """So many operations, each drawn by its weight."""
        kinds: dict[Callable[[], None], int] = {
            self.add: 30, self.change: 30, self.remove: 20, self.add_many: 5, self.reopen: 5, self.write_elsewhere: 5,
            self.cut_off: 5,
        }  # fmt: skip
        for act in self.dice.choices(list(kinds), list(kinds.values()), k=operations):
            act()
            self.done[act.__name__] = self.done.get(act.__name__, 0) + 1

    def told(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in sorted(self.done.items()))

    def _made(self, key: str) -> tuple[int, tuple[Passage, ...]]:
        self._seed += 1
        return self._seed, make_passages(key, self._seed, self.dice.randint(1, ITEMS))

    def _keep(self, index: SearchIndex, key: str, version: int, passages: tuple[Passage, ...]) -> None:
        index.add(key, version, passages)
        self.held[key] = version, passages

    def _key(self) -> str:
        return f"m{self.dice.randrange(self.meetings)}"

    def add(self) -> None:
        """A meeting, new or with other words throughout."""
        key = self._key()
        self._keep(self.index, key, *self._made(key))

    def change(self) -> None:
        """A held meeting loses a passage and has one reworded; sometimes it comes again as it was."""
        if not self.held:
            return
        key = self.dice.choice(sorted(self.held))
        version, passages = self.held[key]
        if self.dice.random() < 0.2 or len(passages) < 3:
            self._keep(self.index, key, version, passages)
            return
        kept = list(passages)
        kept.pop(self.dice.randrange(len(kept)))
        place = self.dice.randrange(len(kept))
        self._seed += 1
        text = f"{kept[place].text} Rettelse ændret{self._seed}."
        kept[place] = replace(kept[place], text=text, key=f"{kept[place].key[:-8]}{self._seed:08x}")
        self._keep(self.index, key, version + 1, tuple(kept))

    def remove(self) -> None:
        """A meeting goes, whether it is held or not."""
        key = self._key()
        self.index.remove(key)
        self.held.pop(key, None)

    def add_many(self) -> None:
        """Several meetings in one commit."""
        made = {key: self._made(key) for key in {self._key() for _ in range(5)}}
        self.index.add_all((key, version, passages) for key, (version, passages) in made.items())
        self.held |= made

    def reopen(self) -> None:
        """As by a process that starts."""
        self.index.close()
        self.index = self.opened()

    def write_elsewhere(self) -> None:
        """Another process adds a meeting while this one has the index open."""
        key = self._key()
        self._keep(self.opened(), key, *self._made(key))

    def cut_off(self) -> None:
        """A writing ends halfway: words are there, vectors are not; the meeting is added again after the start."""
        key = self._key()
        version, passages = self._made(key)
        self.index._writer.begin(frozenset({key}))
        self.index._lexical.replace({key: passages})
        self.reopen()
        self._keep(self.index, key, version, passages)


def built_at_once(held: Held, folder: Path) -> SearchIndex:
    """An index in `folder` that never held anything else."""
    index = SearchIndex(folder, LocalEmbeddings(), Analyser())
    index.rebuild((key, version, passages) for key, (version, passages) in sorted(held.items()))
    return index


def alike(index: SearchIndex, rebuilt: SearchIndex, held: Held) -> float:
    """The share of passages whose words lead to the same five items in the same order in both."""
    asked = [SearchRequest(text=passage.text) for _, passages in held.values() for passage in passages]
    return sum(_places(index, request) == _places(rebuilt, request) for request in asked) / max(1, len(asked))


def _places(index: SearchIndex, request: SearchRequest) -> list[tuple[str, int]]:
    return [(hit.meeting_key, hit.item) for hit in index.search(request, 5)]


def differences(index: SearchIndex, rebuilt: SearchIndex, held: Held) -> Iterator[str]:
    """Where the index is not what one built at once is, or does not find what it holds."""
    if index.manifest() != rebuilt.manifest():
        yield "the manifests differ"
    if index._lexical.now.meeting_keys() != rebuilt._lexical.now.meeting_keys():
        yield "other meetings' words are left"
    for what in ("passages", "items"):
        ours, theirs = (getattr(one._lexical.now, what) for one in (index, rebuilt))
        if ours != theirs:
            yield f"{ours} {what}, rebuilt {theirs}"
    for key in held:
        if index.passages(key) != rebuilt.passages(key):
            yield f"{key}: other passages"
    yield from _vectors_differ(_vectors(index), _vectors(rebuilt))
    for _, passages in held.values():
        yield from (f"{passage.key}: not found by its words" for passage in passages if not finds(index, passage))


def _vectors(index: SearchIndex) -> dict[str, tuple[Any, Any]]:
    vectors = index._keeper.opened()
    assert vectors is not None
    found = vectors._collection.get(include=["embeddings", "metadatas"])
    return {key: (found["embeddings"][n], found["metadatas"][n]) for n, key in enumerate(found["ids"])}


def _vectors_differ(ours: dict[str, tuple[Any, Any]], theirs: dict[str, tuple[Any, Any]]) -> Iterator[str]:
    for key in ours.keys() ^ theirs.keys():
        yield f"{key}: a vector {'too many' if key in ours else 'is missing'}"
    for key in ours.keys() & theirs.keys():
        if ours[key][1] != theirs[key][1] or not np.allclose(ours[key][0], theirs[key][0], atol=1e-6):
            yield f"{key}: another vector"


def finds(index: SearchIndex, passage: Passage) -> bool:
    """Whether the passage's own words lead to it: its item first, the passage among those shown or equal to one."""
    hits = index.search(SearchRequest(text=passage.text), 3)
    shown = [hit.passage for item in hits for hit in item.hits]
    return any(one.key == passage.key or one.text == passage.text for one in shown)


if __name__ == "__main__":
    main()
