"""How KRs stand: of running cycles, of one workspace, by team, owner and number."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from handlers.okr import flows
from handlers.okr.rules import Status
from handlers.schedule.rules import moment
from storage.db import Sessions
from tests.okr.stage import (
    ANNA,
    BEN,
    CHEN,
    RESPONSE,
    SCORE,
    add_team,
    objective,
    reader,
)
from tests.world import HOME, NEIGHBOUR, START

D = Decimal
DAY = timedelta(days=1)


async def test_a_new_kr_has_no_value_and_no_colour(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        made = await objective(session, BEN, RESPONSE, SCORE, title="Answer fast")
        first, second = await flows.key_results(session, START)

    assert (first.number, second.number, made.number) == (1, 2, 1)
    assert (first.title, first.unit, first.objective_title) == (
        "First response time",
        "h",
        "Answer fast",
    )
    assert (first.value, first.progress, first.status) == (None, None, Status.NEW)
    assert (first.cycle_id, str(first.cycle_ends)) == ("2026-Q4", "2026-12-31")


async def test_silence_from_the_beginning_is_outdated_after_ten_days(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(session, BEN)
        (early,) = await flows.key_results(session, START + 9 * DAY)
        (late,) = await flows.key_results(session, START + 10 * DAY)

    assert (early.status, late.status) == (Status.NEW, Status.OUTDATED)


async def test_a_kr_shows_its_last_value_and_those_before_are_known(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(session, BEN)
        for hour, value in enumerate((60, 53, 46)):
            now = START + timedelta(hours=hour)
            await flows.record(session, reader(BEN), 1, Decimal(value), now, note=f"{value}!")
        (kr,) = await flows.key_results(session, START + DAY)
        values = await flows.recent_values(session, [1])

    assert (kr.value, kr.note, kr.progress) == (D(46), "46!", D("0.25"))
    assert values == {1: (D(60), D(53), D(46))}
    assert kr.status is Status.ON_TRACK


async def test_filters_narrow_and_nothing_asked_is_nothing_found(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await add_team(session, "Lab", "C0LAB", [ANNA], zone="UTC")
        await objective(session, BEN, RESPONSE, SCORE)
        await objective(session, ANNA, RESPONSE, team="Lab")

        async def numbers(**filters: object) -> list[int]:
            found = await flows.key_results(session, START, **filters)  # type: ignore[arg-type]  # as the test says
            return [kr.number for kr in found]

        assert await numbers() == [1, 2, 3]
        assert await numbers(team_ids=["Lab"]) == [3]
        assert await numbers(owner_id=BEN) == [1, 2]
        assert await numbers(owner_id=BEN, team_ids=["Lab"]) == []
        assert await numbers(numbers=[2, 99]) == [2]
        assert await numbers(numbers=[]) == []
        assert await numbers(numbers=[10**15]) == []


async def test_the_neighbours_krs_stay_next_door(home: Sessions) -> None:
    async with home.workspace(NEIGHBOUR) as session:
        await add_team(session, "Care", "C0NEXT", ["U0NIA"], zone="UTC")
        await objective(session, "U0NIA", ("Theirs", "0", "10", ""))
        await flows.record(session, reader("U0NIA"), 1, Decimal(9), START)
    async with home.workspace(HOME) as session:
        assert await flows.key_results(session, START, numbers=[1]) == []
        await objective(session, BEN)
        await flows.record(session, reader(BEN), 1, Decimal(32), START)
        (mine,) = await flows.key_results(session, START)
        past = await flows.history(session, 1)

    assert (mine.number, mine.title, mine.value) == (1, "First response time", D(32))
    assert [one.value for one in past] == [32]


async def test_a_cycle_ends_at_midnight_on_its_teams_wall(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(session, BEN)  # Berlin is an hour ahead of UTC
        last = await flows.key_results(session, datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
        after = await flows.key_results(session, datetime(2026, 12, 31, 23, 0, tzinfo=UTC))

    assert [kr.number for kr in last] == [1]
    assert after == []


async def test_the_cycle_is_the_quarter_on_the_teams_wall(home: Sessions) -> None:
    new_year_in_auckland = moment(START.date().replace(month=12, day=31), START.time(), "UTC")
    async with home.workspace(HOME) as session:
        await add_team(session, "South", "C0SOUTH", [ANNA], zone="Pacific/Auckland")
        now = new_year_in_auckland + timedelta(hours=4)
        made = await objective(session, ANNA, team="South", now=now)
        here = await objective(session, BEN, now=now)

    assert (made.cycle_id, here.cycle_id) == ("2027-Q1", "2026-Q4")


async def test_an_objective_rolls_up_all_of_its_krs(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(
            session, BEN, ("A", "0", "10", ""), ("B", "0", "10", ""), ("C", "0", "9", "")
        )
        await objective(session, CHEN, ("D", "0", "10", ""))
        await flows.record(session, reader(BEN), 1, D(15), START)  # held to 1
        await flows.record(session, reader(BEN), 2, D(4), START)
        krs = await flows.key_results(session, START, numbers=[1, 4])

        assert await flows.roll_up(session, krs, START) == {1: D("0.7"), 2: None}
        assert await flows.roll_up(session, [], START) == {}


async def test_movements_tell_the_values_at_both_moments(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(session, BEN, RESPONSE, SCORE, ("Still", "0", "9", ""))
        week = START + 7 * DAY
        for number, value, now in (
            (1, 50, START),
            (1, 45, week),  # just inside
            (1, 40, week + DAY),
            (1, 35, week + 7 * DAY),  # just outside
            (2, 50, week + 2 * DAY),
            (3, 4, START),
        ):
            await flows.record(session, reader(BEN), number, Decimal(value), now)
        now = week + 8 * DAY
        span = (week, week + 7 * DAY)
        found = await flows.movements(session, {"Care": span, "Lab": span}, now)
        moved, elsewhere = found["Care"], found["Lab"]

    assert [(m.kr.number, m.before, m.after, m.updates) for m in moved] == [
        (1, D(50), D(40), 2),
        (2, None, D(50), 1),
        (3, D(4), D(4), 0),
    ]
    assert moved[0].kr.value == 35
    assert elsewhere == []


async def test_the_week_in_which_a_cycle_ends_still_has_its_movements(home: Sessions) -> None:
    async with home.workspace(HOME) as session:
        await objective(session, CHEN)
        since = datetime(2026, 12, 28, tzinfo=UTC)
        await flows.record(session, reader(CHEN), 1, Decimal(4), since + DAY)
        until = since + 6 * DAY
        moved = (await flows.movements(session, {"Care": (since, until)}, until))["Care"]

    assert [(m.kr.number, m.after) for m in moved] == [(1, D(4))]
