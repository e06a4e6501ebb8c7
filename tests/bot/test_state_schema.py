"""The memory's schema: migrations arrive at the tables of the code, and what earlier versions kept stays."""

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.state import METADATA, Conversation, State
from bot.state.database import HEAD, LOCATION, VERSION_TABLE
from retrieval.store import Store, migrate
from tests.store.conftest import postgres, url  # noqa: F401  # on both databases

ADDED = frozenset(f"ix_bot_{column}" for column in ("turns_user_id", "turns_at", "keys_at", "shown_at", "inbox_at"))
ANNAS = Conversation(chat_id=2**40, thread_id=0, user_id=2**40)


def _ours(name: str, kind: str, *_rest: object) -> bool:
    return kind != "table" or name in METADATA.tables


def test_migrations_build_exactly_the_tables_of_the_code(url: str) -> None:  # noqa: F811
    state = State(url)
    with state.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        assert compare_metadata(context, METADATA) == []
    state.close()


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", LOCATION)
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_made_before_there_were_migrations_keeps_its_rows(url: str) -> None:  # noqa: F811
    store = Store(url)
    earlier = store.engine
    with earlier.begin() as connection:
        connection.execute(
            sa.text(
                "CREATE TABLE bot_people "
                "(user_id BIGINT PRIMARY KEY, language VARCHAR(2) NOT NULL, form VARCHAR(8) NOT NULL)"
            )
        )
        connection.execute(sa.text(f"INSERT INTO bot_people VALUES ({ANNAS.user_id}, 'en', 'plain')"))
    for _ in range(2):
        state = State(url)
        assert state.preferences(ANNAS.user_id).form == "plain"
        state.remember(ANNAS, "hvad?", "dette", 2**33)
        assert migrate.current(state.engine, VERSION_TABLE) == HEAD
        state.close()
    assert migrate.current(earlier) == migrate.HEAD
    store.close()


def test_a_database_of_the_first_schema_goes_on_with_its_rows(url: str) -> None:  # noqa: F811
    state = State(url)
    state.remember(ANNAS, "hvad?", "dette", 2**33)
    with state.engine.begin() as connection:  # as it left them
        for name in ADDED:
            connection.execute(sa.text(f"DROP INDEX {name}"))
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '0001'"))
    state.close()
    later = State(url)
    assert [turn.content for turn in later.history(ANNAS)] == ["hvad?", "dette"]
    assert _indexes(later.engine) >= ADDED
    later.close()


def _indexes(engine: sa.Engine) -> set[str]:
    looked = sa.inspect(engine)
    tables = [name for name in looked.get_table_names() if name.startswith("bot_")]
    return {str(index["name"]) for table in tables for index in looked.get_indexes(table)}


def test_nobody_waits_while_all_that_is_kept_is_read_for_the_little_that_is_erased(tmp_path: Path) -> None:
    state = State(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    statements: list[tuple[str, object]] = []
    sa.event.listen(state.engine, "before_cursor_execute", lambda *given: statements.append((given[2], given[3])))
    state.forget(ANNAS.user_id)
    state.expire()
    erasing = [one for one in statements if one[0].startswith("DELETE") and "bot_erased" not in one[0]]
    assert len(erasing) == 10
    with state.engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", given).all() for text, given in erasing]
    assert [plan for plan in plans if "SCAN" in str(plan)] == []
    state.close()


def test_what_is_kept_is_kept_alike_on_both_databases(url: str) -> None:  # noqa: F811
    state = State(url)
    group = Conversation(chat_id=-(2**40), thread_id=0, user_id=ANNAS.user_id)
    state.remember(group, "hvad med 𝄞 og 😀?", "dette", 7)
    key = state.keep({"question": "hvad?"}, ANNAS.user_id)
    assert state.freeze(key, ANNAS.user_id, "hvad?", {}) and not state.freeze(key, ANNAS.user_id, "hvad?", {})
    assert state.receive({2**40: "{}"}) and not state.receive({2**40: "{}"})
    state.move_chat(group.chat_id, -1002)
    assert state.current_chat(group.chat_id) == -1002
    assert state.history(Conversation(chat_id=-1002, thread_id=0, user_id=ANNAS.user_id))[0].content.endswith("😀?")
    assert state.forget(ANNAS.user_id) == 4
    state.close()
