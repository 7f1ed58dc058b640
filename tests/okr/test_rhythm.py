"""A workspace's rhythm: which cycle each day is in, also where it was changed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.okr import flows
from handlers.okr.flows.cycles import open_on
from handlers.okr.rules.cycle import (
    Period,
    Rhythm,
    following,
    named,
    next_on,
    on_day,
    own,
    period_of,
    read_cycle,
)
from storage.db import Sessions, insert_once
from storage.okr import Cycle
from storage.workspace import Workspace
from tests.world import HOME

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
Q, M, T = Rhythm.QUARTER, Rhythm.MONTH, Rhythm.TRIMESTER
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
rhythms = st.sampled_from(Rhythm)


def period(id_: str) -> Period:
    found = named(id_)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("made", "rhythm", "running", "after"),
    [
        ([], Q, "2026-Q4", "2027-Q1"),
        ([], M, "2026-11", "2026-12"),
        (["2026-Q4"], M, "2026-Q4", "2027-01"),  # a running one stays as it is
        (["2026-Q4"], T, "2026-Q4", "2027-T1"),
        (["2026-10", "2026-11"], Q, "2026-11", "2026-12"),  # the rest of the quarter
        (["2026-T3"], Q, "2026-T3", "2027-Q1"),
        (["2026-Q4", "2027-Q1"], M, "2026-Q4", "2027-Q1"),  # one that was prepared stays, too
        (["2026-Q4", "2026-11"], M, "2026-11", "2026-12"),
    ],
)
def test_a_change_of_rhythm_counts_from_the_next_cycle(
    made: Sequence[str], rhythm: Rhythm, running: str, after: str
) -> None:
    there = [period(id_) for id_ in made]
    now = on_day(rhythm, TODAY, there)
    assert (now.id, next_on(rhythm, now, there).id) == (running, after)


def test_a_rest_of_two_months_is_named_by_its_dates() -> None:
    made = [period("2026-10")]
    rest = Period("2026-11-01..2026-12-31", date(2026, 11, 1), date(2026, 12, 31))
    assert on_day(Q, TODAY, made) == rest
    assert next_on(Q, made[0], made) == rest
    assert next_on(Q, rest, [*made, rest]) == period("2027-Q1")


@given(st.lists(st.tuples(rhythms, st.integers(1, 4)), min_size=1, max_size=8), days)
def test_whatever_rhythms_follow_each_other_no_day_is_lost_or_counted_twice(
    changes: list[tuple[Rhythm, int]], day: date
) -> None:
    made: list[Period] = []
    for rhythm, cycles in changes:
        for _ in range(cycles):
            now = on_day(rhythm, made[-1].ends + DAY if made else day, made)
            made.append(now)
    for before, after in pairwise(made):
        assert after.starts == before.ends + DAY
        assert after.starts <= after.ends
    assert len({p.id for p in made}) == len(made)


@given(rhythms, rhythms, days)
def test_one_that_was_made_stays_on_each_of_its_days(
    before: Rhythm, after: Rhythm, day: date
) -> None:
    made = period_of(before, day)
    assert on_day(after, made.starts, [made]) == on_day(after, made.ends, [made]) == made


@given(rhythms, days)
def test_without_a_change_the_calendar_goes_on(rhythm: Rhythm, day: date) -> None:
    now = period_of(rhythm, day)
    assert next_on(rhythm, now, [now]) == following(now)


def test_own_dates_stand_beside_the_rhythm_and_do_not_move_it() -> None:
    launch = own(date(2026, 11, 10), date(2027, 1, 20), "Launch")
    far = own(date(2027, 3, 1), date(2027, 3, 31), "Far")
    found = open_on(Q, TODAY, [launch, far])
    assert [p.id for p in found.all] == ["2026-Q4", "Launch"]
    assert found.following.id == "2027-Q1"


@pytest.mark.parametrize(
    ("day", "ahead"),
    [(date(2026, 12, 10), None), (date(2026, 12, 11), "2027-Q1"), (date(2026, 12, 31), "2027-Q1")],
)
def test_the_next_one_is_open_for_three_weeks_before_it_begins(
    day: date, ahead: str | None
) -> None:
    found = open_on(Q, day, [])
    assert (None if found.ahead is None else found.ahead.id) == ahead


def test_this_and_next_mean_what_runs_and_not_what_the_rhythm_will_be() -> None:
    made = [period("2026-Q4")]
    assert read_cycle("this", made, TODAY, M).id == "2026-Q4"
    assert read_cycle("next", made, TODAY, M).id == "2027-01"


async def test_each_zone_is_in_the_cycle_of_its_own_date(sessions: Sessions) -> None:
    midnight = datetime.combine(date(2026, 12, 31), time(23, 30), UTC)
    async with sessions.workspace(HOME) as session:
        berlin = await flows.open_for(session, "Europe/Berlin", midnight)
        honolulu = await flows.open_for(session, "Pacific/Honolulu", midnight)
    assert berlin.running.id == "2027-Q1"
    assert (honolulu.running.id, honolulu.ahead and honolulu.ahead.id) == ("2026-Q4", "2027-Q1")


async def test_the_rhythm_is_the_workspaces(sessions: Sessions) -> None:
    async with sessions.workspace(HOME) as session:
        now = datetime.combine(TODAY, time(9), UTC)
        await insert_once(
            session, Workspace, name="Home", bot_user="UBOT", installed_at=now, rhythm="month"
        )
        assert (await flows.open_for(session, "UTC", now)).running.id == "2026-11"
        quarter = period("2026-Q4")
        await insert_once(session, Cycle, id=quarter.id, starts=quarter.starts, ends=quarter.ends)
        found = await flows.open_for(session, "UTC", now)
    assert (found.running.id, found.following.id) == ("2026-Q4", "2027-01")
