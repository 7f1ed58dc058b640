"""`python -m bot export` and `import`: what both need of the database and of Slack."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from rich.console import Console
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import RealClock
from bot.people import People, people_of
from bot.settings import LocalSettings
from bot.shared_clock import process_clock
from bot.slack import SlackClients
from handlers.kit.clock import Clock
from storage import exchange
from storage.db import Sessions, Why, file_of, make_engine
from storage.migrations import migrate


class ExchangeError(Exception):
    """Why nothing could be exported, imported or copied, and what to do."""


@dataclass(slots=True)
class Desk:
    """The database, and Slack as far as there are tokens."""

    sessions: Sessions
    slack: SlackClients
    tokens: Sequence[str]
    installed: Sequence[str]
    out: Console
    clock: Clock
    _noted: set[str] = field(default_factory=set)

    def tell(self, text: str) -> None:
        """Something for whoever typed the command."""
        self.out.print(Text(text), soft_wrap=True)

    async def people(self, workspace: str) -> People:
        """Everybody of the workspace; a note where Slack does not say."""
        people = await people_of(self.slack, self.tokens, workspace)
        if people.note not in {"", *self._noted}:
            self._noted.add(people.note)
            self.tell(people.note)
        return people

    def these(self, workspaces: Sequence[str]) -> Sequence[str]:
        """The workspaces that were named, or all. ExchangeError for one that is not here."""
        if not self.installed:
            raise ExchangeError(
                "No workspace has installed Delight in this database. Set DATABASE_URL to the one"
                " that the bot uses."
            )
        unknown = [id_ for id_ in workspaces if id_ not in self.installed]
        if unknown:
            raise ExchangeError(
                f"There is no workspace {', '.join(unknown)} in this database; there are"
                f" {', '.join(self.installed)}."
            )
        return workspaces or self.installed


@asynccontextmanager
async def desk(local: LocalSettings, out: Console) -> AsyncIterator[Desk]:
    """Open database and Slack. ExchangeError where the database cannot be used."""
    url = local.database_url.get_secret_value()
    _must_exist(url)
    async with contextlib.AsyncExitStack() as stack:
        sessions = Sessions(make_engine(url, bounds=None))  # a pipe may be read slowly
        stack.push_async_callback(sessions.close)
        try:
            await migrate(sessions.engine)
            async with sessions.system(Why.EXCHANGE, reading=True) as session:
                installed = await exchange.workspaces(session)
        except (SQLAlchemyError, OSError) as error:
            why = str(error).splitlines()[0]
            raise ExchangeError(f"DATABASE_URL: the database cannot be used: {why}") from error
        clock = await stack.enter_async_context(process_clock(url, RealClock()))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        slack = SlackClients(local.slack_api_url, http)
        yield Desk(sessions, slack, local.tokens, installed, out, clock)


def _must_exist(url: str) -> None:
    """SQLite would make the file, and there would be nothing in it."""
    file = file_of(url)
    if file is not None and not file.exists():
        raise ExchangeError(
            f"There is no database at {file}. Set DATABASE_URL to the one that the bot uses."
        )
