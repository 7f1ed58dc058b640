"""A reading that is a duration of several parts: 2 h 30 min, 2h30, 2 小时 30 分."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit.units import SECONDS
from handlers.okr.rules.duration import duration
from handlers.okr.rules.scan import line_of

_FIRST: Final = re.compile(r"\d[\d.,]* ?([个個]半?|and a half)? ?([^\W\d_]+)")


def as_one_part(words: Sequence[str]) -> list[str]:
    """The same as one number in the unit that comes first, with what follows it: 2.500000 h.

    Words that are no such duration stay as they are. UserError for one that is unclear.
    """
    text = " ".join(words)
    first = _FIRST.match(text)
    if first is None or first[2].casefold() not in SECONDS:
        return list(words)
    value, end = duration(line_of(text), 0, first[2])
    if end <= first.end() and not first[1]:
        return list(words)
    return [_written(value), first[2], *text[end:].split()]


def _written(value: Decimal) -> str:
    """With so many digits that nobody reads it in two ways: 1.125 may be a thousand."""
    return f"{value:f}" if value == value.to_integral_value() else f"{value:.6f}"
