"""What everybody decides for themselves about check-ins."""

from dataclasses import dataclass
from datetime import time

from handlers.nudge.rules import Profile


@dataclass(frozen=True, slots=True)
class Settings:
    """`wall`: when they are asked, in the place of their teams' time; `country`: whose public
    holidays they have, in the place of their zone's; `stand_in`: who answers while they are away.
    """

    reminders: Profile = Profile.STANDARD
    wall: time | None = None
    country: str | None = None
    stand_in: str | None = None


def read_profile(text: str | None) -> Profile:
    """What is written down, or was chosen; anything else is the usual one."""
    return Profile(text) if text in list(Profile) else Profile.STANDARD
