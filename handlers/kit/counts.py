"""Whole numbers below a hundred in words: a, two, twenty-five, 两, 十五."""

import re
from typing import Final

_ONES: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SIGNS: Final = "一二三四五六七八九"
_TEN: Final = "十"
_COUNTS: Final = {
    **{word: n for n, word in enumerate(_ONES, start=1)},
    **{word: 10 * n for n, word in enumerate(_TENS, start=2)},
    **{sign: n for n, sign in enumerate(_SIGNS, start=1)},
    **dict.fromkeys(("a", "an"), 1),
    **dict.fromkeys("两兩", 2),
}
# In ASCII, where no letter but i is the other case of I: ı is none of these words.
COUNT: Final = (
    rf"(?ai:(?:an?|(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES[:9])}))?|{'|'.join(_ONES)})\b"
    rf"|[{_SIGNS}]?{_TEN}[{_SIGNS}]?|[{_SIGNS}两兩])"
)


def count_of(words: str) -> int:
    """What words that COUNT matches come to."""
    tens, is_chinese, ones = words.partition(_TEN)
    if is_chinese:
        return 10 * _COUNTS.get(tens, 1) + _COUNTS.get(ones, 0)
    return sum(_COUNTS[word] for word in re.split("[ -]", words.casefold()))
