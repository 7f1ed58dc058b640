"""At most one nudge about a KR a day and ten a week for each person, whatever asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

WEEK: Final = timedelta(days=7)
MOST_A_WEEK: Final = 10  # messages within any seven days
TODAY: Final = "asked about it today"
ENOUGH: Final = "asked enough this week"
OFF: Final = "reminders off"  # by the person


class Profile(StrEnum):
    """How much somebody wants to be reminded; their cards come in any case."""

    STANDARD = "standard"  # the day after, and on the last morning
    LIGHT = "light"  # only on the last morning
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Ask:
    """A message that asks one person for something. `key` is the outbox's name for it, `zone`
    theirs, by which a day is a day; without `krs` it is about no KR.
    """

    member_id: str
    key: str
    kind: str
    zone: str = "UTC"
    krs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What is written down of an earlier one, a KR each; 0 where it was about none."""

    member_id: str
    key: str
    kr_number: int
    sent_at: datetime


def refusals(
    asks: Iterable[Ask], past: Iterable[Sent], now: datetime
) -> Mapping[tuple[str, str], str | None]:
    """Why each of these may not be sent (person and key; None: it may), one after the other.

    The day is that of the person's wall, the week the seven days before this moment. One that
    was noted already counts once: to ask again for the same is no second nudge.
    """
    by_person: dict[str, list[Sent]] = {}
    for sent in past:
        by_person.setdefault(sent.member_id, []).append(sent)
    found: dict[tuple[str, str], str | None] = {}
    for ask in asks:
        theirs = by_person.setdefault(ask.member_id, [])
        found[ask.member_id, ask.key] = why = refusal(ask, theirs, now)
        theirs += [] if why else entries(ask, now)
    return found


def refusal(ask: Ask, past: Sequence[Sent], now: datetime) -> str | None:
    """Why this person is not asked now; `past` is what they were asked before."""
    others = [sent for sent in past if sent.key != ask.key and now - sent.sent_at < WEEK]
    today = now.astimezone(ZoneInfo(ask.zone)).date()
    if any(s.kr_number in ask.krs and _day(s, ask.zone) == today for s in others):
        return TODAY
    return ENOUGH if len({sent.key for sent in others}) >= MOST_A_WEEK else None


def _day(sent: Sent, zone: str) -> object:
    return sent.sent_at.astimezone(ZoneInfo(zone)).date()


def entries(ask: Ask, now: datetime) -> list[Sent]:
    """What is written down of it."""
    return [Sent(ask.member_id, ask.key, number, now) for number in sorted(set(ask.krs)) or [0]]
