"""The moments of a round: section 5 of the design, for any weekday and any mix of zones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.schedule.rules import moment, weekday_from, working_moment

OPEN: Final = "checkin.open"
PROMPT: Final = "checkin.prompt"
REMIND: Final = "checkin.remind"
LAST_CALL: Final = "checkin.last_call"
CLOSE: Final = "checkin.close"
REFRESH: Final = "checkin.refresh"  # somebody's cards show what was answered meanwhile
SUMMARY: Final = "checkin.summary"  # a round that is over comes to something else than it did
LATE_ANSWER: Final = "checkin.late"  # the same, as it was planned before there was one post
ASKING: Final = (PROMPT, REMIND, LAST_CALL)  # what one person gets as one card for all teams
OF_ROUND: Final = (*ASKING, CLOSE)  # planned when a round opens

EARLY: Final = timedelta(hours=48)  # answers are taken this long before the first prompt
LATE: Final = timedelta(minutes=30)  # later than this the bot was down when it was due
PAUSE: Final = timedelta(hours=3)  # no reminder this soon after a prompt
APART: Final = timedelta(days=5)  # between the days of two rounds, whatever the weekday becomes
SUMMARY_WITHIN: Final = timedelta(days=3)  # a summary older than this is no news
REMEMBERED: Final = timedelta(days=14)  # a round this old takes no late answers
WORK_OPENS: Final = time(8)
WORK_CLOSES: Final = time(18)


@dataclass(frozen=True, slots=True)
class Cadence:
    """A team's check-in: weekday (Monday is 0), wall time, and the team's own zone."""

    weekday: int
    time: time
    zone: str


@dataclass(frozen=True, slots=True)
class Planned:
    """One due moment of a round; without a member it is the team's."""

    kind: str
    member_id: str
    wall_day: date
    wall_time: time
    zone: str

    @property
    def due_at(self) -> datetime:
        return moment(self.wall_day, self.wall_time, self.zone)


def closing(cadence: Cadence, day: date) -> Planned:
    """Two days after the check-in day, at noon where the team is."""
    return Planned(CLOSE, "", day + timedelta(days=2), time(12), cadence.zone)


def for_member(cadence: Cadence, day: date, member_id: str, zone: str) -> list[Planned]:
    """A member's prompt and two reminders, on their own walls."""
    return [
        Planned(PROMPT, member_id, day, cadence.time, zone),
        Planned(REMIND, member_id, day + timedelta(days=1), time(10), zone),
        Planned(LAST_CALL, member_id, day + timedelta(days=2), time(9), zone),
    ]


def of_round(cadence: Cadence, day: date, zones: Mapping[str, str]) -> list[Planned]:
    """Everything that is due in the round of this day. `zones`: member -> zone."""
    theirs = (p for member, zone in zones.items() for p in for_member(cadence, day, member, zone))
    return [*theirs, closing(cadence, day)]


def opening(cadence: Cadence, day: date, zones: Mapping[str, str]) -> Planned:
    """48 hours before the earliest prompt, as the team's wall shows it."""
    walls = set(zones.values()) or {cadence.zone}
    opens = min(moment(day, cadence.time, zone) for zone in walls) - EARLY
    local = opens.astimezone(ZoneInfo(cadence.zone))
    return Planned(OPEN, "", local.date(), local.time(), cadence.zone)


def day_after(cadence: Cadence, day: date) -> date:
    """The round that follows the one of this day; a new weekday never doubles a week."""
    return weekday_from(day + APART, cadence.weekday)


def first_day(cadence: Cadence, now: datetime, last: date | None) -> date:
    """The first round whose prompt, where the team is, still lies ahead.

    `last` is the day of the round before it, if there was one.
    """
    day = weekday_from(now.astimezone(ZoneInfo(cadence.zone)).date(), cadence.weekday)
    if moment(day, cadence.time, cadence.zone) <= now:
        day += timedelta(days=7)
    return day if last is None else max(day, day_after(cadence, last))


def is_replaced(cadence: Cadence, day: date, last: date | None, now: datetime) -> bool:
    """Whether the team's weekday has changed and its new day comes soon enough to take the place
    of the round of this day. `last`: the round before that.
    """
    return day.weekday() != cadence.weekday and first_day(cadence, now, last) < day + APART


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether the bot was down when this should have been sent."""
    return now - due_at > LATE


def send_at(due_at: datetime, now: datetime, zone: str) -> datetime:
    """When a prompt goes out: on time at any hour, late ones in working hours only."""
    return working_moment(now, zone, WORK_OPENS, WORK_CLOSES) if is_late(due_at, now) else now
