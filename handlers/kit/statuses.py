"""The Slack statuses that say that somebody does not work now."""

import re
from typing import Final

# Slack's own are :palm_tree: Vacationing and :face_with_thermometer: Out sick.
EMOJI: Final = frozenset(
    {
        "palm_tree",
        "beach_with_umbrella",
        "umbrella_on_ground",
        "desert_island",
        "camping",
        "face_with_thermometer",
        "thermometer",
        "sneezing_face",
        "mask",
        "hospital",
        "baby",
    }
)
ENGLISH: Final = (
    r"vacation(ing)?",
    r"on (my )?holidays?",
    r"(bank|public) holiday",
    r"(on|sick|annual|parental|maternity|paternity|family) leave",
    r"out of (the )?office",
    r"ooo",
    r"pto",
    r"(day|week) off",
    r"off (today|sick)",
    r"sick",
    r"sabbatical",
)
CHINESE: Final = (
    *("休假", "度假", "放假", "年假", "特休", "事假", "调休", "調休", "补休", "補休"),
    *(
        "请假",
        "請假",
        "病假",
        "生病",
        "产假",
        "產假",
        "育婴假",
        "育嬰假",
        "不在办公室",
        "不在辦公室",
    ),
)
_WORDS: Final = re.compile(rf"\b({'|'.join(ENGLISH)})\b|{'|'.join(CHINESE)}", re.IGNORECASE)


def away_by_status(emoji: str, text: str) -> bool:
    """Whether a status, its emoji or its text, says that this person is away."""
    return emoji.strip(":").partition("::")[0] in EMOJI or _WORDS.search(text) is not None
