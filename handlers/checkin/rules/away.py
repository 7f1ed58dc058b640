"""Who is skipped, and why: the words that are written down with the occurrence."""

import re
from datetime import datetime
from typing import Final

AWAY: Final = "away"
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
SKIPPED: Final = "skipped"  # by the person, who may say why
HOLIDAY: Final = "public holiday: {name}"
NEUTRAL: Final = (AWAY, HOLIDAY.partition(":")[0], SKIPPED)  # not asked, so not missed

LONGEST_WHY: Final = 300  # characters of why somebody skips a round

_EMOJI: Final = frozenset(
    {
        "palm_tree",
        "face_with_thermometer",
        "beach_with_umbrella",
        "desert_island",
        "umbrella_on_ground",
        "baby",
        "thermometer",
        "sneezing_face",
        "hospital",
    }
)
_WORDS: Final = re.compile(
    r"\b(vacation(ing)?|(on|parental) leave|out of office|ooo|sick|on holidays?|day off)\b"
    r"|休假|度假|放假|[请請]假|病假|产假|產假",
    re.IGNORECASE,
)


def away_by_status(emoji: str, text: str) -> bool:
    """Whether a Slack status says that this person does not work now.

    Slack's own are :palm_tree: Vacationing and :face_with_thermometer: Out sick.
    """
    return emoji.strip(":").partition("::")[0] in _EMOJI or _WORDS.search(text) is not None


def away_reason(
    now: datetime, until: datetime | None, emoji: str, text: str, holiday: str | None
) -> str | None:
    """Why this person is not asked now; None when they are there."""
    if (until is not None and now < until) or away_by_status(emoji, text):
        return AWAY
    return HOLIDAY.format(name=holiday) if holiday else None


def is_neutral(reason: str | None) -> bool:
    """Whether it counts as away in the summary."""
    return reason is not None and reason.startswith(NEUTRAL)
