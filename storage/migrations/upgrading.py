"""Alembic, which is imported only where a database is neither new nor at the newest revision."""

import contextlib
import io
import re
import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config(output: io.StringIO | None = None, **given: Any) -> Config:
    """Alembic's configuration, with what `env.py` is given; there is no ini file."""
    config = Config(output_buffer=output, attributes=given)
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def heads() -> list[str]:
    """The newest revisions as Alembic counts them: one, unless two were made beside each other."""
    return list(ScriptDirectory.from_config(_config()).get_heads())


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Run what is missing up to this revision, on this connection."""
    command.upgrade(_config(connection=conn), revision)


def written(dialect: str) -> str:
    """All that the migrations come to in an empty database of this dialect: its snapshot."""
    output = io.StringIO()
    given = _config(output, dialect_name=dialect, transactional_ddl=False)
    command.upgrade(given, "head", sql=True)
    script = output.getvalue() if dialect != "sqlite" else _in_short(output.getvalue())
    return re.sub(r" +$", "", script.strip(), flags=re.MULTILINE) + "\n"


def _in_short(script: str) -> str:
    """What SQLite makes of it: half the statements, and what is altered later takes longest."""
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        made.executescript(script)
        _, *statements, _ = made.iterdump()  # it begins and commits
    return "\n\n".join(statements)
