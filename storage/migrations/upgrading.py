"""Alembic, which is imported only where a database is not at the newest revision yet."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config() -> Config:
    """Alembic's configuration; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def heads() -> list[str]:
    """The newest revisions as Alembic counts them: one, unless two were made beside each other."""
    return list(ScriptDirectory.from_config(_config()).get_heads())


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Run what is missing up to this revision, on this connection."""
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, revision)
