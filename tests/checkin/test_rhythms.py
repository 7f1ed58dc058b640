"""Rounds in every rhythm: one at a time, each with room to answer."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.checkin.rules import cadence
from handlers.checkin.rules.cadence import Cadence, Planned, Wall
from handlers.schedule.rules import moment
from handlers.schedule.rules import rhythm as rhythms
from handlers.schedule.rules.rhythm import Days, Month
from tests.checkin.test_cadence import NOWS, ZONES
from tests.schedule.test_rhythm import RHYTHMS, SINCE

TIMES = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(minutes // 60, minutes % 60))
MADE = st.builds(
    Cadence, st.integers(0, 6), TIMES, st.sampled_from(ZONES), RHYTHMS, at_once=st.booleans()
)
WALLS = st.dictionaries(
    st.sampled_from(["U1", "U2", "U3", "U4"]),
    st.builds(Wall, st.sampled_from(ZONES), st.none() | TIMES),
)
BERLIN = "Europe/Berlin"
MONDAY = date(2026, 11, 16)
HOUR = timedelta(hours=1)
LAST_CALL = "last_call Wed 09:00"


def at(planned: Planned) -> str:
    """On the wall in Berlin."""
    local = planned.due_at.astimezone(ZoneInfo(BERLIN))
    return f"{planned.kind.removeprefix('checkin.')} {local:%a %H:%M}"


@pytest.mark.parametrize(
    ("days", "moments"),
    [
        # A Monday's round as usual, since Thursday is far enough.
        (
            (0, 3),
            ["prompt Mon 10:00", "remind Tue 10:00", "last_call Wed 09:00", "close Wed 12:00"],
        ),
        # An hour before Wednesday's card; the last call would be of no use.
        ((0, 2, 4), ["prompt Mon 10:00", "remind Tue 10:00", "close Wed 09:00"]),
        # Every day: the next card is reminder enough.
        ((0, 1, 2, 3, 4), ["prompt Mon 10:00", "close Tue 09:00"]),
    ],
)
def test_a_round_makes_room_for_the_next(days: tuple[int, ...], moments: list[str]) -> None:
    made = Cadence(0, time(10), BERLIN, Days(days))
    assert [at(p) for p in cadence.of_round(made, MONDAY, {"U1": Wall(BERLIN)})] == moments


def test_a_monthly_round_is_as_long_as_a_weekly_one() -> None:
    made = Cadence(0, time(10), BERLIN, Month(1))
    moments = [at(p) for p in cadence.of_round(made, date(2026, 12, 7), {"U1": Wall(BERLIN)})]
    assert moments[0] == "prompt Mon 10:00"
    assert moments[-1] == "close Wed 12:00"


@pytest.mark.parametrize(
    ("at_once", "wall", "due"),
    [
        (False, Wall("Asia/Shanghai"), moment(MONDAY, time(10), "Asia/Shanghai")),
        (True, Wall("Asia/Shanghai"), moment(MONDAY, time(10), BERLIN)),
        (False, Wall("Asia/Shanghai", time(16)), moment(MONDAY, time(16), "Asia/Shanghai")),
        # A time of one's own is by one's own clock, whatever the team chose.
        (True, Wall("Asia/Shanghai", time(16)), moment(MONDAY, time(16), "Asia/Shanghai")),
    ],
)
def test_by_whose_clock_somebody_is_asked(at_once: bool, wall: Wall, due: datetime) -> None:
    made = Cadence(0, time(10), BERLIN, at_once=at_once)
    assert cadence.prompt_at(made, MONDAY, wall) == due


def test_who_lives_too_far_away_for_a_daily_round_is_asked_as_near_to_it_as_there_is_room() -> None:
    made = Cadence(0, time(10), "America/Los_Angeles", Days((0, 1, 2, 3, 4)))
    tuesday = MONDAY + timedelta(days=1)
    theirs = cadence.prompt_at(made, tuesday, Wall("Pacific/Auckland"))
    middle = moment(tuesday, time(10), "America/Los_Angeles")
    assert middle - theirs == timedelta(hours=9, minutes=30)


@given(MADE, WALLS, SINCE)
def test_rounds_never_overlap_and_everybody_has_time_to_answer(
    made: Cadence, walls: dict[str, Wall], since: date
) -> None:
    day = rhythms.on_or_after(made.rhythm, made.weekday, since)
    after = cadence.day_after(made, day)
    planned = cadence.of_round(made, day, walls)
    (closes,) = [p.due_at for p in planned if p.kind == cadence.CLOSE]
    prompts = [p.due_at for p in planned if p.kind == cadence.PROMPT]
    assert len(prompts) == len(walls)
    assert all(prompt + 2 * HOUR <= closes for prompt in prompts)
    opens = cadence.opening(made, after, walls, day).due_at
    following = [p for p in cadence.of_round(made, after, walls) if p.kind == cadence.PROMPT]
    assert closes <= opens
    assert all(opens + HOUR <= p.due_at for p in following)
    assert opens >= cadence.first_prompt(made, after, walls) - cadence.EARLY


@given(MADE, WALLS, SINCE)
def test_a_short_rounds_reminders_come_before_its_close(
    made: Cadence, walls: dict[str, Wall], since: date
) -> None:
    day = rhythms.on_or_after(made.rhythm, made.weekday, since)
    planned = cadence.of_round(made, day, walls)
    (closes,) = [p for p in planned if p.kind == cadence.CLOSE]
    if closes.zone != "UTC" or made.zone == "UTC":
        return
    reminders = [p for p in planned if p.kind in (cadence.REMIND, cadence.LAST_CALL)]
    assert all(p.due_at + HOUR <= closes.due_at for p in reminders)


@given(MADE, NOWS)
def test_the_first_round_lies_ahead_and_the_next_ones_follow(made: Cadence, now: datetime) -> None:
    first = cadence.first_day(made, now, None)
    assert moment(first, made.time, made.zone) > now
    days = [first, *cadence.coming(made, first, 5)]
    assert days == sorted(set(days))
    assert all(rhythms.falls_on(made.rhythm, made.weekday, day) for day in days)
    assert cadence.day_after(made, first) == days[1]


@given(MADE, NOWS)
def test_without_a_change_nothing_takes_the_place_of_a_round(made: Cadence, now: datetime) -> None:
    last = cadence.first_day(made, now, None)
    day = cadence.day_after(made, last)
    opened = moment(day, made.time, made.zone) - cadence.EARLY
    assert cadence.replaced_by(made, day, last, opened) is None
    assert cadence.following(made, opened, last, frozenset({day})) == day
