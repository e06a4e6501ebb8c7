"""What the model path spends, and what it need not ask twice: prices, a port for budgets, and a bounded cache."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    prompt: float = 0.15
    completion: float = 0.60

    def of(self, prompt_tokens: int, completion_tokens: int) -> float:
        """What a call costs, in US dollars."""
        return (prompt_tokens * self.prompt + completion_tokens * self.completion) / 1_000_000


class Spending:
    """Calls and US dollars since the process began; thread-safe. They only grow, as an observer's counters must."""

    def __init__(self) -> None:
        self.calls = 0
        self.dollars = 0.0
        self._lock = threading.Lock()

    def add(self, dollars: float) -> None:
        """Adds one call."""
        with self._lock:
            self.calls += 1
            self.dollars += dollars


class Ledger(Protocol):
    """Who has spent what; a port, so that it can be kept in a database."""

    def may_spend(self, user: str) -> bool:
        """Whether `user` and everybody together are still within today's limits."""

    def spend(self, user: str, dollars: float) -> None:
        """Writes down what a call has cost."""


class Cache(Generic[Value]):
    """The latest values by key, at most `size` of them; thread-safe."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Value | None:
        """The value of that key, or None."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: str, value: Value) -> None:
        """Keeps the value; the one longest unused gives way."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)


def estimate_tokens(text: str) -> int:
    """About how many tokens a Danish text has; no tokenizer is fetched for it."""
    return len(text) // 3 + 1
