"""The memory's schema: migrations arrive at the tables of the code, and what earlier versions kept stays."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.state import METADATA, Conversation, State
from bot.state.database import HEAD, LOCATION, VERSION_TABLE
from retrieval.store import Store, migrate
from tests.store.conftest import postgres, url  # noqa: F401  # on both databases

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


def test_what_is_kept_is_kept_alike_on_both_databases(url: str) -> None:  # noqa: F811
    state = State(url)
    state.remember(ANNAS, "hvad med 𝄞 og 😀?", "dette", 7)
    key = state.keep({"question": "hvad?"}, ANNAS.user_id)
    assert state.freeze(key, ANNAS.user_id, "hvad?", {}) and not state.freeze(key, ANNAS.user_id, "hvad?", {})
    assert state.receive(2**40, "{}") and not state.receive(2**40, "{}")
    state.move_chat(ANNAS.chat_id, -1002)
    assert state.current_chat(ANNAS.chat_id) == -1002
    assert state.history(Conversation(chat_id=-1002, thread_id=0, user_id=ANNAS.user_id))[0].content.endswith("😀?")
    assert state.forget(ANNAS.user_id) == 5
    state.close()
