"""Schedules changed at any moment, in any order: the rules alone, as planning uses them."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.checkin.rules import cadence
from handlers.checkin.rules.cadence import Cadence, Walls
from handlers.schedule.rules import rhythm as rhythms
from tests.checkin.test_cadence import NOWS
from tests.checkin.test_rhythms import MADE, WALLS

CHANGES = st.lists(st.tuples(MADE, st.timedeltas(timedelta(), timedelta(days=12))), max_size=6)
STEP = timedelta(hours=1)


@dataclass
class Chain:
    """A team's rounds: the days that were opened, when people were asked, and what waits."""

    made: Cadence
    walls: Walls
    now: datetime
    opened: list[date] = field(default_factory=list)
    asked: dict[date, datetime] = field(default_factory=dict)
    waiting: date = date.min

    def save(self, made: Cadence) -> None:
        """As a saved team plans."""
        self.made = made
        last = self.opened[-1] if self.opened else None
        if last is not None and last not in self.asked:
            before = self.opened[-2] if len(self.opened) > 1 else None
            if cadence.replaced_by(made, last, before, self.now, self.walls) is not None:
                self.opened.pop()
        last = self.opened[-1] if self.opened else None
        planned = frozenset() if self.waiting == date.min else frozenset({self.waiting})
        self.waiting = cadence.following(made, self.now, last, planned, self.walls)

    def pass_until(self, then: datetime) -> None:
        """Hour by hour: rounds open, and the first of their people are asked."""
        while self.now < then:
            self.now += STEP
            if self.opens_at() <= self.now:
                self.opened.append(self.waiting)
                self.waiting = cadence.day_after(self.made, self.waiting)
            if self.opened:
                self._ask(self.opened[-1])

    def opens_at(self) -> datetime:
        """When the round opens that waits."""
        last = self.opened[-1] if self.opened else None
        return cadence.opening(self.made, self.waiting, self.walls, last).due_at

    def _ask(self, day: date) -> None:
        if cadence.first_prompt(self.made, day, self.walls) <= self.now:
            self.asked.setdefault(day, self.now)


@settings(deadline=None, max_examples=40)
@given(MADE, WALLS, NOWS, CHANGES)
def test_no_change_doubles_a_round_or_loses_it(
    made: Cadence, walls: Walls, now: datetime, changes: list[tuple[Cadence, timedelta]]
) -> None:
    chain = Chain(made, walls, now)
    chain.save(made)
    for other, after in changes:
        chain.pass_until(chain.now + after)
        chain.save(other)
    changed = chain.now
    since = len(chain.asked)
    wait = rhythms.longest(chain.made.rhythm) + rhythms.apart(chain.made.rhythm)
    chain.pass_until(changed + wait + timedelta(days=3))

    assert chain.opened == sorted(set(chain.opened))  # in order, none twice
    assert len(chain.asked) > since  # the next one comes, within its rhythm
    assert all(day in chain.asked for day in chain.opened[:-1])  # what was not moved took place
    nearest = min(rhythms.apart(one.rhythm) for one in (made, *(other for other, _ in changes)))
    assert all(after - day >= nearest for day, after in pairwise(sorted(chain.asked)))


@settings(deadline=None)
@given(MADE, MADE, WALLS, NOWS, st.timedeltas(timedelta(), timedelta(days=20)))
def test_what_is_changed_and_changed_back_in_a_minute_is_as_it_was(
    made: Cadence, other: Cadence, walls: Walls, now: datetime, after: timedelta
) -> None:
    chain = Chain(made, walls, now)
    chain.save(made)
    chain.pass_until(now + after)
    chain.save(made)
    coming = _coming(chain)
    chain.save(other)
    due = [chain.waiting] if chain.opens_at() <= chain.now else coming
    chain.save(made)
    assert _coming(chain) in (coming, due)  # what should have opened by then takes place


def _coming(chain: Chain) -> list[date]:
    """The rounds in which nobody was asked, opened or waiting; each would open at once."""
    return [d for d in chain.opened if d not in chain.asked][:1] or [chain.waiting]
