"""The whole database in one archive and back: every table as JSON lines in a zip, the same on every database."""

import base64
import datetime
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from retrieval.errors import BadInput, StateError
from retrieval.store import migrate
from retrieval.store.engine import reading

FORMAT = 1
MANIFEST = "manifest.json"
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """What an archive holds: rows by table, and when it was written.

    `skipped` names tables that the database it is restored to lacks.
    """

    tables: Mapping[str, int]
    written: datetime.datetime
    skipped: tuple[str, ...] = ()


def write_backup(engine: sa.Engine, target: Path, now: datetime.datetime) -> BackupInfo:
    """Writes the archive, all of it or nothing; others may write to the database meanwhile.

    Raises:
        StateError: the database cannot be read, or the archive not be written.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive, reading(engine) as connection:
            tables = _dump_all(connection, archive)
            head = {"format": FORMAT, "schema": migrate.HEAD, "written": now.isoformat(), "tables": tables}
            archive.writestr(MANIFEST, json.dumps(head, indent=2))
        draft.chmod(0o600)
        draft.replace(target)
    except OSError as error:
        raise StateError(f"the backup {target} cannot be written ({error.strerror}): name another place") from error
    finally:
        draft.unlink(missing_ok=True)
    return BackupInfo({name: table["rows"] for name, table in tables.items()}, now)


def _dump_all(connection: sa.Connection, archive: zipfile.ZipFile) -> dict[str, dict[str, Any]]:
    tables = {}
    for table in _tables(connection):
        digest, count = hashlib.sha256(), 0
        with archive.open(f"tables/{table.name}.jsonl", "w") as file:
            for line in _dump(connection, table):
                file.write(line)
                digest.update(line)
                count += 1
        tables[table.name] = {"rows": count, "sha256": digest.hexdigest()}
    return tables


def _tables(connection: sa.Connection) -> list[sa.Table]:
    """All tables of ours and of the bot, those first that others refer to; the schema's version is not data."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if not table.name.endswith("schema_version")]


def _dump(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    order = list(table.primary_key.columns) or list(table.columns)
    rows = connection.execution_options(stream_results=True).execute(table.select().order_by(*order))
    for row in rows.mappings():
        fields = {column.name: _plain(row[column.name]) for column in table.columns}
        yield (json.dumps(fields, ensure_ascii=False) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        aware = value.replace(tzinfo=datetime.UTC) if value.tzinfo is None else value.astimezone(datetime.UTC)
        return aware.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, Decimal) else value


def load_backup(connection: sa.Connection, source: Path) -> BackupInfo:
    """Replaces the rows of every table in the archive; the caller's transaction makes it all or nothing.

    Raises:
        BadInput: it is no archive of ours, is damaged, or was made by another version.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            head = _read_manifest(archive, source)
            tables, skipped = _load_all(connection, archive, head["tables"], source)
            return BackupInfo(tables, datetime.datetime.fromisoformat(head["written"]), skipped)
    except OSError as error:
        raise BadInput(f"{source}: cannot be read ({error.strerror})") from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadInput(f"{source}: not a backup of referat, or a damaged one") from error


def _read_manifest(archive: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if (head["format"], head["schema"]) != (FORMAT, migrate.HEAD):
        raise BadInput(
            f"{source}: made by another version (schema {head['schema']}, this one has {migrate.HEAD}): "
            "restore it with that version, then upgrade"
        )
    return head


def _load_all(
    connection: sa.Connection, archive: zipfile.ZipFile, held: Mapping[str, Any], source: Path
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Rows restored by table, and the tables of the archive that are not here."""
    tables = [table for table in _tables(connection) if table.name in held]
    for table in reversed(tables):
        connection.execute(table.delete())
    for table in tables:
        data = archive.read(f"tables/{table.name}.jsonl")
        if hashlib.sha256(data).hexdigest() != held[table.name]["sha256"]:
            raise BadInput(f"{source}: damaged, table {table.name} is not as it was written")
        _load(connection, table, data)
    known = {table.name for table in tables}
    return {name: held[name]["rows"] for name in sorted(known)}, tuple(sorted(set(held) - known))


def _load(connection: sa.Connection, table: sa.Table, data: bytes) -> None:
    batch: list[dict[str, Any]] = []
    for line in data.splitlines():
        fields = json.loads(line)
        batch.append({name: _typed(fields[name], table.c[name].type) for name in fields if name in table.c})
        if len(batch) >= ROWS_AT_ONCE:
            connection.execute(table.insert(), batch)
            batch = []
    if batch:
        connection.execute(table.insert(), batch)
    _advance_sequences(connection, table)


def _typed(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, sa.DateTime):
        instant = datetime.datetime.fromisoformat(value)
        return instant if kind.timezone else instant.replace(tzinfo=None)
    if isinstance(kind, sa.Date):
        return datetime.date.fromisoformat(value)
    if isinstance(kind, sa.LargeBinary):
        return base64.b64decode(value)
    return Decimal(value) if isinstance(kind, sa.Numeric) and isinstance(value, str) else value


def _advance_sequences(connection: sa.Connection, table: sa.Table) -> None:
    """Lets a counted key go on after the highest one restored."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        name = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
        highest = connection.scalar(sa.select(sa.func.max(column))) if name else None
        if highest is not None:
            connection.execute(sa.select(sa.func.setval(name, highest)))
