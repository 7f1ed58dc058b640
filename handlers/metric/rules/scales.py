"""Thousands and millions behind a number: 12k, 1.5 million, 12万; and m, which may be metres."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from handlers.kit.numbers import fitting
from handlers.kit.units import SIGNS, currencies

MILLION: Final = "million"
_WORDS: Final = {
    3: "k thousand thousands tsd 千",
    4: "万 萬",
    5: "lakh lakhs",
    6: f"{MILLION} millions mn mln mio 百万 百萬",
    7: "crore crores 千万 千萬",
    8: "亿 億",
    9: "bn billion billions mrd 十亿 十億",
    10: "百亿 百億",
    11: "千亿 千億",
    12: "万亿 萬億",
}
_POWERS: Final = {word: power for power, words in _WORDS.items() for word in words.split()}
_LONGEST_FIRST: Final = sorted(_POWERS, key=len, reverse=True)
_NO_LETTER: Final = r"(?![A-Za-z\u00c0-\u024f\d])"  # kg and Kč are units; 12k人 counts people
_SCALE: Final = re.compile(
    rf"(?:(?i:{'|'.join(word for word in _LONGEST_FIRST if word.isascii())})|M){_NO_LETTER}\.?"
    rf"|(?:{'|'.join(word for word in _LONGEST_FIRST if not word.isascii())})"
    r"(?<!千(?=[克米瓦卡帕伏赫焦]))"  # 千克 is a kilogram
)
# Nobody counts speed in millions or minutes.
_M: Final = re.compile(rf"m{_NO_LETTER}(?!/s\b)")


class Scaled(NamedTuple):
    """A number as large as the word behind it said, what else stood there, and that word."""

    value: Decimal
    rest: list[str]
    word: str = ""


def scaled(value: Decimal, rest: Sequence[str], currency: str) -> Scaled:
    """12 times a thousand for `12 k users`. Of money a million is m as well: €1.2m, 1.2m EUR."""
    if (found := power_of(rest)) is None:
        behind = behind_m(rest)
        if behind is None or not (currency or _is_money(behind)):
            return Scaled(value, list(rest))
        found = "m", 6, behind
    word, power, behind = found
    large = fitting(value.scaleb(power), f"{value:f} {word}")
    return Scaled(Decimal(f"{large:f}"), behind, word)


def power_of(words: Sequence[str]) -> tuple[str, int, list[str]] | None:
    """The word of a scale that these begin with, its power of ten, and what follows it."""
    found = _SCALE.match(words[0]) if words else None
    if found is None:
        return None
    word = found[0].rstrip(".")
    power = 6 if word == "M" else _POWERS[word.casefold()]
    return word, power, _behind(words, found.end())


def behind_m(words: Sequence[str]) -> list[str] | None:
    """What follows an m that may be millions, minutes or metres; None where there is none."""
    found = _M.match(words[0]) if words else None
    return None if found is None else _behind(words, found.end())


def _behind(words: Sequence[str], end: int) -> list[str]:
    return [word for word in (words[0][end:], *words[1:]) if word]


def _is_money(words: Sequence[str]) -> bool:
    return bool(words) and is_currency(words[0])


def is_currency(unit: str) -> bool:
    """Whether this is money, as people write it: €, EUR, US$."""
    return unit in SIGNS or unit.upper() in currencies()
