"""When a card that somebody puts off comes again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from handlers.schedule.rules import moment, weekday_from

MORNING: Final = time(9)  # for whom their teams' time counts
MONDAY: Final = 0
NEXT_ROUND: Final = "the next round has begun"  # its own card asks now


class Until(StrEnum):
    """What one can choose."""

    HOUR = "hour"
    TOMORROW = "tomorrow"
    MONDAY = "monday"


@dataclass(frozen=True, slots=True)
class Again:
    """The moment, as this zone's wall shows it."""

    at: datetime
    zone: str

    @property
    def wall(self) -> datetime:
        return self.at.astimezone(ZoneInfo(self.zone))


def again(until: Until, now: datetime, zone: str, own: time | None) -> Again:
    """An hour is an hour, whatever the clocks do; the others keep the wall time: that which the
    person has chosen for check-ins, or nine.
    """
    if until is Until.HOUR:
        return Again(now.astimezone(UTC) + timedelta(hours=1), zone)
    tomorrow = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    day = tomorrow if until is Until.TOMORROW else weekday_from(tomorrow, MONDAY)
    return Again(moment(day, own or MORNING, zone), zone)


def comes(at: datetime, begins: datetime | None) -> bool:
    """Whether a card that is put off until then comes: its round takes answers until its team's
    next one `begins`, which has a card of its own.
    """
    return begins is None or at < begins


def choices(now: datetime, zone: str, own: time | None, begins: datetime | None) -> list[Until]:
    """What can be chosen now, so that the card does come."""
    return [until for until in Until if comes(again(until, now, zone, own).at, begins)]


def a_day_later(now: datetime, wall: time, zone: str) -> datetime:
    """The same wall time of the next day: whoever is away then is not asked."""
    day: date = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return moment(day, wall, zone)
