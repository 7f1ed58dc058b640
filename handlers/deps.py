"""What listeners, jobs and pages work with; built once in bot/app.py."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.blocks import Block
from handlers.kit.charts import Drawer
from handlers.kit.clock import Clock
from handlers.kit.errors import RepeatedError
from handlers.kit.flights import Flights
from handlers.kit.gauges import Meters
from handlers.kit.guesses import Guesses
from handlers.kit.inputs import Input
from handlers.kit.reach import Reach
from handlers.kit.reader import Reader
from handlers.kit.routing import Verb
from handlers.kit.text import Mrkdwn, Texts
from storage import team as teams
from storage import workspace as workspaces
from storage.db import Sessions


class Slack(Protocol):
    """Slack's Web API, for every workspace that installed us. Raises kit.errors.SlackError."""

    @property
    def reach(self) -> Reach:
        """Whether it answers at all."""
        ...

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, Any], *, written: str = ""
    ) -> Block:
        """Call a method with JSON or form arguments; the answer's body.

        `written`: more of them, for a method that takes JSON, as a JSON object in text.
        """
        ...

    async def open_view(self, workspace: str, trigger: str | None, view: Block) -> Block:
        """Open a modal; UserError when the trigger has expired."""
        ...

    async def push_view(self, workspace: str, trigger: str | None, view: Block) -> Block:
        """Put a modal on top of the one that is open."""
        ...

    async def respond(self, url: str, payload: Mapping[str, Any]) -> None:
        """Answer a tap by its response URL."""
        ...

    async def upload(self, workspace: str, channel: str, upload: Mapping[str, Any]) -> str:
        """Put a file (`name`, `title`, `alt`, `content` base64, `thread_ts`) into a channel."""
        ...

    def workspaces(self) -> Sequence[str]:
        """The workspaces whose token we hold."""
        ...


@dataclass(frozen=True, slots=True)
class MovedKr:
    """A KR that has a new update, and whose it is."""

    number: int
    update_id: str
    team_id: str
    owner_id: str
    cycle_ends: date
    beside: Sequence[Any] = ()  # what `Deps.beside_kr` came to, if it was asked


@dataclass(frozen=True, slots=True)
class Moved:
    """That KRs have new updates, made by one person at once."""

    updates: Sequence[MovedKr]
    author: Reader
    now: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """That an update was withdrawn: of which KR, whose it was and of when, and who took it back."""

    kr: MovedKr
    author_id: str
    made_at: datetime
    by: Reader
    now: datetime


class Scheduled(Protocol):
    """When a team checks in, saved or only typed."""

    @property
    def zone(self) -> str: ...
    @property
    def checkin_weekday(self) -> int: ...
    @property
    def checkin_time(self) -> time: ...
    @property
    def checkin_rhythm(self) -> str: ...
    @property
    def checkin_walls(self) -> str: ...


Section = Callable[[AsyncSession, int, Reader], Awaitable[list[Block]]]
Soon = dict[str, Any]  # an occurrence that is due now, as storage.schedule.again takes it
Beside = tuple[ColumnElement[Any], ...]  # of a KR and its team, what hooks want to know first
AfterUpdate = Callable[[AsyncSession, Moved], Awaitable[Sequence[Soon]]]
AfterWithdrawal = Callable[[AsyncSession, TakenBack], Awaitable[Sequence[Soon]]]
# What customers said, in a line each, by the number of their quote; those that are there.
Cited = Callable[[AsyncSession, Collection[int], Reader], Awaitable[Mapping[int, Mrkdwn]]]
AfterObjective = Callable[[AsyncSession, str, datetime], Awaitable[None]]  # made by this member
# How many KRs of open rounds somebody could answer now.
Waiting = Callable[[AsyncSession, Reader, datetime], Awaitable[int]]
AfterImport = Callable[[Collection[str], datetime], Sequence[Soon]]  # these people own something
# The days of the next rounds of a team (None: a new one), were it saved like this now.
Ahead = Callable[[AsyncSession, str | None, Scheduled, datetime, int], Awaitable[list[date]]]
AfterTeam = Callable[[AsyncSession, str, datetime], Awaitable[None]]  # a team was saved: its id


@dataclass(frozen=True, slots=True)
class Deps:
    """The sessions, the clock, the languages, Slack, and the tables of handlers/routes.py."""

    sessions: Sessions
    clock: Clock
    texts: Texts
    slack: Slack
    charts: Drawer
    meters: Meters
    flights: Flights[Any]  # what the outbox sends just now
    belongs: Guesses[tuple[str, str], Any]  # who was in which teams when they last looked
    locales: Guesses[str, str | None]  # in which everybody read who was last looked up
    pace: float  # how many times as fast as Slack says it sends
    verbs: Mapping[str, Verb]
    sections: Sequence[Section]
    cited: Cited
    kr_buttons: Sequence[Section]  # what each offers to do with a KR
    after_update: Sequence[AfterUpdate]
    beside_kr: Beside  # what these ask of a KR that is about to be updated
    after_withdrawal: Sequence[AfterWithdrawal]
    after_team: Sequence[AfterTeam]
    rounds_ahead: Ahead
    after_objective: Sequence[AfterObjective]
    waiting: Waiting

    @asynccontextmanager
    async def first(self, inp: Input) -> AsyncIterator[AsyncSession]:
        """One transaction for one delivery. RepeatedError if it came before: from its first
        statement on, so let nothing else happen before that.
        """
        async with self.sessions.workspace(inp.workspace) as session:
            await workspaces.arrive(session, inp.key, inp.now, RepeatedError(inp.key))
            yield session

    @asynccontextmanager
    async def once(self, inp: Input) -> AsyncIterator[tuple[AsyncSession, Reader]]:
        """The same, and who sent it."""
        async with self.first(inp) as session:
            yield session, await self.reader(session, inp.user)

    async def undone(self, session: AsyncSession, inp: Input) -> None:
        """Nothing was changed after all: should the answer get lost, they may send it once more."""
        await workspaces.may_come_again(session, inp.key)

    async def happened(self, inp: Input) -> bool:
        """Whether the effect of this delivery is committed, also where the answer got lost.

        On PostgreSQL whoever lost the connection may still be committing: to write the same key
        waits for them. On SQLite it is over when it fails here, and the file may be locked or full.
        """
        only_reads = self.sessions.engine.dialect.name != "postgresql"
        async with self.sessions.workspace(inp.workspace, reading=only_reads) as session:
            if only_reads:
                return await workspaces.has_come(session, inp.key)
            return await workspaces.has_come_for_sure(session, inp.key, inp.now)

    @asynccontextmanager
    async def reading(self, inp: Input) -> AsyncIterator[tuple[AsyncSession, Reader]]:
        """The same for an input that changes nothing, so that it may come twice."""
        async with self.sessions.workspace(inp.workspace, reading=True) as session:
            yield session, await self.reader(session, inp.user)

    async def reader(self, session: AsyncSession, member_id: str) -> Reader:
        """A member as somebody who reads; what the directory does not know is the team's."""
        return (await self.readers(session, [member_id]))[member_id]

    async def readers(self, session: AsyncSession, member_ids: Sequence[str]) -> dict[str, Reader]:
        """Many members at once, in a constant number of statements."""
        known = await teams.profiles(session, member_ids)
        return {id_: self._reader(id_, profile) for id_, profile in known.items()}

    async def reader_of(
        self, session: AsyncSession, member_id: str, row: Row[Any] | None
    ) -> Reader:
        """A member whose row has been read; only what it leaves open is asked for."""
        profile = teams.own_profile(row)
        if profile is None:
            return await self.reader(session, member_id)
        return self._reader(member_id, profile)

    def _reader(self, id_: str, profile: teams.Profile) -> Reader:
        self.locales.note(id_, profile.locale)
        return Reader(
            id=id_,
            name=profile.name,
            zone=profile.zone,
            say=self.texts.say(profile.locale),
            is_admin=profile.is_admin,
            is_guest=profile.is_guest,
        )
