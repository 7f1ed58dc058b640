"""The moments of a round: section 5 of the design, for any rhythm and any mix of walls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from handlers.absence.rules.quiet import AHEAD
from handlers.schedule.rules import moment, working_moment
from handlers.schedule.rules import rhythm as rhythms
from handlers.schedule.rules.rhythm import OPENS, WEEKLY, Rhythm

OPEN: Final = OPENS
PROMPT: Final = "checkin.prompt"
REMIND: Final = "checkin.remind"
LAST_CALL: Final = "checkin.last_call"
SNOOZED: Final = "checkin.snoozed"  # the card once more, at the moment that somebody chose
CLOSE: Final = "checkin.close"
REFRESH: Final = "checkin.refresh"  # somebody's cards show what was answered meanwhile
SUMMARY: Final = "checkin.summary"  # a round that is over comes to something else than it did
LATE_ANSWER: Final = "checkin.late"  # the same, as it was planned before there was one post
QUIET: Final = "checkin.quiet"  # who wants no notifications is looked up before they are asked
PLANNED: Final = (PROMPT, REMIND, LAST_CALL)
ASKING: Final = (*PLANNED, SNOOZED)  # what one person gets as one card for all teams
OF_ROUND: Final = (*PLANNED, CLOSE)  # planned when a round opens

EARLY: Final = timedelta(hours=48)  # answers are taken this long before the first prompt
LATE: Final = timedelta(minutes=30)  # later than this the bot was down when it was due
PAUSE: Final = timedelta(hours=3)  # no reminder this soon after a prompt
BREATH: Final = timedelta(hours=1)  # from a round's close to the first prompt of the next
ROOM: Final = timedelta(hours=5)  # from a round's last prompt to the first of the next, at least
SUMMARY_WITHIN: Final = timedelta(days=3)  # a summary older than this is no news
REMEMBERED: Final = timedelta(days=14)  # a round this old takes no late answers
WORK_OPENS: Final = time(8)
WORK_CLOSES: Final = time(18)


@dataclass(frozen=True, slots=True)
class Wall:
    """Where a person is, and the time of day at which they want to be asked, if it is their own."""

    zone: str
    at: time | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """A team's check-in: weekday (Monday is 0), wall time, the team's own zone, and how often.

    `at_once`: everybody is asked when the team's wall shows the time, not their own.
    """

    weekday: int
    time: time
    zone: str
    rhythm: Rhythm = WEEKLY
    at_once: bool = False


Walls = Mapping[str, Wall]  # of whoever is asked
NOBODY: Final[Walls] = MappingProxyType({})


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


def _at(kind: str, member_id: str, at: datetime) -> Planned:
    """A moment that no wall gives: in UTC, which has neither gaps nor folds."""
    at = at.astimezone(UTC)
    return Planned(kind, member_id, at.date(), at.time(), "UTC")


def prompt(cadence: Cadence, day: date, member_id: str, wall: Wall) -> Planned:
    """When this person is asked in the round of this day.

    A time of one's own is always by one's own wall. Where rounds come so often that somebody's
    moment would lie in the round before or after, they are asked as near to it as there is room.
    """
    at_once = cadence.at_once and wall.at is None
    zone = cadence.zone if at_once else wall.zone
    own = Planned(PROMPT, member_id, day, wall.at or cadence.time, zone)
    middle = moment(day, cadence.time, cadence.zone)
    half = (rhythms.apart(cadence.rhythm) - ROOM) / 2
    held = min(max(own.due_at, middle - half), middle + half)
    return own if own.due_at == held else _at(PROMPT, member_id, held)


def prompt_at(cadence: Cadence, day: date, wall: Wall) -> datetime:
    return prompt(cadence, day, "", wall).due_at


def first_prompt(cadence: Cadence, day: date, walls: Walls) -> datetime:
    """When the first of these people is asked; without anybody, when the team would be."""
    different = set(walls.values()) or {Wall(cadence.zone)}
    return min(prompt_at(cadence, day, wall) for wall in different)


def _usual_closing(cadence: Cadence, day: date) -> Planned:
    return Planned(CLOSE, "", day + timedelta(days=2), time(12), cadence.zone)


def closing(cadence: Cadence, day: date, walls: Walls, following: date | None = None) -> Planned:
    """Two days after the check-in day, at noon where the team is.

    Where the round that follows comes sooner: an hour before anybody is asked in it. So whoever
    forgot has as long as can be, nobody has two rounds at once, and the summary is read first.
    """
    following = following or day_after(cadence, day)
    latest = first_prompt(cadence, following, walls) - BREATH
    usual = _usual_closing(cadence, day)
    return usual if usual.due_at <= latest else _at(CLOSE, "", latest)


def for_member(
    cadence: Cadence, day: date, member_id: str, wall: Wall, closes: Planned | None = None
) -> list[Planned]:
    """A member's prompt and two reminders, on their own walls.

    In a round that `closes` sooner than usual only those reminders that come an hour before: the
    next card is not far, and is reminder enough.
    """
    reminders = [
        Planned(REMIND, member_id, day + timedelta(days=1), time(10), wall.zone),
        Planned(LAST_CALL, member_id, day + timedelta(days=2), time(9), wall.zone),
    ]
    if closes is not None and closes != _usual_closing(cadence, day):
        reminders = [r for r in reminders if r.due_at <= closes.due_at - BREATH]
    return [prompt(cadence, day, member_id, wall), *reminders]


def of_round(
    cadence: Cadence, day: date, walls: Walls, following: date | None = None
) -> list[Planned]:
    """Everything that is due in the round of this day. `following` is the day of the next round,
    where it is not simply the next of the rhythm.
    """
    closes = closing(cadence, day, walls, following)
    theirs = (p for id_, wall in walls.items() for p in for_member(cadence, day, id_, wall, closes))
    return [*theirs, closes]


def looks_ahead(planned: Iterable[Planned]) -> list[Planned]:
    """A look at who wants quiet, some minutes before each moment at which people are asked.

    In the place of a member stands the moment: there is one look, however many are asked then.
    """
    moments = {p.due_at for p in planned if p.kind in ASKING}
    looks = {at: (at - AHEAD).astimezone(UTC) for at in moments}
    return [
        Planned(QUIET, f"{at:%Y-%m-%dT%H:%MZ}", look.date(), look.time(), "UTC")
        for at, look in looks.items()
    ]


def opening(cadence: Cadence, day: date, walls: Walls, last: date | None = None) -> Planned:
    """48 hours before the earliest prompt, but not before the round of `last` has closed."""
    opens = first_prompt(cadence, day, walls) - EARLY
    if last is not None:
        opens = max(opens, closing(cadence, last, walls, day).due_at)
    return _at(OPEN, "", opens)


def coming(cadence: Cadence, after: date, n: int) -> list[date]:
    """The next n days of rounds after this day."""
    days: list[date] = []
    for _ in range(n):
        after = rhythms.on_or_after(cadence.rhythm, cadence.weekday, after + timedelta(days=1))
        days.append(after)
    return days


def day_after(cadence: Cadence, day: date) -> date:
    """The round that follows the one of this day; a new rhythm never doubles one."""
    earliest = day + rhythms.apart(cadence.rhythm)
    return rhythms.on_or_after(cadence.rhythm, cadence.weekday, earliest)


def first_day(cadence: Cadence, now: datetime, last: date | None, walls: Walls = NOBODY) -> date:
    """The first round in which nobody was to be asked yet, or the team's own time lies ahead.

    `last` is the day of the round before it, if there was one.
    """
    yesterday = now.astimezone(ZoneInfo(cadence.zone)).date() - timedelta(days=1)
    day = rhythms.on_or_after(cadence.rhythm, cadence.weekday, yesterday)
    while _begins(cadence, day, walls) <= now:
        (day,) = coming(cadence, day, 1)
    return day if last is None else max(day, day_after(cadence, last))


def _begins(cadence: Cadence, day: date, walls: Walls) -> datetime:
    """From here on it is too late to begin with this round: everybody may all live to the west."""
    where_the_team_is = moment(day, cadence.time, cadence.zone)
    return max(where_the_team_is, first_prompt(cadence, day, walls))


def replaced_by(
    cadence: Cadence, day: date, last: date | None, now: datetime, walls: Walls = NOBODY
) -> date | None:
    """The day that takes the place of this round, in which nobody was asked yet.

    Only after a change: it comes before it, or within half a period. `last`: the round before.
    """
    found = first_day(cadence, now, last, walls)
    soon = found < day + rhythms.reach(cadence.rhythm)
    return found if soon and found != day else None


def following(
    cadence: Cadence,
    now: datetime,
    last: date | None,
    waiting: frozenset[date],
    walls: Walls = NOBODY,
) -> date:
    """The next round to open. One that is due already, since the bot was down, is not lost:
    `waiting` are the days that are planned.
    """
    first = first_day(cadence, now, last, walls)
    since = date.min if last is None else day_after(cadence, last)
    kept = (d for d in waiting if since <= d <= first and _is_day(cadence, d))
    return min(kept, default=first)


def _is_day(cadence: Cadence, day: date) -> bool:
    return rhythms.falls_on(cadence.rhythm, cadence.weekday, day)


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether the bot was down when this should have been sent."""
    return now - due_at > LATE


def send_at(due_at: datetime, now: datetime, zone: str) -> datetime:
    """When a prompt goes out: on time at any hour, late ones in working hours only."""
    return working_moment(now, zone, WORK_OPENS, WORK_CLOSES) if is_late(due_at, now) else now
