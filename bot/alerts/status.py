"""What the status tells administrators of alerts and sources."""

import datetime

from bot.alerts import texts
from bot.alerts.follows import Follows
from bot.alerts.outbox import Outbox, Stage
from bot.render.limits import shorten
from bot.render.wording import long_date, short_date
from retrieval.model.answers import Language
from retrieval.sources.ledger import SourceLedger, SourceState
from retrieval.store import Store

COMMITTEES, ASIDES = 12, 5  # shown
REASON_UNITS = 160


class Status:
    """The lines about alerts and sources, as they are when asked for."""

    def __init__(self, store: Store, follows: Follows, outbox: Outbox) -> None:
        self._store, self._follows, self._outbox = store, follows, outbox

    def tell(self, language: Language) -> str:
        """One line a fact: followers, outbox, newest meeting of each committee, sources, what was set aside."""
        lines = [self._alerts(language), *self._failed(language), *self._newest(language)]
        lines += [_source(state, language) for state in SourceLedger(self._store.engine).states()]
        asides = self._store.set_asides()[:ASIDES]
        lines += [texts.STATUS_ASIDE.in_(language, reason=shorten(one.reason, REASON_UNITS)) for one in asides]
        return "\n".join(lines)

    def _alerts(self, language: Language) -> str:
        chats, follows = self._follows.count()
        counts = self._outbox.counts()
        return texts.STATUS.in_(
            language,
            chats=chats,
            follows=follows,
            waiting=counts[Stage.WAITING] + counts[Stage.SENDING],
            sent=counts[Stage.SENT],
            failed=counts[Stage.FAILED],
        )

    def _failed(self, language: Language) -> list[str]:
        rows = self._outbox.rows(Stage.FAILED, 1) or [row for row in self._outbox.rows(Stage.WAITING) if row.error][:1]
        return [texts.STATUS_FAILED.in_(language, error=shorten(row.error, REASON_UNITS)) for row in rows]

    def _newest(self, language: Language) -> list[str]:
        newest = {info.committee: info.date for info in reversed(self._store.meetings()) if info.date}
        return [
            texts.STATUS_NEWEST.in_(language, committee=committee, date=long_date(date, language))
            for committee, date in list(reversed(newest.items()))[:COMMITTEES]
        ]


def _source(state: SourceState, language: Language) -> str:
    line = texts.STATUS_SOURCE_NEVER.in_(language, name=state.name)
    if state.succeeded:
        line = texts.STATUS_SOURCE.in_(language, name=state.name, at=_at(state.succeeded, language))
    if not state.failures:
        return line
    error = shorten(state.error, REASON_UNITS)
    return texts.STATUS_SOURCE_BAD.in_(language, line=line, at=_at(state.failed, language), error=error)


def _at(when: datetime.datetime | None, language: Language) -> str:
    if when is None:
        return "?"
    local = when.astimezone()
    return f"{short_date(local.date(), language)} {local:%H:%M}"
