"""A reading that is a duration of several parts, or said: 2 h 30 min, 2h30, half an hour."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.units import SECONDS
from handlers.okr.rules.bare import UnclearError
from handlers.okr.rules.duration import duration, said_unit, says_duration
from handlers.okr.rules.scan import line_of

_FIRST: Final = re.compile(r"\d[\d.,]* ?([个個]半?|and a half)? ?([^\W\d_]+)")


def is_said(words: Sequence[str]) -> bool:
    """Whether these begin with a duration in words, clear or not: two hours, 两个半小时."""
    return says_duration(" ".join(words))


def behind_said(words: Sequence[str]) -> list[str]:
    """What follows the duration in words that these begin with; nothing where it is unclear.

    A number without a word follows it: in two hours 40 it may be what a metric stands at.
    """
    text = " ".join(words)
    try:
        end = duration(line_of(text), 0, said_unit(text))[1]
    except UnclearError as unclear:
        return unclear.rest.split()
    except UserError:
        return []
    *_, last = text[:end].split()
    return [*([last] if last.isdecimal() else []), *text[end:].split()]


def as_one_part(words: Sequence[str]) -> list[str]:
    """The same as one number in the unit that comes first, with what follows it: 2.500000 h.

    Words that are no such duration stay as they are. UserError for one that is unclear.
    """
    text = " ".join(words)
    if is_said(words):
        return _one_part(text, said_unit(text))
    first = _FIRST.match(text)
    if first is None or first[2].casefold() not in SECONDS:
        return list(words)
    _, end = duration(line_of(text), 0, first[2])
    if end <= first.end() and not first[1]:
        return list(words)
    return _one_part(text, first[2])


def _one_part(text: str, unit: str) -> list[str]:
    value, end = duration(line_of(text), 0, unit)
    return [_written(value), unit, *text[end:].split()]


def _written(value: Decimal) -> str:
    """With so many digits that nobody reads it in two ways: 1.125 may be a thousand."""
    return f"{value:f}" if value == value.to_integral_value() else f"{value:.6f}"
