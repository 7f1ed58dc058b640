"""What a number is counted by: 12k, 1.2 million, 1,2 Mio., 5 万; right behind it or apart."""

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from handlers.kit.numbers import fitting
from handlers.kit.units import Sort, currencies, sort_of
from handlers.okr.rules.others import or_a_note, other_unit
from handlers.okr.rules.scan import Line, Number, after_unit

_THOUSAND, _MILLION, _BILLION = Decimal(10) ** 3, Decimal(10) ** 6, Decimal(10) ** 9
# Behind a number they are hardly the first word of a note.
_WORDS: Final = MappingProxyType(
    {
        **dict.fromkeys(("hundred", "hundert"), Decimal(100)),
        **dict.fromkeys(("thousand", "tausend", "tsd"), _THOUSAND),
        **dict.fromkeys(("million", "millions", "millionen", "mio", "mln", "mn", "mill"), _MILLION),
        **dict.fromkeys(("billion", "billions", "milliarde", "milliarden", "mrd", "bn"), _BILLION),
        **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), Decimal(10) ** 5),
        **dict.fromkeys(("crore", "crores"), Decimal(10) ** 7),
        "dozen": Decimal(12),
    }
)
# Apart from the number they may be one.
_SIGNS: Final = MappingProxyType(
    {
        **dict.fromkeys("kK千", _THOUSAND),
        **dict.fromkeys("万萬", Decimal(10) ** 4),
        **dict.fromkeys("亿億", Decimal(10) ** 8),
        **dict.fromkeys(("百万", "百萬", "M"), _MILLION),
        **dict.fromkeys(("千万", "千萬"), Decimal(10) ** 7),
        "百": Decimal(100),
    }
)
_MONEY: Final = MappingProxyType({"m": _MILLION})
_GRAND: Final = MappingProxyType({"grand": _THOUSAND})
# 5w is 万 to some and watts to others, 1T € a thousand or a million of them.
_ANYTHING: Final = ("mil", "m", "w", "W", "b", "B", "T")
_LONGEST_FIRST: Final = sorted((*_WORDS, *_GRAND), key=len, reverse=True)
_SIGN: Final = "|".join(sorted((*_SIGNS, *_ANYTHING), key=len, reverse=True))
_SCALE: Final = re.compile(rf" ?(?:((?i:{'|'.join(_LONGEST_FIRST)}))(?![a-zA-Z])\.?|({_SIGN}))")
_INITIALS: Final = frozenset(
    initial
    for word in (*_WORDS, *_GRAND, *_SIGNS, *_ANYTHING)
    for initial in (word[0], word[0].upper())
)
_PART: Final = re.compile(
    rf"(\d{{1,4}})({'|'.join(sorted(filter(str.isalpha, _SIGNS), key=len, reverse=True))})",
    re.ASCII,
)
_END: Final = re.compile(r" *(?:[.,;:!?…()。、；！？]*$|[,;:!?…()、，；。])")
_THANKS: Final = re.compile(r" ?(?:thanks?\b|dank\b|danke?\b)", re.IGNORECASE)


def scaled(line: Line, found: Number, unit: str) -> Number:
    """The number times what it is counted by, where that stands behind it: 12k -> 12000.

    UserError where that may be the beginning of a note, or anything.
    """
    behind = line.plain[found.ends : found.ends + 2]
    may_be = behind.lstrip(" ")[:1] in _INITIALS
    mark = _SCALE.match(line.plain, found.ends) if may_be else None
    if mark is None:
        return found
    word = mark[1] or mark[2]
    if _is_of(unit, word):
        return Number(found.value, found.begins, mark.end())
    is_money = sort_of(unit) is Sort.MONEY
    factor = _factor(word, is_money=is_money)
    if not word.isascii() and (whole := _in_parts(line, found)) is not None:
        return whole
    if factor is None:
        return _anything(line, found, mark, unit) if mark[2] else found
    typed = line.typed[found.begins : mark.end()]
    whole = Number(fitting(found.value * factor, typed), found.begins, mark.end())
    if _is_sure(line, mark, unit):
        return whole
    if behind[:1] != " " or (word.isascii() and _is_touched(line, mark.end())):
        return found
    raise or_a_note(typed, whole.value, found.value)


def _in_parts(line: Line, found: Number) -> Number | None:
    """All of 5万5千 and 1亿2千万, each part counted by less; None for one part, and for 3万5."""
    total, end, smallest = Decimal(0), found.begins, Decimal("Infinity")
    while (part := _PART.match(line.plain, end)) is not None and _SIGNS[part[2]] < smallest:
        smallest = _SIGNS[part[2]]
        total, end = total + Decimal(part[1]) * smallest, part.end()
    is_all = end > found.begins and not line.plain[end : end + 1].isdecimal()
    is_one = total == found.value * smallest
    return None if not is_all or is_one else Number(total, found.begins, end)


def _is_of(unit: str, word: str) -> bool:
    """Whether the unit counts by it already: k of k€, million of million users, 万 of 万元."""
    if unit[: len(word)].casefold() != word.casefold():
        return False
    rest = unit[len(word) :]
    return not (word.isascii() and rest[:1].isalnum()) or rest in currencies()


def _factor(word: str, *, is_money: bool) -> Decimal | None:
    known = _SIGNS.get(word) or _WORDS.get(word.casefold())
    if known is None and is_money:
        return _MONEY.get(word) or _GRAND.get(word.casefold())
    return known


def _is_sure(line: Line, mark: re.Match[str], unit: str) -> bool:
    """Whether it can be nothing else: a word, or where its unit or the end of a clause follows."""
    end = mark.end()
    if after_unit(line, end, unit) is not None:
        return True
    if mark[1]:
        return _THANKS.match(line.plain, end) is None
    is_apart = mark[0][0] == " "
    return _END.match(line.plain, end) is not None if is_apart else not _is_touched(line, end)


def _anything(line: Line, found: Number, mark: re.Match[str], unit: str) -> Number:
    """The number alone, where another word or a note begins; UserError for 5 w, and for 12 T€."""
    end = mark.end()
    taken = after_unit(line, end, unit)
    if taken is None and not re.match(r"[\s.,;:!?)]|$", line.plain[end : end + 1]):
        return found
    raise other_unit(line.typed[found.begins : taken or end], unit)


def _is_touched(line: Line, at: int) -> bool:
    return line.plain[at : at + 1].isalnum()
