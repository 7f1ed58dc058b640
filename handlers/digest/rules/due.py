"""When a team's digest is due."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.schedule.rules import moment, weekday_from

POST: Final = "digest.post"
CHART: Final = "digest.chart"
WEEK: Final = timedelta(days=7)
TOO_LATE: Final = timedelta(days=3)
LATE: Final = timedelta(hours=1)  # from then on the post says so
# By then an update is committed, or Slack has given up on it and told who sent it (after 3 s).
COMMITTED: Final = timedelta(seconds=5)
GAP: Final = timedelta(days=4)  # a digest sooner after the last one waits for the next week


def next_due(
    after: datetime, weekday: int, wall: time, zone: str, last: date | None
) -> tuple[date, datetime]:
    """The first such weekday and time on this zone's walls after a moment: its date and moment.

    `last` is the day of the digest before: when the weekday is changed, no week has two.
    """
    day = weekday_from(after.astimezone(ZoneInfo(zone)).date(), weekday)
    if moment(day, wall, zone) <= after:
        day += WEEK
    if last is not None and day - last < GAP:
        day += WEEK
    return day, moment(day, wall, zone)


def begins(until: datetime, last_until: datetime | None) -> datetime:
    """What a digest covers begins where the one before ended; the first one covers a week."""
    return until - WEEK if last_until is None else last_until


def days(since: datetime, until: datetime, zone: str) -> tuple[date, date]:
    """The first and the last date in a headline; the day of the digest before is not told twice."""
    end = until.astimezone(ZoneInfo(zone)).date()
    start = since.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return min(start, end), end


def message_key(team_id: str, day: date) -> str:
    return f"digest:{team_id}:{day.isoformat()}"
