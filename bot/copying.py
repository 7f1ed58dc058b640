"""`python -m bot copy`: all that a SQLite file holds, into the database of DATABASE_URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.exchange import ExchangeError
from bot.settings import LocalSettings
from storage import copying
from storage.db import make_engine
from storage.migrations import head, migrate, revision_of


async def copy(file: Path, local: LocalSettings, out: Console) -> int:
    """Copy the file, and say what comes next; 0. ExchangeError where it cannot be."""
    url = local.database_url.get_secret_value()
    _must_be_alone(file, url)
    async with AsyncExitStack() as stack:
        source, target = make_engine(f"sqlite:///{file}"), make_engine(url)
        for engine in (source, target):
            stack.push_async_callback(engine.dispose)
        await _must_be_ours(source, file)
        await _must_be_empty(target)
        rows = await copying.count(source)
        with Progress(console=out) as progress, _saying_why(f"{file} cannot be copied"):
            task = progress.add_task(f"Copying {file.name}", total=sum(rows.values()))
            await copying.copy(source, target, lambda more: progress.advance(task, more))
    workspaces = rows.get("workspace", 0)
    out.print(
        f"{sum(rows.values()):,} rows of {workspaces} workspace{'s' if workspaces != 1 else ''} are"
        f" copied. Start Delight with this DATABASE_URL, and keep {file} until you have seen that"
        " all is there.",
        soft_wrap=True,
        highlight=False,
    )
    return 0


def _must_be_alone(file: Path, url: str) -> None:
    """SQLite gives its log up only for whoever is alone with the file: what somebody wrote there
    from now on would be missing.
    """
    if not file.is_file():
        raise ExchangeError(f"There is no file {file}. Name the SQLite file that the bot used.")
    path = url.partition("://")[2].removeprefix("/")
    if url.startswith("sqlite") and Path(path).resolve() == file.resolve():
        raise ExchangeError(
            f"DATABASE_URL is {file} itself. Set it to the database that everything is to go to,"
            " like postgresql://user:password@host/name."
        )
    try:
        with closing(sqlite3.connect(file, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise ExchangeError(f"{file} is in use: stop Delight first, then copy.") from error
    except sqlite3.DatabaseError as error:
        raise ExchangeError(f"{file} is not a SQLite file.") from error


async def _must_be_ours(source: AsyncEngine, file: Path) -> None:
    async with source.begin() as connection:
        found = await connection.run_sync(revision_of)
    if found is None:
        raise ExchangeError(f"{file} is a SQLite file, but Delight has made nothing in it.")
    if found > head():
        raise ExchangeError(
            f"{file} was written by a newer version of Delight ({found}; this one knows {head()}):"
            " copy with that one."
        )
    await migrate(source)


async def _must_be_empty(target: AsyncEngine) -> None:
    with _saying_why("DATABASE_URL cannot be used"):
        await migrate(target)
        rows = await copying.count(target)
    if rows:
        some = ", ".join(list(rows)[:3])
        raise ExchangeError(
            f"The database of DATABASE_URL is not empty: there are rows in {some}. Name a new one;"
            " Delight must not have been started with it yet."
        )


@contextmanager
def _saying_why(what: str) -> Iterator[None]:
    """What a database refuses ends all of it: nothing is half copied."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        why = str(error).splitlines()[0]
        raise ExchangeError(f"{what}, and nothing was copied: {why}") from error
