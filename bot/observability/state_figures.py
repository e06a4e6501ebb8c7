"""Figures that are looked up when somebody asks for them: the minutes held, the index, the outbox."""

import datetime
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from retrieval.errors import AssistantError

if TYPE_CHECKING:
    from retrieval.wiring import Rooms

Depths = Callable[[], Mapping[str, int]]  # rows of the outbox by stage


class StateFigures(Collector):
    """What a process holds; where the database cannot be asked, the figures are missing rather than wrong."""

    def __init__(self, rooms: "Rooms", outbox: Depths) -> None:
        self._rooms, self._outbox = rooms, outbox

    def describe(self) -> list[Metric]:
        """Nothing is looked up when the figures are registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures as they are now."""
        yield from self._model()
        try:
            yield from self._minutes()
            yield from self._outbox_depth()
        except AssistantError:
            return
        yield _gauge("index_age_seconds", "Since the index was last written.", self._index_age())

    def _minutes(self) -> Iterator[Metric]:
        held = self._rooms.store.meetings()
        lacking, gone = self._rooms.ingester.stale()
        yield _gauge("meetings", "Meetings held.", len(held))
        yield _gauge("index_behind_meetings", "Meetings the index lacks or holds too long.", len(lacking) + len(gone))
        index = self._rooms.index.state()
        yield _gauge("index_passages", "Passages in the index.", index.passages)
        yield _gauge("index_vectors_ready", "Whether vectors are searched too.", index.vectors == "ready")
        yield _gauge("files_set_aside", "Files that could not be used.", len(self._rooms.store.set_asides()))
        newest = held[0].date if held else None
        if newest is not None:
            age = (datetime.datetime.now(datetime.UTC).date() - newest).days
            yield _gauge("newest_meeting_age_days", "Days since the newest meeting held.", age)

    def _outbox_depth(self) -> Iterator[Metric]:
        depth = GaugeMetricFamily("referat_outbox_messages", "Messages of the outbox by stage.", labels=["stage"])
        for stage, count in self._outbox().items():
            depth.add_metric([str(stage)], count)
        yield depth

    def _model(self) -> Iterator[Metric]:
        if self._rooms.model is None:
            return
        spending = self._rooms.model.spending
        yield CounterMetricFamily("referat_model_calls", "Calls of the language model.", value=spending.calls)
        yield CounterMetricFamily("referat_model_dollars", "Their price in US dollars.", value=spending.dollars)

    def _index_age(self) -> float:
        manifest = Path(self._rooms.settings.home) / "index" / "manifest.json"
        try:
            return max(0.0, time.time() - manifest.stat().st_mtime)
        except OSError:
            return 0.0


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(f"referat_{name}", told, value=value)
