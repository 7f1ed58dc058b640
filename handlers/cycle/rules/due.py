"""The moments at the end of a cycle: prepare the next, ask, remind, post."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.okr.rules.cycle import PREPARED
from handlers.schedule.rules import moment, working_moment

PREPARE: Final = "cycle.prepare"  # the leads of a team hear of the next cycle
OPEN: Final = "cycle.open"  # who is asked, and where they are, is looked up
ASK: Final = "cycle.ask"  # one person, for their grades and lessons
REMIND: Final = "cycle.remind"
POST: Final = "cycle.post"  # the result goes to the team's channel
REDRAW: Final = "cycle.redraw"  # somebody's cards show a value that was recorded meanwhile
OF_TEAM: Final = (PREPARE, OPEN, POST)
OF_PERSON: Final = (ASK, REMIND)

ASKED_AT: Final = time(10)
POSTED_AT: Final = time(15)
ANSWERED: Final = timedelta(days=5)  # from the last day until the result is posted
NOTICE: Final = timedelta(days=3)  # at least, where people were asked late
REMINDED: Final = timedelta(days=2)  # before the result is posted
MATTERS: Final = timedelta(days=30)  # what ended longer ago is not asked for any more
LATE: Final = timedelta(minutes=30)  # later than this the bot was down when it was due
EARLIEST: Final = "Pacific/Kiritimati"  # where each date begins first
WORK_OPENS: Final = time(8)
WORK_CLOSES: Final = time(18)
SATURDAY: Final = 5  # Monday is 0


@dataclass(frozen=True, slots=True)
class Planned:
    """One due moment at the end of a cycle; without a member it is the team's."""

    kind: str
    day: date
    wall: time
    zone: str
    member_id: str = ""

    @property
    def due_at(self) -> datetime:
        return moment(self.day, self.wall, self.zone)


def of_team(ends: date, zone: str) -> list[Planned]:
    """What a team has when its objectives end on this day."""
    return [
        Planned(PREPARE, ends - PREPARED + timedelta(days=1), ASKED_AT, zone),
        Planned(OPEN, ends, ASKED_AT, EARLIEST),
        posting(ends, ends, zone),
    ]


def posting(ends: date, asked: date, zone: str) -> Planned:
    """The result: five days after the end, and no sooner than three after people were asked."""
    return Planned(POST, max(ends + ANSWERED, asked + NOTICE), POSTED_AT, zone)


def of_person(ends: date, posted: date, member_id: str, zone: str) -> list[Planned]:
    """What one owner gets, on their own wall."""
    return [
        Planned(ASK, ends, ASKED_AT, zone, member_id),
        Planned(REMIND, posted - REMINDED, ASKED_AT, zone, member_id),
    ]


def is_by_hand(closed_at: datetime | None, ends: date) -> bool:
    """Whether an objective was closed before any result can have been posted, which closes it."""
    return closed_at is not None and closed_at < moment(ends + ANSWERED, POSTED_AT, EARLIEST)


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether the bot was down when this should have been sent."""
    return now - due_at > LATE


def send_at(due_at: datetime, now: datetime, zone: str) -> datetime:
    """When a card goes out: on time at any hour, late ones in working hours only."""
    return working_moment(now, zone, WORK_OPENS, WORK_CLOSES) if is_late(due_at, now) else now


def next_day(now: datetime, zone: str) -> datetime:
    """When a reminder is tried again that came on a day on which they do not work."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return moment(today + timedelta(days=1), ASKED_AT, zone)


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def may_be_asked(ends: date, now: datetime) -> bool:
    """Whether it can be the last day by now on some wall."""
    return now.astimezone(ZoneInfo(EARLIEST)).date() >= ends


def card_key(kind: str, ends: date, member_id: str) -> str:
    return f"{kind}:{ends.isoformat()}:{member_id}"


def drafts_key(first: int, member_id: str) -> str:
    """What tells somebody of drafts that went on, by the first of their KRs."""
    return f"cycle.drafts:{first}:{member_id}"


def result_key(team_id: str, cycle_id: str) -> str:
    return f"cycle.result:{team_id}:{cycle_id}"


def own_result_key(member_id: str, cycle_id: str) -> str:
    return f"cycle.result:{member_id}:{cycle_id}"
