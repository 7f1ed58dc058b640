"""When a round's moments lie."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.checkin.rules import cadence
from handlers.checkin.rules.cadence import Cadence, Planned, Wall
from handlers.schedule.rules import moment, weekday_from
from handlers.schedule.rules import rhythm as rhythms

BERLIN = Cadence(2, time(10), "Europe/Berlin")
ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Auckland",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Europe/Berlin",
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Niue",
    "Australia/Lord_Howe",
)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
CADENCES = st.builds(
    Cadence,
    st.integers(0, 6),
    st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
)
WALLS = st.builds(Wall, st.sampled_from(ZONES))
TEAMS = st.dictionaries(st.sampled_from(["U1", "U2", "U3"]), WALLS, min_size=1)
NOWS = st.integers(0, 1000 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def local(planned: Planned) -> str:
    return planned.due_at.astimezone(ZoneInfo(planned.zone)).strftime("%a %H:%M")


def test_the_wednesday_round_keeps_the_designs_distances() -> None:
    planned = cadence.of_round(BERLIN, date(2026, 11, 18), {"U1": Wall("Asia/Shanghai")})
    assert [(p.kind, p.zone, local(p)) for p in planned] == [
        (cadence.PROMPT, "Asia/Shanghai", "Wed 10:00"),
        (cadence.REMIND, "Asia/Shanghai", "Thu 10:00"),
        (cadence.LAST_CALL, "Asia/Shanghai", "Fri 09:00"),
        (cadence.CLOSE, "Europe/Berlin", "Fri 12:00"),
    ]


def test_a_monday_round_closes_on_wednesday() -> None:
    monday = Cadence(0, time(9, 30), "Asia/Taipei")
    planned = cadence.of_round(monday, date(2026, 11, 16), {"U1": Wall("Asia/Taipei")})
    assert [local(p) for p in planned] == ["Mon 09:30", "Tue 10:00", "Wed 09:00", "Wed 12:00"]


@pytest.mark.parametrize(
    ("day", "zone", "offset"),
    [
        (date(2026, 3, 25), "Europe/Berlin", 1),  # the Wednesday before summer time
        (date(2026, 4, 1), "Europe/Berlin", 2),
        (date(2026, 10, 21), "Europe/Berlin", 2),  # the Wednesday before winter time
        (date(2026, 10, 28), "Europe/Berlin", 1),
        (date(2026, 10, 28), "America/New_York", -4),  # a week later than Europe
        (date(2026, 11, 4), "America/New_York", -5),
    ],
)
def test_a_prompt_is_at_ten_on_both_sides_of_a_clock_change(
    day: date, zone: str, offset: int
) -> None:
    prompt = cadence.for_member(BERLIN, day, "U1", Wall(zone))[0]
    assert prompt.due_at == datetime(day.year, day.month, day.day, 10 - offset, tzinfo=UTC)


def test_a_prompt_in_a_spring_gap_comes_at_its_end() -> None:
    sunday = Cadence(6, time(2, 30), "Europe/Berlin")
    prompt = cadence.for_member(sunday, date(2026, 3, 29), "U1", Wall("Europe/Berlin"))[0]
    assert prompt.due_at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_prompt_in_an_autumn_fold_comes_the_first_time() -> None:
    sunday = Cadence(6, time(2, 30), "Europe/Berlin")
    prompt = cadence.for_member(sunday, date(2026, 10, 25), "U1", Wall("Europe/Berlin"))[0]
    assert prompt.due_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_round_opens_48_hours_before_the_member_furthest_east() -> None:
    zones = {"U1": Wall("Pacific/Auckland"), "U2": Wall("America/New_York")}
    opening = cadence.opening(BERLIN, date(2026, 11, 18), zones)
    assert opening.due_at == moment(date(2026, 11, 16), time(10), "Pacific/Auckland")


@pytest.mark.parametrize(
    ("now", "last", "day"),
    [
        ("2026-11-17 15:00", None, date(2026, 11, 18)),  # set up on Tuesday: tomorrow
        ("2026-11-18 09:59", None, date(2026, 11, 18)),
        ("2026-11-18 10:00", None, date(2026, 11, 25)),  # the prompt has passed
        ("2026-11-16 09:00", date(2026, 11, 11), date(2026, 11, 18)),
        ("2026-11-16 09:00", date(2026, 11, 16), date(2026, 11, 25)),  # two days after a Monday's
        ("2026-11-16 09:00", date(2026, 11, 13), date(2026, 11, 18)),  # five after a Friday's
    ],
)
def test_the_first_round_is_the_first_whose_prompt_lies_ahead(
    now: str, last: date | None, day: date
) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert cadence.first_day(BERLIN, at, last) == day


def test_a_late_prompt_waits_for_its_readers_working_hours() -> None:
    due = moment(date(2026, 11, 18), time(10), "Asia/Shanghai")
    night = moment(date(2026, 11, 18), time(23), "Asia/Shanghai")
    morning = moment(date(2026, 11, 19), time(8), "Asia/Shanghai")
    assert cadence.send_at(due, night, "Asia/Shanghai") == morning


def test_a_prompt_set_for_the_evening_is_sent_in_the_evening() -> None:
    due = moment(date(2026, 11, 18), time(21), "Asia/Shanghai")
    assert cadence.send_at(due, due, "Asia/Shanghai") == due


@given(CADENCES, NOWS, st.none() | DAYS)
def test_a_first_round_is_on_its_weekday_and_ahead(
    made: Cadence, now: datetime, last: date | None
) -> None:
    day = cadence.first_day(made, now, last)
    assert day.weekday() == made.weekday
    assert moment(day, made.time, made.zone) > now
    assert last is None or day - last >= rhythms.apart(made.rhythm)


@given(CADENCES, DAYS)
def test_without_a_change_rounds_are_a_week_apart(made: Cadence, day: date) -> None:
    first = weekday_from(day, made.weekday)
    assert cadence.day_after(made, first) - first == timedelta(days=7)


@given(CADENCES, st.integers(0, 6), DAYS)
def test_a_new_weekday_neither_doubles_nor_loses_a_round(
    made: Cadence, weekday: int, day: date
) -> None:
    gap = cadence.day_after(Cadence(weekday, made.time, made.zone), day) - day
    assert timedelta(days=5) <= gap <= timedelta(days=11)


@given(CADENCES, DAYS, TEAMS)
def test_a_round_opens_before_anything_else_and_asks_everyone_once(
    made: Cadence, day: date, walls: dict[str, Wall]
) -> None:
    planned = cadence.of_round(made, day, walls)
    opens = cadence.opening(made, day, walls).due_at
    # The hour that is skipped or repeated may shift the wall time it is written as by its length.
    assert all(opens < p.due_at for p in planned)
    prompts = [p for p in planned if p.kind == cadence.PROMPT]
    assert sorted(p.member_id for p in prompts) == sorted(walls)
    assert len({(p.kind, p.member_id) for p in planned}) == len(planned)


@given(CADENCES, DAYS, st.sampled_from(ZONES))
def test_a_members_moments_come_in_order(made: Cadence, day: date, zone: str) -> None:
    due = [p.due_at for p in cadence.for_member(made, day, "U1", Wall(zone))]
    assert due == sorted(due)


@given(NOWS, st.timedeltas(timedelta(), timedelta(days=9)), st.sampled_from(ZONES))
def test_a_late_prompt_always_lands_in_working_hours(
    due: datetime, later: timedelta, zone: str
) -> None:
    now = due + later
    sent = cadence.send_at(due, now, zone)
    hour = sent.astimezone(ZoneInfo(zone)).hour
    assert sent == now or 8 <= hour < 18
    assert sent >= now
    assert sent - now < timedelta(hours=16)
