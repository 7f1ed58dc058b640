"""What a team's days off mean for its digest: a week without a round, and silence that is none."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.absence.rules.off import Off
from handlers.okr.rules import KrState, Movement, Status, standing_now
from handlers.schedule.rules.rhythm import Rhythm, falls_on

_DAY = timedelta(days=1)


def paused_in(
    offs: Iterable[Off], team_id: str, made: tuple[Rhythm, int], start: date, end: date
) -> list[Off]:
    """Of these days off those that hold a check-in day of the team between the two dates."""
    days = _days(start, end)
    asked = [day for day in days if falls_on(*made, day)]
    return [off for off in offs if any(off.holds(team_id, day) for day in asked)]


def rested(moves: Sequence[Movement], offs: Sequence[Off], now: datetime) -> list[Movement]:
    """The same, where a day that the team had off does not make a key result outdated."""
    return [replace(m, kr=_rested(m.kr, offs, now)) for m in moves]


def _rested(kr: KrState, offs: Sequence[Off], now: datetime) -> KrState:
    if kr.status is not Status.OUTDATED or kr.made_at is None:
        return kr
    zone = ZoneInfo(kr.team_zone)
    since = kr.made_at.astimezone(zone).date() + _DAY
    days = _days(since, now.astimezone(zone).date())
    off = sum(any(one.holds(kr.team_id, day) for one in offs) for day in days)
    status = standing_now(
        kr.aim.suggested(kr.value, kr.expected),
        said=kr.told,
        heard=kr.made_at + off * _DAY,
        now=now,
        cadence=kr.cadence,
    )
    return kr._replace(status=status)


def _days(first: date, last: date) -> list[date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]
