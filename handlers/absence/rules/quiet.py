"""Slack's do-not-disturb: how long something that is due waits for its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

LONGEST: Final = timedelta(hours=6)  # after it was due
TO_ANSWER: Final = timedelta(hours=1)  # what is left of the round when it comes at last
AHEAD: Final = timedelta(minutes=10)  # Slack is asked this long before something is due
AT_ONCE: Final = 50  # people in one question to Slack


@dataclass(frozen=True, slots=True)
class Quiet:
    """From when until when Slack shows somebody no notification; the next time, or this one."""

    begins: datetime | None = None
    ends: datetime | None = None

    def at(self, now: datetime) -> bool:
        return self.begins is not None and self.ends is not None and self.begins <= now < self.ends


NEVER: Final = Quiet()


def held_until(
    quiet: Quiet, first_due: datetime, now: datetime, closes_at: datetime
) -> datetime | None:
    """When something that is due now is sent instead; None: now.

    When it is quiet no more, at most six hours after it was due, and in time to be answered.
    """
    if not quiet.at(now) or quiet.ends is None:
        return None
    until = min(quiet.ends, first_due + LONGEST, closes_at - TO_ANSWER)
    return until if until > now else None


def read_quiet(status: Mapping[str, Any]) -> Quiet:
    """What dnd.teamInfo and the event dnd_updated_user say; Slack writes 1 for never."""
    begins, ends = status.get("next_dnd_start_ts"), status.get("next_dnd_end_ts")
    if not status.get("dnd_enabled") or not begins or not ends or ends <= begins:
        return NEVER
    return Quiet(datetime.fromtimestamp(begins, UTC), datetime.fromtimestamp(ends, UTC))
