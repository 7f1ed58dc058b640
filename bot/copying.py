"""`python -m bot copy`: all that a SQLite file holds, into the database of DATABASE_URL."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.text import Text
from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.exchange import ExchangeError
from bot.settings import LocalSettings
from bot.source import taken
from storage import copying
from storage.db import file_of, make_engine, url_of
from storage.fitness import unfit
from storage.migrations import head, migrate, revision_of

LIKE = "like postgresql://user:password@host/name"


async def copy(file: Path, local: LocalSettings, out: Console) -> int:
    """Copy the file, and say what comes next; 0. ExchangeError where it cannot be."""
    url = _target(file, local)
    where = shown(url)
    async with AsyncExitStack() as stack:
        real, make_sure = stack.enter_context(taken(file))
        source, target = make_engine(url_of(real)), make_engine(url, bounds=None)
        for engine in (source, target):
            stack.push_async_callback(engine.dispose)
        await _must_be_ours(source, file)
        await _must_be_empty(target, where)
        _tell(out, f"Copying {file} into {where}.")

        async def alone() -> None:
            await source.dispose()  # nor do we use it any more
            make_sure()

        rows = await _copied(file, source, target, out, alone)
    workspaces = rows.get("workspace", 0)
    _tell(
        out,
        f"{sum(rows.values()):,} rows of {workspaces} workspace{'s' if workspaces != 1 else ''} are"
        f" copied into {where}. Start Delight with this DATABASE_URL, and keep {file} until you"
        " have seen that all is there.",
    )
    return 0


async def _copied(
    file: Path,
    source: AsyncEngine,
    target: AsyncEngine,
    out: Console,
    alone: Callable[[], Awaitable[None]],
) -> dict[str, int]:
    with Progress(console=out) as progress, _saying_why(f"{file} cannot be copied"):
        rows = await copying.count(source)
        task = progress.add_task(f"Copying {escape(file.name)}", total=sum(rows.values()))
        await copying.copy(source, target, lambda more: progress.advance(task, more), alone)
    return rows


def shown(url: str) -> str:
    """The address of a database, without its password."""
    file = file_of(url)
    if file is not None:
        return f"sqlite:///{file}"
    full = make_url(url)
    return URL.create(
        "postgresql", full.username, None, full.host, full.port, full.database
    ).render_as_string()


def _tell(out: Console, says: str) -> None:
    """What looks like markup in the name of a file is none."""
    out.print(Text(says), soft_wrap=True)


def _target(file: Path, local: LocalSettings) -> str:
    """Where everything is to go to. The default is for a bot that has nothing yet."""
    if "database_url" not in local.model_fields_set:
        raise ExchangeError(
            "DATABASE_URL is missing, and nothing was copied. Set it to the database that all"
            f" is to go to, {LIKE}."
        )
    url = local.database_url.get_secret_value()
    there = file_of(url)
    if there is not None and there.resolve() == file.resolve():
        raise ExchangeError(
            f"DATABASE_URL is {file} itself. Set it to the database that everything is to go to,"
            f" {LIKE}."
        )
    return url


async def _must_be_ours(source: AsyncEngine, file: Path) -> None:
    with _saying_why(f"{file} cannot be used"):
        async with source.begin() as connection:
            found = await connection.run_sync(revision_of)
        if found is None:
            raise ExchangeError(f"{file} is a SQLite file, but Delight has made nothing in it.")
        if found > head():
            raise ExchangeError(
                f"{file} was written by a newer version of Delight ({found}; this one knows"
                f" {head()}): copy with that one."
            )
        await migrate(source)


async def _must_be_empty(target: AsyncEngine, where: str) -> None:
    with _saying_why(f"DATABASE_URL: {where} cannot be used"):
        wrong = await unfit(target)
        if wrong is not None:
            raise ExchangeError(f"{where} cannot be used, and nothing was copied: {wrong}.")
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
    except copying.RowError as error:
        raise ExchangeError(
            f"{what}, and nothing was copied: {error}. Mend it or delete it there, then copy again."
        ) from error
    except (SQLAlchemyError, OSError) as error:
        why = str(error).splitlines()[0]
        raise ExchangeError(f"{what}, and nothing was copied: {why}") from error
