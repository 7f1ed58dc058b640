"""A company and the worker that asks it: the real flows, jobs and database, without Slack.

Messages go no further than the outbox; the clock is moved by hand; the worker can be killed.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, cast

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.app import make_deps
from bot.clock import ManualClock
from handlers.absence import flows as absence
from handlers.absence import jobs as absence_jobs
from handlers.absence.flows.pausing import Pause
from handlers.absence.rules.leave import Leave
from handlers.checkin import flows, jobs
from handlers.deps import Deps, Slack
from handlers.kit.charts import Drawer
from handlers.kit.errors import UserError
from handlers.kit.gauges import Unmeasured
from handlers.kit.text import Texts
from handlers.schedule.jobs import LEASE
from handlers.team import flows as people
from storage import schedule
from storage.checkin import Checkin, Round
from storage.db import Sessions, Why, make_engine
from storage.outbox import Outgoing
from storage.schedule import Occurrence
from storage.team import Member, Team, TeamMember, set_members
from tests.trust.seen import Seen

HERE: Final = "T0TRUST"
BERLIN: Final = "Europe/Berlin"
TEXTS: Final = Texts()
BEATS: Final = (*absence_jobs.JOBS, jobs.FOLLOW, jobs.LOOK_AHEAD, jobs.BEAT)
KINDS: Final = frozenset(kind for job in BEATS for kind in job.kinds)
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
AT_MOST: Final = 50  # beats at one moment; more would never end


Quiet = dict[str, tuple[datetime, datetime]]  # from when until when people want no notification


class Notifications:
    """All that is asked of Slack here: who wants quiet."""

    def __init__(self, quiet: Quiet) -> None:
        self.quiet = quiet

    async def call(self, _workspace: str, method: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        assert method == "dnd.teamInfo"
        return {"users": {id_: self._of(id_) for id_ in asked["users"].split(",")}}

    def _of(self, id_: str) -> dict[str, Any]:
        begins, ends = (int(at.timestamp()) for at in self.quiet.get(id_, (NEVER, NEVER)))
        on = {"next_dnd_start_ts": begins, "next_dnd_end_ts": ends}
        return {"dnd_enabled": id_ in self.quiet, **on}


def worker(sessions: Sessions, clock: ManualClock, quiet: Quiet | None = None) -> Deps:
    """All that a worker has; it posts nothing."""
    slack = cast("Slack", Notifications({} if quiet is None else quiet))
    return make_deps(sessions, clock, TEXTS, slack, Drawer(), Unmeasured())


class Company:
    """Teams and people of a workspace, at a moment."""

    def __init__(self, engine: AsyncEngine, start: datetime, workspace: str = HERE) -> None:
        self.engine = engine
        self.workspace = workspace
        self.clock = ManualClock(start)
        self.quiet: Quiet = {}
        self.deps = worker(Sessions(engine), self.clock, self.quiet)

    @property
    def now(self) -> datetime:
        return self.clock.now()

    async def restart(self) -> None:
        """Another process, with other connections: nothing is kept but the database."""
        await self.engine.dispose()
        self.deps = worker(Sessions(self.engine), self.clock, self.quiet)

    def session(self, *, reading: bool = False) -> AbstractAsyncContextManager[AsyncSession]:
        return self.deps.sessions.workspace(self.workspace, reading=reading)

    async def person(self, id_: str, zone: str, **more: Any) -> None:
        """What Slack says of somebody when they join, move or leave."""
        await self.people([id_], zone, **more)

    async def people(self, ids: Sequence[str], zone: str, **more: Any) -> None:
        """The same of several at once."""
        known = {"tz": zone, "locale": "en-US", "profile": {}, **more}
        users = [{"id": id_, "name": id_, **known} for id_ in ids]
        async with self.session() as session:
            for team_id in await people.learn(session, users, self.now):
                for hook in self.deps.after_team:
                    await hook(session, team_id, self.now)

    async def team(
        self, id_: str, members: Sequence[str], *, weekday: int = 2, at: time = time(10)
    ) -> None:
        """A team that asks its questions, as `/okr team` makes it."""
        made = Team(
            id=id_,
            name=id_,
            channel=f"C{id_}",
            zone=BERLIN,
            language="en-US",
            checkin_weekday=weekday,
            checkin_time=at,
            digest_weekday=4,
            digest_time=time(15),
            created_by="U1",
            created_at=self.now,
        )
        async with self.session() as session:
            session.add(made)
            await session.flush()
            await set_members(session, id_, members, members[:1])
        await self.change(id_)

    async def change(self, id_: str, members: Collection[str] | None = None, **values: Any) -> None:
        """A team is saved, as its form does it."""
        async with self.session() as session:
            team = await session.scalar(select(Team).where(Team.id == id_))
            assert team is not None
            for name, value in values.items():
                setattr(team, name, value)
            if members is not None:
                await set_members(session, id_, members, sorted(members)[:1])
            for hook in self.deps.after_team:
                await hook(session, id_, self.now)

    async def away(self, id_: str, until: datetime | None, stand_in: str | None = None) -> None:
        """Somebody leaves until then, or is back."""
        async with self.session() as session:
            reader = await self.deps.reader(session, id_)
            if until is None:
                await absence.come_back(session, reader, self.now)
            else:
                leave = Leave(None, until, stand_in)
                await absence.leave(session, reader, leave, None, self.now)

    async def pause(self, first: date, last: date) -> None:
        """Nobody of the workspace is asked on these days, or on no day that is paused already."""
        async with self.session() as session:
            admin = replace(await self.deps.reader(session, "U1"), is_admin=True)
            with suppress(UserError):
                pause = Pause(everyone=True, first=first, last=last, name="")
                await absence.pause(session, admin, pause, None, self.now)

    async def take_pauses_back(self) -> None:
        async with self.session() as session:
            admin = replace(await self.deps.reader(session, "U1"), is_admin=True)
            for off in await absence.days_off(self.now).read(session):
                await absence.take_back(session, admin, off.id, self.now)

    async def answer(self, id_: str) -> None:
        """Somebody replies wherever a word of theirs is missing."""
        async with self.session() as session:
            reader = await self.deps.reader(session, id_)
            due = await flows.due_for(session, reader, self.now)
            asked = {round_.team_id: round_.day for round_ in due}
            replies = {one: "as promised" for round_ in due for one in round_.questions}
            await flows.reply(session, reader, asked, replies, self.now)

    async def beat(self, deps: Deps | None = None) -> None:
        """A worker does all that is due at this moment, by its own clock."""
        deps = deps or self.deps
        for _ in range(AT_MOST):
            now = deps.clock.now()
            async with deps.sessions.system(Why.LOOK_DUE, reading=True) as session:
                kinds = await schedule.due_kinds(session, now)
            if not kinds & KINDS:
                return
            for job in [job for job in BEATS if job.kinds & kinds]:
                await job.run(deps, now)
        raise AssertionError("it beats and beats")

    async def next_due(self) -> datetime | None:
        """When a worker that looks all the time does something next."""
        async with self.session(reading=True) as session:
            due = select(Occurrence).where(Occurrence.kind.in_(KINDS), Occurrence.state == "due")
            rows = list(await session.scalars(due))
        moments = [max(row.due_at, row.claimed_until or row.due_at) for row in rows]
        return min((moment for moment in moments if moment > self.now), default=None)

    async def claim_and_end(self) -> None:
        """A worker takes what is due, and ends."""
        async with self.deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
            await schedule.claim(session, KINDS, self.now, lease=LEASE)

    async def spoil(self, id_: str, **values: Any) -> None:
        """Something is wrong with a team in the database, and nobody has saved it."""
        async with self.session() as session:
            await session.execute(update(Team).where(Team.id == id_).values(**values))

    async def run_to(self, moment: datetime) -> None:
        """The worker is up until then: it beats whenever something is due."""
        await self.beat()
        while (due := await self.next_due()) is not None and due <= moment:
            self.clock.move_to(due)
            await self.beat()
        self.clock.move_to(max(moment, self.now))
        await self.beat()

    async def run_for(self, **span: float) -> None:
        await self.run_to(self.now + timedelta(**span))

    async def seen(self) -> Seen:
        """All that is written down of check-ins now."""
        async with self.session(reading=True) as session:
            planned = select(Occurrence).where(Occurrence.kind.in_(KINDS))
            sent = select(Outgoing).where(Outgoing.key.startswith("checkin:"))
            return Seen(
                occurrences=list(await session.scalars(planned)),
                rounds=list(await session.scalars(select(Round).order_by(Round.day))),
                checkins=list(await session.scalars(select(Checkin))),
                messages=list(await session.scalars(sent)),
                teams={team.id: team for team in await session.scalars(select(Team))},
                people={one.id: one for one in await session.scalars(select(Member))},
                belongs=[
                    (b.team_id, b.member_id) for b in await session.scalars(select(TeamMember))
                ],
            )

    async def end(self) -> None:
        """Nothing of it is due any more: whoever works in this database finds others."""
        async with self.session() as session:
            rest = update(Occurrence).where(Occurrence.state == "due")
            await session.execute(rest.values(state="skipped", reason="the end"))


@asynccontextmanager
async def company(url: str, start: datetime) -> AsyncIterator[Company]:
    """One in a database of its own."""
    engine = make_engine(url)
    try:
        yield Company(engine, start)
    finally:
        await engine.dispose()
