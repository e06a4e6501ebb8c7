"""The schema's history arrives at the schema the code uses, with the data in it."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from retrieval.errors import StateError
from retrieval.store import Store, migrate
from retrieval.store.spending import SpendingLedger
from retrieval.store.tables import METADATA
from tests.store import building


def _ours(name, kind, *_rest):
    return kind != "table" or name in METADATA.tables


def test_migrations_build_exactly_the_tables_of_the_code(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _ours, "compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_head_is_the_newest_migration():
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", migrate.LOCATION)
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.HEAD


def test_opening_again_keeps_the_data(store, url):
    source = building.document()
    store.save(source, building.meeting(source))
    again = Store(url)
    assert (migrate.current(again.engine), len(again.meetings())) == (migrate.HEAD, 1)
    again.close()


def test_a_newer_schema_is_refused_with_what_to_do(store, url):
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE schema_version SET version_num = '9999'"))
    with pytest.raises(StateError, match="newer version"):
        Store(url)


def test_a_database_of_the_first_release_goes_on_with_its_data(url):
    store = Store(url)
    source = building.document()
    store.save(source, building.meeting(source))
    with store.engine.begin() as connection:  # as the first release left it
        connection.execute(sa.text("DROP TABLE model_spending"))
        connection.execute(sa.text("UPDATE schema_version SET version_num = '0001'"))
    store.close()
    later = Store(url)
    SpendingLedger(later.engine, 1.0, 1.0).spend("7", 0.5)
    assert (migrate.current(later.engine), len(later.meetings())) == (migrate.HEAD, 1)
    later.close()
