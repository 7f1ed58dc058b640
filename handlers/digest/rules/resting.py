"""What a team's days off mean for its digest: a week without a round."""

from collections.abc import Iterable
from datetime import date, timedelta

from handlers.absence.rules.off import Off
from handlers.schedule.rules.rhythm import Rhythm, falls_on

_DAY = timedelta(days=1)


def paused_in(
    offs: Iterable[Off], team_id: str, made: tuple[Rhythm, int], start: date, end: date
) -> list[Off]:
    """Of these days off those that hold a check-in day of the team between the two dates."""
    days = _days(start, end)
    asked = [day for day in days if falls_on(*made, day)]
    return [off for off in offs if any(off.holds(team_id, day) for day in asked)]


def _days(first: date, last: date) -> list[date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]
