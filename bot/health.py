"""Whether this process can do its work, part by part, and how things stand for who measures."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Text, column, false, func, or_, select, table
from sqlalchemy.exc import SQLAlchemyError

from bot.scheduler import Heartbeat
from bot.slack import SlackClients
from bot.watchdog import Line
from bot.web import OK, WELL, Part
from storage import schedule, sending
from storage.db import Sessions, Why
from storage.migrations import serves
from storage.schedule import Overdue
from storage.sending import Queue

ANSWERS_WITHIN: Final = 2.0  # seconds for the database
SILENT: Final = 30.0  # seconds: two calls that wait for as long as they may
BEATS_WITHIN: Final = (
    60.0  # seconds; it beats twice a second, and a job asks for little that takes one
)


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stand when somebody asks; None where it cannot be read: a lock may be enough."""

    serves: bool = False  # the database, as /readyz tells
    queue: Queue | None = None
    overdue: Overdue | None = None
    connections: int = 0
    connected: bool | None = None  # None: Socket Mode is not used
    refused: int = 0  # tokens, or calls with them


class Health:
    """Asked by proxies and by whoever watches. `line` is None without Socket Mode."""

    def __init__(
        self, sessions: Sessions, slack: SlackClients, beats_within: float = BEATS_WITHIN
    ) -> None:
        self._sessions = sessions
        self._slack = slack
        self._beats_within = beats_within
        self.line: Line | None = None
        self.heartbeat: Heartbeat | None = None
        self.is_stopping = False
        self.only_sends = False  # who takes inputs as well answers most of them without a call

    async def parts(self) -> dict[str, Part]:
        if self.is_stopping:
            return {"process": _not("is stopping")}
        found = {"database": await self._database(), "slack": self._tokens()}
        if self.line is not None:
            is_connected = await self.line.is_connected()
            found["socket"] = WELL if is_connected else _not("is not connected")
        if self.heartbeat is not None:
            found["beat"] = self._beat(self.heartbeat)
        return found

    def _beat(self, heartbeat: Heartbeat) -> Part:
        silent, (job, lasts) = heartbeat.silent_for(), heartbeat.longest()
        if silent >= self._beats_within:
            return _not(f"none for {silent:.0f} s")
        return (
            WELL
            if lasts < self._beats_within
            else _not(f"{job} has come no further for {lasts:.0f} s")
        )

    async def _database(self) -> Part:
        asked = select(column("version_num", Text), self._only_reads()).select_from(
            table("alembic_version")
        )
        try:
            async with (
                asyncio.timeout(ANSWERS_WITHIN),
                self._sessions.system(Why.MEASURE, reading=True) as session,
            ):
                found = (await session.execute(asked)).first()
        except (SQLAlchemyError, OSError, TimeoutError):
            return _not("does not answer")
        revision, only_reads = found or (None, False)
        if only_reads:
            self._sessions.renew()  # the next look may find the one that writes
            return _not("only reads")
        return WELL if serves(revision) else _not("waits for a migration")

    def _only_reads(self) -> ColumnElement[bool]:
        """Whether nothing can be written there, as on the other node after a failover."""
        if self._sessions.engine.dialect.name != "postgresql":
            return false()
        by_default = func.current_setting("default_transaction_read_only") == "on"
        return or_(func.pg_is_in_recovery(), by_default)

    async def figures(self, now: datetime) -> Figures:
        """How queue, schedule, pool and socket stand, for whoever measures."""
        queue: Queue | None = None
        overdue: Overdue | None = None
        serves = (await self._database()).ready
        try:
            async with (
                asyncio.timeout(ANSWERS_WITHIN),
                self._sessions.system(Why.MEASURE, reading=True) as session,
            ):
                queue = await sending.queue(session, now)
                overdue = await schedule.overdue(session, now)
        except (SQLAlchemyError, OSError, TimeoutError):
            queue = None  # it went between the two
        connected = None if self.line is None else await self.line.is_connected()
        refused = len(self._slack.refused) + len(self._slack.paused)
        in_use = self._sessions.connections()
        return Figures(serves, queue, overdue, in_use, connected, refused)

    def _tokens(self) -> Part:
        """One bad token of fifty is no reason to send nobody here."""
        if not self._slack.is_complete:
            return _not("has not said whose some token is")
        silent = self._slack.reach.silent_for()
        if self.heartbeat is not None and silent >= SILENT:  # only who sends goes on asking
            return Part(ready=not self.only_sends, said=f"has not answered for {silent:.0f} s")
        told = (
            ("refuses of SLACK_BOT_TOKEN", self._slack.refused),
            ("refuses calls with SLACK_BOT_TOKEN", self._slack.paused),
        )
        bad = (f"{says}: {', '.join(map(str, tokens))}" for says, tokens in told if tokens)
        return Part(ready=True, said=", but ".join((OK, *bad)))


def _not(said: str) -> Part:
    return Part(ready=False, said=said)
