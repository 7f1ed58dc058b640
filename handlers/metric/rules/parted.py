"""Where in a line the metric's name ends, and its reading begins."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from handlers.kit.errors import UserError
from handlers.metric.rules.lasting import behind_said, is_all_said, is_said
from handlers.metric.rules.names import ACRONYMS, KNOWN, LONGEST_KEY, TIMES, is_nps, known_as
from handlers.okr.rules.scan import QUARTERS

NUMBER: Final = re.compile(r"([€$£¥]?)([+\-\u2212]?\d[\d.,'’]*)(.*)")
_BEHIND_NAME: Final = re.compile(r"^([^\d:=]+?)\s*[:=](?=\s*[^\s:=])")  # csat: 91
_GLUED: Final = re.compile(r"^([^\W\d_]+)(?=\d)")  # 满意度91%
# 5½ and ½, which would become 51/2 and 1/2.
_QUARTER: Final = re.compile(r"(?:(?<![\d.,])(\d+) ?|(?<![\w.,]))([¼½¾])")


def parted(text: str) -> tuple[list[str], list[str]]:
    """The words of a name, and those behind it. UserError for a number without a name."""
    text = unicodedata.normalize("NFKC", _QUARTER.sub(_as_decimals, text))
    words = _GLUED.sub(_apart, _BEHIND_NAME.sub(r"\1 ", text)).split()
    if is_all_said(words):  # half an hour: what it is of is missing
        return words, []
    name = words[: next((n for n in range(len(words)) if _begins(words, n)), len(words))]
    if words and not name:
        raise UserError(
            "Start with the metric's name, as in `/okr metric csat 91` or `/okr metric nps 62 21"
            " 17` (promoters, passives, detractors)."
        )
    first = name[0].lower() if name else ""
    if len(name) > 1 and first in ACRONYMS and (is_nps(first) or name == words):
        name = name[:1]  # `csat ninety` is no metric of that name
    return name, words[len(name) :]


def _as_decimals(found: re.Match[str]) -> str:
    return f"{int(found[1] or 0) + QUARTERS[found[2]]}"


def _apart(found: re.Match[str]) -> str:
    """The name of what is well known, and room behind it."""
    return f"{found[1]} " if found[1].lower() in KNOWN and not found[1].isascii() else found[1]


def _begins(words: Sequence[str], at: int) -> bool:
    """Whether a reading begins here: a number, or behind a name a duration in words.

    Calls per half hour 12 has its number behind a duration that belongs to the name.
    """
    if NUMBER.fullmatch(words[at]) is not None:
        return True
    name = "-".join(words[:at]).lower()
    if not 0 < len(name) <= LONGEST_KEY or not is_said(words[at:]):
        return False
    rest = behind_said(words[at:])
    numbers = [n for n, word in enumerate(rest) if NUMBER.fullmatch(word)]
    is_sample = numbers == [1] and rest[0].lower() == "of"
    return known_as(name) in TIMES or not numbers or is_sample
