"""The schema of alerts: migrations arrive at the tables of the code, and what earlier versions kept stays."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.alerts.database import HEAD, LOCATION, METADATA, OUTBOX, VERSION_TABLE, open_database, writing
from bot.alerts.follows import Follows, Rhythm, Spot, Wish
from bot.state import State
from retrieval.errors import StateError
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language
from retrieval.store import Store, migrate
from tests.store.conftest import postgres, url  # noqa: F401  # on both databases

GROUP, SUPERGROUP = -(10**8), -(10**12) - 7
CYCLING = Interest(InterestKind.SUBJECT, "cykelstier")


def _ours(name: str, kind: str, *_rest: object) -> bool:
    return kind != "table" or name in METADATA.tables


def test_migrations_build_exactly_the_tables_of_the_code(url: str) -> None:  # noqa: F811
    engine = open_database(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", LOCATION)
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_made_before_there_were_migrations_keeps_its_rows(url: str) -> None:  # noqa: F811
    store, state = Store(url), State(url)
    METADATA.create_all(store.engine)  # as earlier versions made them
    with store.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE alert_places DROP COLUMN hour"))
        connection.execute(sa.text(f"INSERT INTO alert_places VALUES ({GROUP}, 0, 'en', 'daily')"))
        connection.execute(
            sa.text(f"INSERT INTO alert_follows VALUES (1, {GROUP}, 0, 'subject', 'cykelstier', 2, 100.0)")
        )
    for _ in range(2):
        engine = open_database(url)
        book = Follows(engine)
        assert book.at(Spot(GROUP)) == (CYCLING,)
        assert book.wish(Spot(GROUP)) == Wish(Language.ENGLISH, Rhythm.DAILY)
        assert migrate.current(engine, VERSION_TABLE) == HEAD
        engine.dispose()
    assert migrate.current(store.engine) == migrate.HEAD
    state.close()
    store.close()


def test_tables_of_a_newer_version_are_refused_with_what_to_do(url: str) -> None:  # noqa: F811
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StateError, match="newer version"):
        open_database(url)
    engine.dispose()


def test_a_supergroup_has_what_its_group_followed_whatever_is_asked_first(url: str) -> None:  # noqa: F811
    state = State(url)
    engine = open_database(url)
    book = Follows(engine)
    spot, topic = Spot(SUPERGROUP), Spot(SUPERGROUP, 5)
    for old in (Spot(GROUP), Spot(GROUP, 5)):
        book.add(old, CYCLING, by=1, language=Language.ENGLISH)
        book.set_rhythm(old, Rhythm.WEEKLY)
    with writing(engine) as connection:
        connection.execute(sa.insert(OUTBOX).values(_waiting(GROUP)))
    state.move_chat(GROUP, SUPERGROUP)
    assert book.wish(spot) == Wish(Language.ENGLISH, Rhythm.WEEKLY)
    book.set_hour(topic, 18)
    assert book.wish(topic) == Wish(Language.ENGLISH, Rhythm.WEEKLY, 18)
    assert book.remove(topic, CYCLING) == 1
    with writing(engine) as connection:
        assert list(book.all(connection)) == [spot]
        assert connection.execute(sa.select(OUTBOX.c.chat_id)).scalars().all() == [SUPERGROUP]
    engine.dispose()
    state.close()


def test_taking_back_all_is_understood_of_what_the_group_followed(url: str) -> None:  # noqa: F811
    state = State(url)
    engine = open_database(url)
    book = Follows(engine)
    book.add(Spot(GROUP), CYCLING, by=1, language=Language.DANISH)
    state.move_chat(GROUP, SUPERGROUP)
    assert book.remove(Spot(SUPERGROUP)) == 1
    assert book.count() == (0, 0)
    engine.dispose()
    state.close()


def _waiting(chat_id: int) -> dict[str, object]:
    row: dict[str, object] = {"chat_id": chat_id, "thread_id": 0, "meeting_key": "0a1b2c3d4e5f", "version": 1}
    return row | {"payload": "{}", "state": "waiting", "due": 0.0, "created": 0.0}
