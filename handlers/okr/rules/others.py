"""What stands at a number and is not its unit: another unit, or what may be a note."""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import DIGITS, read_number
from handlers.kit.units import PERCENT, SECONDS, SIGNS, Sort, currencies, names_of, sort_of
from handlers.okr.rules.scan import (
    ENDS,
    ByInitial,
    Line,
    Number,
    after_unit,
    by_initial,
    fraction,
    may_begin,
    starts_with,
)

_BRIEF: Final = 2  # letters of a name that may be a word of a note, as kr
_MAY_TOUCH: Final = re.compile(
    r"$|\s|[.,:](?!\d)|[;!?…()。、；！？“”\"]"
)  # ends a clause, is no unit
_GROUPS: Final = re.compile(r"[\d '’¼½¾]+", re.ASCII)  # 1 200, 5 ½
# In Chinese a comma stands before a note: 45,3 个新客户.
_COMMA: Final = re.compile(r"(\d+),\d{1,2}", re.ASCII)
_CHINESE: Final = re.compile(r" ?[\u4e00-\u9fff]")
_OF_A_SHARE: Final = (
    *("‰", "permille", "per mille", "promille", "per thousand", "per 1000"),
    *("bps", "basis points", "基点", "基點"),
)
_OF_MONEY: Final = ("cent", "cents", "ct", "pence", "角", "毛", "分")
# How long they are differs, or nobody would think of them in h.
_LASTING: Final = (
    *("month", "months", "mo", "monat", "monate", "monaten", "月", "个月", "個月"),
    *("year", "years", "yr", "yrs", "jahr", "jahre", "jahren", "年", "quarter", "quarters"),
    *("季度", "个季度", "個季度", "刻钟", "刻鐘", "ms", "msec", "millisecond", "milliseconds"),
    *("毫秒", "fortnight", "fortnights", "half", "nights", "k", "hundred", "thousand", "million"),
)
_WORKING: Final = (
    *("working days", "working day", "business days", "business day", "workdays", "workday"),
    *("arbeitstage", "arbeitstag", "werktage", "werktag", "工作日", "个工作日", "個工作日"),
)
_CLOCK: Final = ("am", "pm", "a.m.", "p.m.", "uhr", "o'clock", "点", "點", "点钟", "點鐘")


def nothing_else(line: Line, found: Number, unit: str) -> None:
    """UserError for another unit behind the number, and for a note that may belong to it."""
    _no_fraction(line, found, unit)
    rest = line.plain[found.ends :].lstrip(" ")
    others = may_begin(rest, _others(sort_of(unit), in_days=_is_in_days(unit)))
    taken = max((_taken(rest, other) for other in others), default=0)
    end = len(line.plain) - len(rest) + taken
    if len(line.plain) - end < len(rest):
        raise other_unit(line.typed[found.begins : end], unit)
    if not _MAY_TOUCH.match(line.plain, found.ends):
        raise other_unit(line.word(), unit)
    if rest:
        _no_note_inside(line, found)


def refuse_time(line: Line, begins: int, at: int, unit: str) -> None:
    """UserError where a time of day ends here: 2:30 pm; but 2:30 am Montag is German."""
    rest = line.plain[at:].lstrip(" ")
    end = len(line.plain) - len(rest) + max(_taken(rest, other) for other in _CLOCK)
    if len(line.plain) - end < len(rest) and ENDS.match(line.plain, end):
        raise other_unit(line.typed[begins:end], unit)


def _taken(rest: str, other: str) -> int:
    """How much of the rest this word takes; of Chinese, anything may follow two signs."""
    if len(other) > 1 and not other.isascii() and rest.startswith(other):
        return len(other)
    return starts_with(rest, other)


def _no_note_inside(line: Line, found: Number) -> None:
    """UserError for 1 200 tickets, which may be one of them, and for 45,3 个新客户."""
    typed = line.typed[found.begins : found.ends]
    plain = line.plain[found.begins : found.ends]
    if " " in plain and _GROUPS.fullmatch(plain):
        raise or_a_note(typed, found.value, read_number(plain.split()[0]))
    parts = _COMMA.fullmatch(plain)
    if parts is not None and _CHINESE.match(line.plain, found.ends):
        raise or_a_note(typed, found.value, read_number(parts[1]))


def _no_fraction(line: Line, found: Number, unit: str) -> None:
    """UserError for 5 1/2, where the note would be 1/2; but 5 1/2 of them has one."""
    part = fraction(line, found.ends)
    if part is None:
        return
    if ENDS.match(line.plain, part.ends) or after_unit(line, part.ends, unit) is not None:
        whole = round(found.value + part.value, DIGITS)
        raise or_a_note(line.typed[found.begins : part.ends], whole, found.value)


def or_a_note(text: str, whole: Decimal, first: Decimal) -> UserError:
    """A number that may end here, or go on."""
    return UserError(
        "“{text}” can be read as {whole}, or as {first} with a note. Write {plain} for the one,"
        " or a comma behind {first} for the other.",
        text=text,
        whole=whole,
        first=first,
        plain=f"{whole.normalize():f}",
    )


def _is_in_days(unit: str) -> bool:
    return SECONDS.get(unit.casefold()) == SECONDS["d"]


@cache
def _others(sort: Sort, *, in_days: bool) -> ByInitial:
    """What is a unit wherever it stands; behind money any currency is, and behind hours a month."""
    signs = (sign for sign in SIGNS if not sign.isalpha())
    if sort is Sort.DURATION:
        lasting = _LASTING if in_days else (*_LASTING, *_WORKING)
        return by_initial((*signs, *names_of(PERCENT), *lasting, *_CLOCK))
    if sort is Sort.PERCENT:
        return by_initial((*signs, *names_of(PERCENT), *_OF_A_SHARE))
    if sort is not Sort.MONEY:
        return by_initial((*signs, *names_of(PERCENT)))
    every = (name for code in currencies() for name in names_of(code))
    money = (name for name in every if len(name) > _BRIEF or not name.isascii())
    return by_initial((*signs, *names_of(PERCENT), *money, *_OF_MONEY))


def other_unit(typed: str, unit: str) -> UserError:
    """Another unit than the KR's stands at the number."""
    if unit:
        return UserError(
            "“{typed}” is not in this key result's unit, which is {unit}. Type only the number, or"
            " put {unit} behind it.",
            typed=typed[:40],
            unit=unit,
        )
    return UserError(
        "“{typed}” is not a number. This key result has no unit: type only the number, like 45 or"
        " 45.5.",
        typed=typed[:40],
    )
