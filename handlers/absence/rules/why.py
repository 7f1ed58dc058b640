"""Why somebody is not asked now: the words that are written down with the occurrence.

A reason is a kind, and after a colon what it is called: `public holiday: Thanksgiving Day`.
"""

from datetime import datetime
from typing import Final

from handlers.kit.statuses import away_by_status

AWAY: Final = "away"  # as they said
STATUS: Final = "status"  # as their Slack status says
HOLIDAY: Final = "public holiday"
DAY_OFF: Final = "day off"  # of the whole workspace
PAUSE: Final = "pause"  # of the team
QUIET: Final = "do not disturb"  # beside what is still due: held until it ends
NEUTRAL: Final = frozenset({AWAY, STATUS, HOLIDAY, DAY_OFF, PAUSE})  # skipped, not missed
OF_TEAM: Final = frozenset({DAY_OFF, PAUSE})  # over once it is taken back

STAND_IN_AWAY: Final = "the stand-in is away, too"
STAND_IN_LEFT: Final = "the stand-in is deactivated"


def named(kind: str, name: str) -> str:
    """The reason of this kind, with its name if it has one."""
    return f"{kind}: {name}" if name else kind


def kind_of(reason: str) -> str:
    return reason.partition(":")[0]


def name_in(reason: str) -> str:
    """What the reason names: `Winter break` of `pause: Winter break`."""
    return reason.partition(":")[2].strip()


def is_neutral(reason: str | None) -> bool:
    """Whether it counts as away in the summary."""
    return reason is not None and kind_of(reason) in NEUTRAL


def away_now(
    now: datetime,
    span: tuple[datetime | None, datetime | None],
    status: tuple[str, str, datetime | None],
) -> str | None:
    """Whether somebody is away by their own word, or by their status; None when they are there.

    `span`: from when (None: since long ago) until when (None: they are not). `status`: emoji,
    text, and when Slack takes it away, which counts even if Slack tells us late.
    """
    begins, ends = span
    if ends is not None and now < ends and (begins is None or begins <= now):
        return AWAY
    emoji, text, until = status
    is_over = until is not None and until <= now
    return STATUS if not is_over and away_by_status(emoji, text) else None
