"""The figures of one process in Prometheus' form; no label ever holds a word that somebody wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.registry import Collector

from retrieval.model.answers import Answer

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Stage(StrEnum):
    """The parts of the time between a question and its answer on the screen."""

    WAITING = "waiting"  # for a free worker
    ANSWERING = "answering"
    DELIVERING = "delivering"


class Metrics:
    """Counts and times; every method may be called from any thread."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.reached_at = 0.0  # when the Bot API last answered, on the monotonic clock
        self._answers = self._counter("answers", "Answers delivered.", "kind", "outcome", "engine")
        self._dropped = self._counter("claims_dropped", "Claims that verification refused.")
        self._limited = self._counter("questions_limited", "Questions put off by a rate limit.", "limit")
        self._telegram = self._counter("telegram_requests", "Requests to the Bot API.", "method", "outcome")
        self._events = self._counter("log_events", "Warnings and errors logged.", "level", "event")
        self._stages = Histogram(
            "referat_stage_seconds", "Time by stage.", ["stage"], buckets=_SECONDS, registry=self.registry
        )

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"referat_{name}", told, labels, registry=self.registry)

    def collect_from(self, collector: Collector) -> None:
        """Adds figures that are looked up when they are asked for."""
        self.registry.register(collector)

    def answered(self, answer: Answer) -> None:
        """An answer is on its way; its own time counts as answering."""
        outcome = "found" if answer.found else "refused"
        self._answers.labels(answer.kind, outcome, answer.engine).inc()
        self._dropped.inc(len(answer.dropped))
        self._stages.labels(Stage.ANSWERING.value).observe(answer.latency_ms / 1000)

    def limited(self, limit: str) -> None:
        """A question was put off: by the limit of one `person`, or of `everybody`."""
        self._limited.labels(limit).inc()

    def spent(self, stage: Stage, seconds: float) -> None:
        """A stage took so long."""
        self._stages.labels(stage.value).observe(seconds)

    @contextmanager
    def timing(self, stage: Stage) -> Iterator[None]:
        """Times what is done inside."""
        started = perf_counter()
        try:
            yield
        finally:
            self.spent(stage, perf_counter() - started)

    def requested(self, method: str, outcome: str) -> None:
        """A request to the Bot API ended: `ok`, a status such as `429`, or `network`."""
        self._telegram.labels(method, outcome).inc()

    def logged(self, level: str, event: str) -> None:
        """A warning or an error was logged; `event` is its fixed name."""
        self._events.labels(level, event).inc()
