"""Words that Chinese puts behind a number whatever it counts: 45个, 4.5分, 5个百分点."""

import re
from types import MappingProxyType
from typing import Final

from handlers.kit.units import Sort, sort_of
from handlers.okr.rules.scan import Line, after_unit

# 三个半 is three and a half, and 三个多 more than three.
_NO_MORE: Final = r"(?![半多余餘几幾])"
_COUNTERS: Final = MappingProxyType(
    {
        Sort.NUMBER: re.compile(rf"(?:[个個家位名次条條件项項单單份]|人(?!民)){_NO_MORE}"),
        Sort.RATING: re.compile(rf" ?[分星]{_NO_MORE}(?![钟鐘期])"),
        Sort.PERCENT: re.compile(r" ?(?:[个個]?百分[点點]|pp\b)", re.IGNORECASE),
    }
)


def after_counter(line: Line, at: int, unit: str) -> int | None:
    """Where the word ends that stands here, and the unit behind it; None for none.

    Where more follows right behind, nothing is taken from the note: 个客户 of 45个客户.
    """
    pattern = _COUNTERS.get(sort_of(unit))
    found = pattern.match(line.plain, at) if pattern is not None else None
    if found is None:
        return None
    end = after_unit(line, found.end(), unit)
    if end is not None:
        return end
    return at if line.plain[found.end() : found.end() + 1].isalnum() else found.end()
