"""Bringing a database to the shape that this code expects, safely by many at once."""

import logging
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

log = logging.getLogger(__name__)
_LOCK = 0x0DE1_1647  # any number, the same in every process


def alembic_config() -> Config:
    """Alembic's configuration; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


@cache
def head() -> str:
    """The newest revision."""
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def revision_of(conn: Connection) -> str | None:
    """The revision a database is at; None for an empty one."""
    return MigrationContext.configure(conn).get_current_revision()


def serves(revision: str | None) -> bool:
    """Whether this code can work on a database at this revision."""
    return revision == head() or _is_newer(revision)


def _is_newer(revision: str | None) -> bool:
    """Whether newer code has been here: numbers are counted up, so it is one beyond ours."""
    return revision is not None and revision > head()


def _upgrade(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    found = revision_of(conn)
    if found == head():
        return
    if _is_newer(found):
        log.warning("the database is at revision %s, this code at %s: an older one", found, head())
        return
    config = alembic_config()
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


async def migrate(engine: AsyncEngine) -> None:
    """Upgrade to the newest revision. SQLite's BEGIN IMMEDIATE is the lock there.

    A database that newer code has upgraded serves this code, too: each revision works with the
    code before it, and while a new version is rolled out the old one may start once more.
    """
    async with engine.begin() as conn:
        await conn.run_sync(_upgrade)
