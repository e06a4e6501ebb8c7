"""Brings a database to the schema of this version; costs one query where it is there already."""

import sqlalchemy as sa

from retrieval.errors import StateError
from retrieval.store.engine import place_of, writing

HEAD = "0002"
LOCATION = "retrieval.store:migrations"
VERSION_TABLE = "schema_version"
# An arbitrary number that all our processes agree on: one of them migrates, the others wait.
ADVISORY_LOCK = 7_241_993


def current(engine: sa.Engine, version_table: str = VERSION_TABLE) -> str:
    """The schema version the database has, or empty for a database without ours."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(version_table):
            return ""
        return connection.execute(sa.text(f"SELECT version_num FROM {version_table}")).scalar() or ""


def upgrade(
    engine: sa.Engine, *, location: str = LOCATION, version_table: str = VERSION_TABLE, head: str = HEAD
) -> None:
    """Runs the missing migrations of `location` in one transaction; other rooms keep their tables by it too.

    Raises:
        StateError: the database was written by a newer version.
    """
    if current(engine, version_table) == head:
        return
    # Alembic takes a tenth of a second to import and is needed once in a database's life.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", location)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        config.attributes.update(connection=connection, version_table=version_table)
        try:
            command.upgrade(config, head)
        except CommandError as error:
            place = place_of(engine)
            raise StateError(f"the database {place} was written by a newer version: install that version") from error
