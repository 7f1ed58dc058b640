"""Every zone, and every change of its clocks from 2024 to 2030: each local week has one round."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from handlers.checkin.rules import cadence
from handlers.checkin.rules.cadence import Cadence, Wall
from handlers.schedule.rules import moment
from tests.trust.zones import SECOND, Change, behaviours, changes, zones

HALF_HOURS: Final = [time(n // 2, n % 2 * 30) for n in range(48)]
LATEST: Final = HALF_HOURS[-1]
WEEK: Final = timedelta(days=7)


def days_around(change: Change) -> list[date]:
    """The week in which the clocks change, and the weeks before and after it; from Monday on."""
    monday = change.day - timedelta(days=change.day.weekday())
    return [monday + timedelta(days=n) for n in range(-7, 14)]


def test_the_zones_of_the_world_are_all_here() -> None:
    """599 zones behaved in 69 ways with 439 changes when this was written; rules change."""
    known = behaviours()
    count, pairs = sum(map(len, known.values())), sum(1 for _ in changes())
    print(f"{count} zones behave in {len(known)} ways with {pairs} changes")  # noqa: T201 figures
    assert count >= 590
    assert len(known) >= 60
    assert pairs >= 400


def test_every_half_hour_around_every_change_is_one_moment() -> None:
    """The wall shows it, or it is the first moment after a gap; of a fold's two, the first."""
    for zone, behaviour, change in changes():
        for day in days_around(change):
            for wall in HALF_HOURS:
                at = moment(day, wall, zone)
                assert at == behaviour.moment(datetime.combine(day, wall)), (zone, day, wall)


def test_every_weekly_schedule_has_one_round_in_each_local_week() -> None:
    for zone, _, change in changes():
        days = days_around(change)
        weeks = [day.isocalendar()[:2] for day in days[::7]]
        wall_of = ZoneInfo(zone)
        begin = moment(days[0], time(), zone) - SECOND
        for weekday in range(7):
            made = Cadence(weekday, LATEST, zone)
            round_days = _three(cadence.first_day(made, begin, None))
            for wall in HALF_HOURS:
                shown = [moment(day, wall, zone).astimezone(wall_of) for day in round_days]
                assert [at.isocalendar()[:2] for at in shown] == weeks, (zone, wall, change)


@lru_cache
def _three(first: date) -> list[date]:
    """The days of a weekly schedule from this one on; neither time nor zone decide them."""
    made = Cadence(first.weekday(), time(), "UTC")
    second = cadence.day_after(made, first)
    return [first, second, cadence.day_after(made, second)]


def test_who_looks_at_any_moment_finds_the_next_round_and_not_the_same_again() -> None:
    """Just before its prompt a round lies ahead; from that moment on the next one does."""
    for zone, _, change in changes():
        for wall in HALF_HOURS:
            made, day = Cadence(change.day.weekday(), wall, zone), change.day
            at = moment(day, wall, zone)
            assert cadence.first_day(made, at - SECOND, None) == day, (zone, made, change)
            assert cadence.first_day(made, at, None) == day + WEEK, (zone, made, change)


def test_a_round_opens_asks_reminds_and_closes_in_this_order_whatever_the_clocks_do() -> None:
    for zone, _, change in changes():
        monday = days_around(change)[7]
        for day in (monday + timedelta(days=n) for n in range(7)):
            for wall in HALF_HOURS[::6]:
                made = Cadence(day.weekday(), wall, zone)
                walls = {"U1": Wall(zone)}
                planned = [p.due_at for p in cadence.of_round(made, day, walls)]
                opens = cadence.opening(made, day, walls).due_at
                order = [opens, *planned]
                assert order == sorted(set(order)), (zone, made, day)
                assert planned[0] - opens >= cadence.EARLY, (zone, made, day)


def test_everybody_has_half_a_day_to_answer_wherever_their_team_is() -> None:
    """Also who is asked last of all, where the day ends last, in a team where it ended first."""
    shortest = min(
        cadence.closing(_at_last(home, change.day), change.day, {"U1": Wall(zone)}).due_at
        - moment(change.day, LATEST, zone)
        for zone, _, change in changes()
        for home in zones()
    )
    print(f"the shortest time from a prompt to the close: {shortest}")  # noqa: T201 a figure
    assert shortest >= timedelta(hours=10)


def _at_last(zone: str, day: date) -> Cadence:
    return Cadence(day.weekday(), LATEST, zone)
