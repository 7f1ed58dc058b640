"""`python -m bot doctor`: what is well and what is not, a line each."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import RealClock
from bot.manifest import scopes
from bot.settings import Settings, SettingsError, read_settings
from bot.shared_clock import process_clock
from bot.slack import UNREACHABLE, SlackClients
from bot.web import OK
from handlers.kit.clock import Clock
from handlers.kit.errors import SlackError
from handlers.routes import FEATURES
from storage import schedule
from storage.db import Sessions, Why, file_of, make_engine
from storage.fitness import unfit
from storage.migrations import head, migrate
from storage.workspace import Workspace

_NO_FILE: Final = (
    "`python -m bot run` makes it at its first start. If the bot has been running, set DATABASE_URL"
    " to its file"
)
OVERDUE: Final = timedelta(minutes=5)  # a worker takes what is due within seconds
DRIFT: Final = 60  # seconds; Slack refuses stamps that are five minutes off

Line = tuple[bool, str, str]
# None: nothing can be known, because of something that a line before has told.
Check = Callable[[], Awaitable[Line | None]]


async def examine() -> int:
    """Print a line for each check; 1 if any failed."""
    try:
        settings = read_settings()
    except SettingsError as error:
        for problem in error.problems:
            _print((False, "settings", problem))
        return 1
    _print((True, "settings", "complete"))
    async with _examiner(settings) as checks:
        lines = [line for check in checks if (line := await check()) is not None]
        for line in lines:
            _print(line)
    return 0 if all(well for well, _, _ in lines) else 1


def _print(line: Line) -> None:
    well, what, says = line
    print(f"{'ok  ' if well else 'FAIL'} {what:<10} {says}")


@contextlib.asynccontextmanager
async def _examiner(settings: Settings) -> AsyncIterator[list[Check]]:
    url = settings.database_url.get_secret_value()
    sessions = Sessions(make_engine(url))
    async with aiohttp.ClientSession() as http, process_clock(url, RealClock()) as clock:
        slack = SlackClients(settings.slack_api_url, http)
        patient = _Patient(settings, sessions, slack, http, clock)
        yield [
            patient.database,
            patient.token,
            patient.scopes,
            patient.clock,
            patient.next_due,
            patient.process,
        ]
    await sessions.close()


class _Patient:
    def __init__(
        self,
        settings: Settings,
        sessions: Sessions,
        slack: SlackClients,
        http: aiohttp.ClientSession,
        clock: Clock,
    ) -> None:
        self._clock = clock  # by which processes go
        self._settings = settings
        self._sessions = sessions
        self._slack = slack
        self._http = http
        self._serves = False  # whether the database can be asked
        self._known: list[str] = []  # the tokens that Slack knows
        self._why_not: set[str] = set()  # what it says of the others

    async def database(self) -> Line:
        file = file_of(self._settings.database_url.get_secret_value())
        if file is not None and not file.is_file():
            return (False, "database", f"there is no file {file}: {_NO_FILE}")
        try:
            if wrong := await unfit(self._sessions.engine):
                return (False, "database", f"must not be used: {wrong}")
            await migrate(self._sessions.engine)
            async with self._sessions.system(Why.DOCTOR) as session:
                count = await session.scalar(select(func.count()).select_from(Workspace))
        except (SQLAlchemyError, OSError) as error:
            return (False, "database", f"cannot be used: {type(error).__name__}: {_first(error)}")
        self._serves = True
        kind = self._sessions.engine.dialect.name + (f" {file}" if file else "")
        workspaces = "1 workspace" if count == 1 else f"{count} workspaces"
        return (True, "database", f"{kind}, revision {head()}, {workspaces}")

    async def token(self) -> Line:
        names, wrong = [], []
        for number, token in enumerate(self._settings.tokens, start=1):
            try:
                answer = await self._slack.whose(token)
            except SlackError as error:
                self._why_not.add(error.code)
                wrong.append(f"number {number} of SLACK_BOT_TOKEN: {self._said(error)}")
                continue
            self._known.append(token)
            names.append(str(answer["team"]))
        if wrong:
            return (False, "token", "; ".join(wrong))
        return (True, "token", f"for {', '.join(names)}")

    def _said(self, error: SlackError) -> str:
        """Slack's own word, where it has said any."""
        if error.code == UNREACHABLE:
            return f"Slack cannot be reached at {self._settings.slack_api_url}"
        return f"Slack says {error.code}"

    async def scopes(self) -> Line | None:
        if not self._known:
            return None
        missing: set[str] = set()
        for token in self._known:
            try:
                granted = await self._slack.granted(token)
            except SlackError as error:
                return (False, "scopes", f"cannot be asked for: {self._said(error)}")
            missing |= set(scopes(FEATURES)) - granted
        if missing:
            names = ", ".join(sorted(missing))
            return (False, "scopes", f"missing: {names}. Reinstall the app with the manifest.")
        return (True, "scopes", f"all {len(scopes(FEATURES))} granted")

    async def clock(self) -> Line | None:
        try:
            theirs = await self._slack.date()
        except SlackError as error:
            if error.code in self._why_not:
                return None
            return (False, "clock", self._said(error))
        if theirs is None:
            return (True, "clock", "Slack told no time")
        apart = abs((self._clock.now() - parsedate_to_datetime(theirs)).total_seconds())
        is_shared = self._serves and self._sessions.engine.dialect.name == "postgresql"
        whose = "the database's" if is_shared else "this machine's"
        says = f"{whose} is {apart:.0f} s apart from Slack's"
        if apart <= DRIFT:
            return (True, "clock", says)
        return (False, "clock", f"{says}: set it. Slack's requests are refused from 300 s on")

    async def next_due(self) -> Line | None:
        if not self._serves:
            return None
        try:
            async with self._sessions.system(Why.NEXT_DUE) as session:
                due = await schedule.next_due(session, kind="checkin.prompt")
                overdue = await schedule.overdue(session, self._clock.now())
        except SQLAlchemyError as error:
            return (False, "prompts", f"cannot be looked up: {_first(error)}")
        if overdue.oldest > OVERDUE:
            return (False, "prompts", _stands(overdue))
        return (True, "prompts", _shown(due) if due else "none planned: /okr team sets one up")

    async def process(self) -> Line:
        """What the process that runs here says of itself, if it can be asked."""
        if not self._settings.operator_port:
            return (True, "process", "not asked: OPERATOR_PORT names none")
        address = f"http://{self._settings.operator_host}:{self._settings.operator_port}/readyz"
        try:
            async with self._http.get(address, timeout=aiohttp.ClientTimeout(total=5)) as answer:
                parts = dict((await answer.json())["parts"])
        except (aiohttp.ClientError, TimeoutError, ValueError, LookupError):
            return (False, "process", f"nobody answers at {address}: is it running?")
        wrong = [f"{part} {says}" for part, says in parts.items() if says != OK]
        return (not wrong, "process", ", ".join(wrong) or f"ready: {', '.join(parts)}")


def _shown(due: tuple[datetime, str]) -> str:
    return f"next due {due[0].isoformat(timespec='minutes')}"


def _stands(overdue: schedule.Overdue) -> str:
    minutes = int(overdue.oldest.total_seconds() / 60)
    return (
        f"{overdue.waiting} due and taken by nobody, the first for {minutes} minutes:"
        " no worker runs, or none keeps up. `python -m bot run --role worker` starts one"
    )


def _first(error: Exception) -> str:
    return str(error).splitlines()[0]
