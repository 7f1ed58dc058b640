"""Where the clock bar's buttons lead: moments on one person's wall."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAYS: Final[Mapping[str, tuple[int, time]]] = {
    "wednesday-10": (2, time(10)),
    "friday-15": (4, time(15)),
}


def local(day: date, at: time, zone: str) -> datetime:
    """That wall time in UTC; in a spring gap the first moment after it, in a fold the first one."""
    wall = datetime.combine(day, at, ZoneInfo(zone))
    return _out_of_gap(wall).astimezone(UTC)


def _out_of_gap(wall: datetime) -> datetime:
    there = wall.astimezone(UTC).astimezone(wall.tzinfo)
    if there.replace(tzinfo=None) == wall.replace(tzinfo=None):
        return wall
    before, after = wall.utcoffset(), wall.replace(fold=1).utcoffset()
    gap = abs((after or timedelta()) - (before or timedelta()))
    return wall.replace(minute=0, second=0, microsecond=0) + gap


def destination(move: str, zone: str, now: datetime) -> datetime:
    """The moment a move leads to; ValueError says what is wrong with one that leads nowhere.

    `hour`, `tomorrow-9`, `wednesday-10`, `friday-15`, or a wall time `2026-11-25T10:00`.
    """
    here = now.astimezone(ZoneInfo(zone))
    if move == "hour":
        return now + timedelta(hours=1)
    if move == "tomorrow-9":
        return local(here.date() + timedelta(days=1), time(9), zone)
    if move in WEEKDAYS:
        return _next(*WEEKDAYS[move], zone, now)
    return _typed(move, zone, now)


def _next(weekday: int, at: time, zone: str, now: datetime) -> datetime:
    today = now.astimezone(ZoneInfo(zone)).date()
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    moment = local(day, at, zone)
    return moment if moment > now else local(day + timedelta(days=7), at, zone)


def _typed(text: str, zone: str, now: datetime) -> datetime:
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("Pick a date and a time to move the clock to.") from None
    moment = wall if wall.tzinfo else local(wall.date(), wall.time(), zone)
    if moment < now:
        raise ValueError("That moment has passed. The clock only moves forward.")
    if moment > now + timedelta(days=3660):
        raise ValueError("That is more than ten years away. Pick a nearer moment.")
    return moment.astimezone(UTC)
