"""What may be shown of a quote, when it is posted, how people name it."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from handlers.schedule.rules import moment, weekday_from

POST: Final = "quote.post"
TEAM: Final = "quote.team"  # fields of the form
KR: Final = "quote.kr"
WEEKDAY: Final = 0  # Monday
WALL: Final = time(15, 0)
NOT_WITHIN: Final = timedelta(days=90)
TOO_LATE: Final = timedelta(days=3)
_FIRST: Final = timezone(timedelta(hours=14))
LONGEST: Final = 2000
LONGEST_CUSTOMER: Final = 120

_RECALL: Final = re.compile(r"recall(?:\s+(?P<number>q-?\d{1,9}|\d{1,9}))?", re.IGNORECASE)


class Moment(StrEnum):
    """How it felt to the customer."""

    DELIGHT = "delight"
    PAIN = "pain"


class Consent(StrEnum):
    """What the customer allows. Expired is never chosen: it happens."""

    INTERNAL = "internal"
    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"


class Touchpoint(StrEnum):
    """The steps of the customer journey."""

    DISCOVER = "discover"
    BUY = "buy"
    ONBOARD = "onboard"
    USE = "use"
    GET_HELP = "get help"
    RENEW = "renew"


POSTABLE: Final = (Consent.INTERNAL, Consent.ASKED, Consent.APPROVED)


@dataclass(frozen=True, slots=True)
class Quote:
    """Something a customer said."""

    number: int
    team_id: str | None
    text: str
    customer: str
    touchpoint: str
    moment: Moment
    consent: Consent
    kr_number: int | None
    saved_by: str
    saved_at: datetime

    @property
    def named(self) -> str:
        """The customer's name where it may be shown, else nothing."""
        return self.customer if self.consent is Consent.APPROVED else ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person filled in, before it has a number."""

    team_id: str
    text: str
    customer: str
    touchpoint: Touchpoint
    moment: Moment
    consent: Consent
    kr_number: int | None
    source_channel: str | None
    source_ts: str | None


@dataclass(frozen=True, slots=True)
class Recalled:
    """A quote taken back, and how many posted copies go with it."""

    number: int
    copies: int


def read_recall(text: str) -> tuple[bool, int | None]:
    """Whether this asks for a recall, and of which number: "recall Q-4", "recall q4"."""
    asked = _RECALL.fullmatch(text.strip())
    if asked is None:
        return False, None
    number = asked["number"]
    return True, int(re.sub(r"\D", "", number)) if number else None


def week_of(now: datetime, clock: tzinfo = _FIRST) -> datetime:
    """When this week began: nobody reads a quote both in a round's thread and beside it in one.

    By the wall of one team, or, of many at once, by the easternmost clock, whose Monday begins
    before any other: in Auckland UTC's begins only at 13:00, between a round in the morning and
    the post of the same day.
    """
    today = now.astimezone(clock).date()
    monday = today - timedelta(days=today.weekday())
    return datetime.combine(monday, time(), clock).astimezone(UTC)


def next_post(after: datetime, zone: str) -> tuple[date, datetime]:
    """The team's next Monday 15:00 after this moment: its date and the moment."""
    day = weekday_from(after.astimezone(ZoneInfo(zone)).date(), WEEKDAY)
    at = moment(day, WALL, zone)
    if at <= after:
        day += timedelta(days=7)
        at = moment(day, WALL, zone)
    return day, at
