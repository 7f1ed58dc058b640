"""Why a check-in asks somebody nothing: its own words, beside those of who is away."""

from typing import Final

from handlers.absence.rules.why import (
    AWAY,
    DAY_OFF,
    HOLIDAY,
    NEUTRAL,
    OF_TEAM,
    PAUSE,
    QUIET,
    STATUS,
    is_neutral,
    kind_of,
)

NO_KEY_RESULTS: Final = "no key results"
ANSWERED_EARLY: Final = "answered early"
NOTHING_MISSING: Final = "nothing missing"
MISSED: Final = "missed"
ROUND_OVER: Final = "round over"
LEFT: Final = "left the team"
DEACTIVATED: Final = "deactivated"
BOT: Final = "bot"
JUST_PROMPTED: Final = "just prompted"
NO_TEAM: Final = "no team"
NOBODY: Final = "nobody to ask"  # in a team without members
MOVED: Final = "moved to {day}"  # with its whole round, before anybody was asked in it
NO_ROOM: Final = "next round comes first"  # a reminder, since rounds come more often now
AGAIN: Final = (LEFT, MOVED.partition("{")[0], NO_ROOM)  # due again when that is taken back
SKIPPED: Final = "skipped"  # by the person, who may say why
NOT_NEEDED: Final = "nobody to stand in for"
EVERYBODY_AWAY: Final = "everybody away"  # a round that comes to nothing: no summary
LONGEST_WHY: Final = 300  # characters of why somebody skips a round
DAYS_OFF: Final = frozenset({HOLIDAY, DAY_OFF})

__all__ = [
    "AGAIN",
    "ANSWERED_EARLY",
    "AWAY",
    "BOT",
    "DAYS_OFF",
    "DAY_OFF",
    "DEACTIVATED",
    "EVERYBODY_AWAY",
    "HOLIDAY",
    "JUST_PROMPTED",
    "LEFT",
    "LONGEST_WHY",
    "MISSED",
    "MOVED",
    "NEUTRAL",
    "NOTHING_MISSING",
    "NOT_NEEDED",
    "NO_KEY_RESULTS",
    "NO_ROOM",
    "NO_TEAM",
    "OF_TEAM",
    "PAUSE",
    "QUIET",
    "ROUND_OVER",
    "SKIPPED",
    "STATUS",
    "is_day_off",
    "is_neutral",
    "kind_of",
]


def is_day_off(reason: str | None) -> bool:
    """Whether their country or the whole workspace had the day off."""
    return reason is not None and kind_of(reason) in DAYS_OFF
