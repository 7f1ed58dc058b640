"""Whatever may happen to a company's check-ins, in any order: hypothesis chooses."""

import asyncio
import itertools
from collections.abc import Coroutine
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from handlers.checkin.flows.rounds import cadence_of
from handlers.checkin.rules import cadence
from handlers.kit.errors import UserError
from storage.db import make_engine
from tests.trust.company import Company
from tests.trust.killing import KilledError, ending
from tests.trust.seen import Watch, longest

START: Final = datetime(2026, 10, 19, 8, tzinfo=UTC)  # clocks go back in the week after
PEOPLE: Final = {
    "U1": "Europe/Berlin",
    "U2": "America/New_York",
    "U3": "Pacific/Auckland",
    "U4": "Pacific/Niue",
}
ZONES: Final = st.sampled_from(
    (*PEOPLE.values(), "Pacific/Kiritimati", "Asia/Kathmandu", "Australia/Lord_Howe")
)
ALONE: Final = timedelta(days=15)
WHO: Final = st.sampled_from(sorted(PEOPLE))
TEAMS: Final = st.sampled_from(("care", "ship"))
RHYTHMS: Final = st.sampled_from(
    (
        "weekly",
        "weekly",
        "weeks:2",
        "weeks:3:1",
        "month:1",
        "month:last",
        "days:0,3",
        "days:0,1,2,3,4",
    )
)
TIMES: Final = st.sampled_from((time(0), time(8, 30), time(10), time(16), time(23, 30)))


class Place:
    """A database and an event loop for one company after the other."""

    def __init__(self, url: str) -> None:
        self.runner = asyncio.Runner()
        self.engine = make_engine(url)
        self._numbers = itertools.count()

    def company(self) -> Company:
        return Company(self.engine, START, f"T{next(self._numbers)}")

    def close(self) -> None:
        self.runner.run(self.engine.dispose())
        self.runner.close()


class CheckIns(RuleBasedStateMachine):
    """Two teams, four people and a worker; after each step all that must hold is looked at."""

    place: Place  # set by whoever runs it

    def __init__(self) -> None:
        super().__init__()
        self.company = self.place.company()
        self.watch = Watch()
        self.members: dict[str, set[str]] = {}

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.place.runner.run(work)

    @initialize()
    def two_teams(self) -> None:
        for who, zone in PEOPLE.items():
            self.do(self.company.person(who, zone))
        self.do(self.company.team("care", ["U1", "U2", "U3"]))
        self.do(self.company.team("ship", ["U3", "U4"], weekday=4))
        self.members = {"care": {"U1", "U2", "U3"}, "ship": {"U3", "U4"}}

    @rule(hours=st.sampled_from((1, 7, 24, 24, 60, 168)))
    def time_passes(self, hours: int) -> None:
        self.do(self.company.run_for(hours=hours))

    @rule(hours=st.sampled_from((1, 24, 7 * 24, 20 * 24)))
    def the_worker_is_off(self, hours: int) -> None:
        self.company.clock.move_to(self.company.now + timedelta(hours=hours))

    @rule(minutes=st.sampled_from((1, 60, 60)))
    def the_clock_steps_back(self, minutes: int) -> None:
        self.company.clock.move_to(self.company.now - timedelta(minutes=minutes))
        self.do(self.company.beat())

    @rule()
    def the_worker_starts_anew(self) -> None:
        self.do(self.company.restart())

    @rule(step=st.integers(1, 40))
    def the_worker_is_killed(self, step: int) -> None:
        """At some step of whatever is due next; the next worker finds what it left."""
        due = self.do(self.company.next_due())
        if due is not None:
            self.company.clock.move_to(due)
        with suppress(KilledError), ending(self.company.engine, step):
            self.do(self.company.beat())
        self.do(self.company.restart())

    @rule()
    def several_workers_beat(self) -> None:
        async def at_once() -> None:
            await asyncio.gather(*(self.company.beat() for _ in range(3)))

        self.do(at_once())

    @rule(who=WHO, zone=ZONES)
    def somebody_moves(self, who: str, zone: str) -> None:
        self.do(self.company.person(who, zone))

    @rule(who=WHO, deleted=st.booleans())
    def somebody_leaves_or_comes_back(self, who: str, deleted: bool) -> None:
        self.do(self.company.person(who, PEOPLE[who], deleted=deleted))

    @rule(who=WHO, team=TEAMS)
    def somebody_changes_teams(self, who: str, team: str) -> None:
        """Out of it if they are in it: a team may be empty."""
        self.members[team] ^= {who}
        self.do(self.company.change(team, members=self.members[team]))

    @rule(who=WHO, days=st.sampled_from((0, 1, 10)), stand_in=WHO)
    def somebody_is_away(self, who: str, days: int, stand_in: str) -> None:
        until = self.company.now + timedelta(days=days) if days else None
        with suppress(UserError):  # nobody stands in for themselves, nor who has left
            self.do(self.company.away(who, until, stand_in))

    @rule(who=WHO, hours=st.sampled_from((3, 14)))
    def somebody_wants_quiet(self, who: str, hours: int) -> None:
        begins = self.company.now + timedelta(hours=6)
        self.company.quiet[who] = (begins, begins + timedelta(hours=hours))

    @rule(days=st.integers(0, 9), length=st.integers(0, 9))
    def there_is_a_pause(self, days: int, length: int) -> None:
        first = self.company.now.date() + timedelta(days=days)
        self.do(self.company.pause(first, first + timedelta(days=length)))

    @rule()
    def pauses_are_taken_back(self) -> None:
        self.do(self.company.take_pauses_back())

    @rule(who=WHO)
    def somebody_answers(self, who: str) -> None:
        self.do(self.company.answer(who))

    @rule(team=TEAMS, weekday=st.integers(0, 6))
    def another_weekday(self, team: str, weekday: int) -> None:
        self.do(self.company.change(team, checkin_weekday=weekday))

    @rule(team=TEAMS, rhythm=RHYTHMS, at_once=st.booleans())
    def another_rhythm(self, team: str, rhythm: str, at_once: bool) -> None:
        walls = "team" if at_once else "own"
        self.do(self.company.change(team, checkin_rhythm=rhythm, checkin_walls=walls))

    @rule(team=TEAMS, at=TIMES, zone=ZONES)
    def another_time_elsewhere(self, team: str, at: time, zone: str) -> None:
        self.do(self.company.change(team, checkin_time=at, zone=zone))

    @invariant()
    def all_holds(self) -> None:
        if self.members:
            self.watch.look(self.do(self.company.seen()))

    def teardown(self) -> None:
        """Left alone for a while everything is settled, and each team has its round."""
        try:
            if self.members:
                self.do(self.company.take_pauses_back())
                self.do(self.company.run_to(self.company.now + ALONE))
                self.watch.look(self.do(self.company.seen()))
                self.do(self._left_alone())
        finally:
            self.do(self.company.end())

    async def _left_alone(self) -> None:
        seen, now = await self.company.seen(), self.company.now
        since = now - ALONE
        left = [o for o in seen.occurrences if o.state == "due" and o.due_at <= now]
        assert not left, f"still waiting: {left}"
        for team in seen.teams.values():
            made = cadence_of(team)
            days = [r.day for r in seen.rounds if r.team_id == team.id and r.opens_at > since]
            assert days or longest(made.rhythm) > ALONE, f"{team.id} was not asked in two weeks"
            for day, following in pairwise(days):
                assert following == cadence.day_after(made, day), f"{team.id} after {day}"
