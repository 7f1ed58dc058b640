"""Values in words: sixty-five, two thirds of what is counted in %, 百分之六十, 六成五, 一半."""

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from handlers.kit.numbers import DIGITS
from handlers.kit.numerals import numeral
from handlers.kit.units import Sort, sort_of
from handlers.okr.rules.bare import or_a_sentence
from handlers.okr.rules.counters import after_counter
from handlers.okr.rules.others import other_unit
from handlers.okr.rules.scan import ENDS, Line, Number, after_unit

_TEN: Final = 10
_HUNDRED: Final = Decimal(100)
_PARTS: Final = MappingProxyType(
    {
        "half": 2,
        "third": 3,
        "quarter": 4,
        **{f"{word}th": n for n, word in ((4, "four"), (6, "six"), (7, "seven"), (10, "ten"))},
        "fifth": 5,
        "eighth": 8,
        "ninth": 9,
    }
)
_OF_ONE: Final = re.compile(rf"(a|[a-z]+)[ -]({'|'.join(_PARTS)})(s?)\b", re.IGNORECASE | re.ASCII)
_HALF: Final = re.compile(r"half\b", re.IGNORECASE)
_HALF_A_PERCENT: Final = re.compile(
    r"half an? (?:percent|per cent)\b|half of one percent\b", re.IGNORECASE
)
_OF_HUNDRED: Final = re.compile(r"(?:百|(千))分之 ?")
_PARTED: Final = re.compile(r"分之")
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_TENTHS: Final = re.compile(r" ?成(?:([1-9])|([一二三四五六七八九])|(半))?")
_SIGNS: Final = "一二三四五六七八九"
_HALF_SAID: Final = "一半"
_A_HALF: Final = Decimal("0.5")
_AND_A_HALF: Final = re.compile(r" and a half\b", re.IGNORECASE)
_MILLIONS: Final = re.compile(r" (?:hundred|thousand|million|billion)\b", re.IGNORECASE)
_OF: Final = re.compile(r" ?(?:/|of|out of) ?\d", re.IGNORECASE)


def said(line: Line, at: int, unit: str) -> Number | None:
    """The value in words that begins here, up to its unit; None for none.

    UserError where it may be the beginning of a sentence: two more of them.
    """
    is_share = sort_of(unit) is Sort.PERCENT
    found = (_share(line, at) if is_share else None) or _number(line, at)
    if found is None:
        return None
    end = found.ends
    if ENDS.match(line.plain, end) or after_unit(line, end, unit) or _OF.match(line.plain, end):
        return found
    counted = after_counter(line, end, unit)
    if counted is not None and ENDS.match(line.plain, counted):
        return found
    if not is_share and _MILLIONS.match(line.plain, end):
        return found
    if line.plain[end].isspace():
        raise or_a_sentence(line, at, end)
    return None


def alone(line: Line, at: int) -> Number | None:
    """The number in words here, where nothing else stands beside it."""
    found = None if line.plain[at : at + 1].isdecimal() else _number(line, at)
    return found if found is not None and ENDS.match(line.plain, found.ends) else None


def tenths(line: Line, found: Number, unit: str) -> Number:
    """65 of 6成5 and of 6.5 成, where it is counted in %; any other number as it is."""
    mark = _TENTHS.match(line.plain, found.ends)
    if mark is None or found.value > _TEN:
        return found
    if not ENDS.match(line.plain, mark.end()):
        raise other_unit(line.typed[found.begins : mark.end()], unit)
    return Number(_of_ten(found.value, mark), found.begins, mark.end())


def _number(line: Line, at: int) -> Number | None:
    found = numeral(line.plain, at)
    if found is None:
        return None
    half = _AND_A_HALF.match(line.plain, found[1])
    return Number(found[0] + _A_HALF, at, half.end()) if half else Number(found[0], at, found[1])


def _share(line: Line, at: int) -> Number | None:
    """In %: of 百分之六十, 三分之二, 六成五, 一半, two thirds and half a percent."""
    if line.plain[at : at + 1].isascii():
        return _english(line, at)
    if line.plain.startswith(_HALF_SAID, at):
        return Number(_HUNDRED / 2, at, at + len(_HALF_SAID))
    if (mark := _OF_HUNDRED.match(line.plain, at)) is not None:
        return _of_hundred(line, at, mark)
    first = numeral(line.plain, at)
    if first is None:
        return None
    value, end = first
    if (parted := _PARTED.match(line.plain, end)) is not None:
        part = numeral(line.plain, parted.end())
        return None if part is None or part[0] >= value else _part(part[0], value, at, part[1])
    mark = _TENTHS.match(line.plain, end)
    is_one = mark is not None and value <= _TEN
    return Number(_of_ten(value, mark), at, mark.end()) if mark and is_one else None


def _of_hundred(line: Line, at: int, mark: re.Match[str]) -> Number | None:
    """百分之六十五, 百分之 65, 百分之百, 千分之五."""
    begins, whole = mark.end(), _TEN if mark[1] else 1
    if line.plain.startswith("百", begins):
        return Number(_HUNDRED / whole, at, begins + 1)
    digits = _DIGITS.match(line.plain, begins)
    found = (Decimal(digits[0]), digits.end()) if digits else numeral(line.plain, begins)
    return None if found is None else Number(found[0] / whole, at, found[1])


def _english(line: Line, at: int) -> Number | None:
    if (half := _HALF_A_PERCENT.match(line.plain, at)) is not None:
        return Number(Decimal("0.5"), at, half.end())
    if (half := _HALF.match(line.plain, at)) is not None:
        return Number(_HUNDRED / 2, at, half.end())
    found = _OF_ONE.match(line.plain, at)
    if found is None:
        return None
    count = (Decimal(1), 0) if found[1].casefold() == "a" else numeral(found[1])
    whole = _PARTS[found[2].casefold()]
    if count is None or count[0] >= whole:
        return None
    return _part(count[0], Decimal(whole), at, found.end())


def _part(part: Decimal, whole: Decimal, at: int, end: int) -> Number:
    return Number(round(_HUNDRED * part / whole, DIGITS), at, end)


def _of_ten(count: Decimal, mark: re.Match[str]) -> Decimal:
    """65 of 六成五."""
    digit = Decimal(mark[1] or _SIGNS.find(mark[2] or " ") + 1)
    return count * _TEN + (_TEN // 2 if mark[3] else digit)
