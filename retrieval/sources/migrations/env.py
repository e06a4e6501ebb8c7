"""Alembic's entry: migrates over the connection it is given, inside that connection's transaction."""

from alembic import context

from retrieval.sources.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    version_table=context.config.attributes["version_table"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
