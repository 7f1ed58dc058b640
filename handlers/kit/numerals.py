"""Numbers in words, of any length: two hundred and five, three million, 三千零五万, 六点五."""

import re
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final

from handlers.kit.counts import LARGER, ONES, SIGNS, TENS, TWO, count_of

_NINE: Final = 9
_HUNDRED: Final = 100
_SCALES: Final = MappingProxyType(
    {"dozen": 12, "thousand": 10**3, "million": 10**6, "billion": 10**9}
)
_SMALL: Final = MappingProxyType(
    {
        **{word: n for n, word in enumerate(ONES, start=1)},
        **{word: 10 * n for n, word in enumerate(TENS, start=2)},
    }
)
_WORD: Final = "|".join(sorted((*_SMALL, *_SCALES, "hundred"), key=len, reverse=True))
_DIGIT: Final = rf"(?:zero|{'|'.join(ONES[:_NINE])})"
# All number words in a row; whether they are one number is seen when they are counted.
_RUN: Final = re.compile(
    rf"(?ai:((?:an? )?(?:{_WORD})(?:(?: and |[ -])(?:{_WORD})\b)*|zero)"
    rf"(?: point((?: {_DIGIT})+))?)\b"
)
_PARTED: Final = re.compile(rf"(?<!hundred)(?<!{')(?<!'.join(_SCALES)}) and ")
_ARTICLES: Final = ("a", "an")
_ANY: Final = rf"{SIGNS}{TWO}"
_SECTION: Final = rf"(?:{LARGER}|[{SIGNS}]?十[{SIGNS}]?|[{_ANY}])"
_POINT: Final = rf"(?:[点點][零〇{SIGNS}]+)"
# 三万五 is 35,000, said in a hurry, and none of them.
_OF_WAN: Final = rf"{_SECTION}[万萬](?:零{_SECTION}|(?=[{_ANY}]千){LARGER})?"
_OF_YI: Final = rf"{_SECTION}[亿億](?:零?{_OF_WAN}|零{_SECTION}|(?=[{_ANY}]千){LARGER})?"
_LARGE: Final = MappingProxyType({**dict.fromkeys("万萬", 10**4), **dict.fromkeys("亿億", 10**8)})


@cache
def _chinese_pattern() -> re.Pattern[str]:
    """Made when it is first asked for: that takes longer than all other patterns here."""
    return re.compile(
        rf"(?:(?P<few>(?:{_SECTION}|[零〇]){_POINT})(?P<scale>[万萬亿億]?)"
        rf"|(?P<whole>{_OF_YI}|{_OF_WAN}|{_SECTION})|[零〇])(?![零〇{_ANY}十百千万萬亿億点點半])"
    )


def numeral(text: str, at: int = 0) -> tuple[Decimal, int] | None:
    """The number in words that begins here, and where it ends; None for none: one two, 一百二."""
    first = text[at : at + 1]
    if first.isascii():
        found = _RUN.match(text, at)
        value = None if found is None else _english(found)
    else:
        found = _chinese_pattern().match(text, at)
        value = None if found is None else _chinese(found)
    return None if found is None or value is None else (value, found.end())


def _english(found: re.Match[str]) -> Decimal | None:
    words = re.split(r" and |[ -]", found[1].casefold())
    whole = 0 if words == ["zero"] else _counted(words, found[1].casefold())
    if whole is None:
        return None
    digits = [str(_SMALL.get(word, 0)) for word in (found[2] or "").casefold().split()]
    return Decimal(f"{whole}.{''.join(digits)}") if digits else Decimal(whole)


def _counted(words: list[str], typed: str) -> int | None:
    """What the words come to; None where they are several numbers: twenty ten, two and three."""
    if _PARTED.search(typed) or (words[0] in _ARTICLES and words[1] in _SMALL):
        return None
    total, group, smallest = 0, 0, 10**12
    for word in words:
        if word in _SCALES:
            if _SCALES[word] >= smallest:
                return None
            smallest = _SCALES[word]
            total, group = total + (group or 1) * smallest, 0
        elif word == "hundred":
            if group >= _HUNDRED:
                return None
            group = (group or 1) * _HUNDRED
        elif word not in _ARTICLES:
            if not _may_follow(group, _SMALL[word]) or smallest == _SCALES["dozen"]:
                return None
            group += _SMALL[word]
    return total + group


def _may_follow(group: int, count: int) -> bool:
    """Whether twenty may go on with five, as ten may not, and a hundred with either."""
    rest = group % _HUNDRED
    return rest == 0 or (rest % 10 == 0 and rest > 10 and count <= _NINE)


def _chinese(found: re.Match[str]) -> Decimal:
    if found["few"]:
        whole, _, digits = re.sub("[点點]", ".", found["few"]).partition(".")
        few = Decimal(f"{_whole(whole)}.{''.join(_digit(sign) for sign in digits)}")
        return few * _LARGE.get(found["scale"], 1)
    return Decimal(_whole(found["whole"] or ""))


def _digit(sign: str) -> str:
    return str(SIGNS.find(sign) + 1)


def _whole(signs: str) -> int:
    total, section = 0, ""
    for sign in signs:
        if sign in _LARGE:
            total, section = total + count_of(section) * _LARGE[sign], ""
        else:
            section += sign
    rest = section.lstrip("零〇")
    return total + (count_of(rest) if rest else 0)
