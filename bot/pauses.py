"""How often what Slack refused for a token is tried again, where it says that the token is good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

FIRST: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """Until when nothing is tried, or until when it counts as refused if it is refused again."""

    until: datetime
    following: timedelta  # the pause after the next refusal
    is_refused: bool  # since it was tried last


def pause_after(pause: Pause | None, now: datetime, *, refused: bool) -> tuple[Pause | None, bool]:
    """The pause from now on, and whether what is held is tried now.

    `refused`: a call was, since this was asked last. At first it is tried at once: the token may
    have been good again by then. Each pause is twice as long as the one before. None once nothing
    was refused for a minute after it was tried.
    """
    if pause is None:
        return (Pause(now + FIRST, FIRST, is_refused=False), True) if refused else (None, False)
    if refused and not pause.is_refused:
        until, following = now + pause.following, min(2 * pause.following, LONGEST)
        return Pause(until, following, is_refused=True), False
    if now < pause.until:
        return pause, False
    if not pause.is_refused:
        return None, False
    return Pause(now + FIRST, pause.following, is_refused=False), True
