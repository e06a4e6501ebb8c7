"""The index's terms with their frequencies, looked up one by one until somebody wants them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping


class IndexedTerms(Mapping[str, int]):
    """Every term with the number of items that hold it, as of one state of the index.

    A question needs a few of them, which are looked up; repairing a spelling needs those that begin with a letter, and
    a round sum of money those that begin with a figure: a third and a half of them.
    """

    def __init__(
        self,
        look_up: Callable[[str], int],
        read_all: Callable[[], dict[str, int]],
        read_starting: Callable[[str], Iterable[str]],
    ) -> None:
        self._look_up = look_up
        self._read_all = read_all
        self._read_starting = read_starting
        self._all: dict[str, int] | None = None

    def starting_with(self, characters: Iterable[str]) -> list[str]:
        """The terms that begin with one of these characters, each once, in no fixed order."""
        return [term for character in characters for term in self._read_starting(character)]

    def __getitem__(self, term: str) -> int:
        count = self.get(term)
        if not count:
            raise KeyError(term)
        return count

    def get(self, term: str, default: int = 0) -> int:  # type: ignore[override]
        """The number of items that hold the term, or `default`."""
        return (self._all.get(term) if self._all is not None else self._look_up(term)) or default

    def __contains__(self, term: object) -> bool:
        return isinstance(term, str) and self.get(term) > 0

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def _whole(self) -> dict[str, int]:
        if self._all is None:
            self._all = self._read_all()
        return self._all
