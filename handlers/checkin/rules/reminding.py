"""Who is spared a reminder, and why: the words that are written down with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.checkin.rules import cadence
from handlers.nudge.rules import OFF, Profile

LIGHT: Final = "only the last morning"
SNOOZED: Final = "snoozed"
LATELY: Final = "updated lately"
LATELY_IS: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Spared:
    """What is known of whoever would be reminded. `profile`: how much they want to be."""

    profile: str = Profile.STANDARD
    again_at: datetime | None = None  # when they want their card once more
    updated: bool = False  # any KR, within these three days


def spared(kind: str, who: Spared, now: datetime) -> str | None:
    """Why this reminder is not for them; None when it is."""
    if who.profile == Profile.OFF:
        return OFF
    if who.profile == Profile.LIGHT and kind == cadence.REMIND:
        return LIGHT
    if who.again_at is not None and who.again_at > now:
        return SNOOZED
    return LATELY if who.updated else None
