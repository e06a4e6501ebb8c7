"""How well subjects and items are told apart: python -m tests.alerts.meaning

Every invented subject is held against every invented item. Limits in `retrieval.subjects` were set on the subjects of
even rows; those of odd rows show what they are worth.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.interests import Interest, InterestKind
from retrieval.parsing import parse
from retrieval.reading import read_bytes
from retrieval.watch import Reason, Watch
from tests.alerts.minutes import Item, minutes
from tests.alerts.subjects import ITEMS, SUBJECTS


@dataclass(frozen=True)
class Trial:
    """One subject against all items, by the items' names: those that are about it, and those said to be, and why."""

    subject: str
    wanted: frozenset[str]
    found: dict[str, Reason]


def trials() -> Iterator[Trial]:
    """All subjects in their order."""
    names = [f"{topic}.{number}" for topic, items in ITEMS.items() for number in range(len(items))]
    told = [item for items in ITEMS.values() for item in items]
    text = minutes(*(Item(title, summary=words, case=f"05.01.00-G01-{n}-31") for n, (title, words) in enumerate(told)))
    document = read_bytes("emner.txt", text.encode())
    watched = Watch().meeting(document, parse(document))
    for subject, topics in SUBJECTS:
        wanted = {name for name in names for topic in topics.split() if topic in (name, name.partition(".")[0])}
        matches = watched.match([Interest(InterestKind.SUBJECT, subject)])
        yield Trial(subject, frozenset(wanted), {names[one.number - 1]: one.reasons[0] for one in matches})


@dataclass(frozen=True)
class Figures:
    """How many alerts were right, how many were not, and how many were missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of alerts that were right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of items about a subject that were told of."""
        return self.right / max(1, self.right + self.missed)


def figures(some: list[Trial]) -> Figures:
    """The figures of some trials together."""
    return Figures(
        right=sum(len(trial.wanted & trial.found.keys()) for trial in some),
        wrong=sum(len(trial.found.keys() - trial.wanted) for trial in some),
        missed=sum(len(trial.wanted - trial.found.keys()) for trial in some),
    )


def main() -> None:
    """What was wrong and missed, and the figures of both halves."""
    every = list(trials())
    for trial in every:
        if wrong := sorted(trial.found.keys() - trial.wanted):
            print(f"{trial.subject}: wrong {', '.join(f'{name} ({trial.found[name].word})' for name in wrong)}")
        if missed := sorted(trial.wanted - trial.found.keys()):
            print(f"{trial.subject}: missed {', '.join(missed)}")
    for name, some in (("set on", every[::2]), ("held out", every[1::2])):
        told = figures(some)
        print(f"{name}: {len(some)} subjects, precision {told.precision:.2f}, recall {told.recall:.2f}, {told}")


if __name__ == "__main__":
    main()
