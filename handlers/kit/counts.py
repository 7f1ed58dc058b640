"""Whole numbers in words: a, two, twenty-five, 两, 十五, 一百零五."""

import re
from typing import Final

ONES: Final = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SIGNS: Final = "一二三四五六七八九"
TWO: Final = "两兩"  # of something
_TEN: Final = "十"
_COUNTS: Final = {
    **{word: n for n, word in enumerate(ONES, start=1)},
    **{word: 10 * n for n, word in enumerate(TENS, start=2)},
    **{sign: n for n, sign in enumerate(SIGNS, start=1)},
    **dict.fromkeys(("a", "an"), 1),
    **dict.fromkeys(TWO, 2),
}
# In ASCII, where no letter but i is the other case of I: ı is none of these words.
COUNT: Final = (
    rf"(?ai:(?:an?|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(ONES[:9])}))?|{'|'.join(ONES)})\b"
    rf"|[{SIGNS}]?{_TEN}[{SIGNS}]?|[{SIGNS}{TWO}])"
)
_DIGIT: Final = f"[{SIGNS}{TWO}]"
_LARGE: Final = {_TEN: 10, "百": 100, "千": 1000}
# Up to 9999 in Chinese. 一百二 is 120, said in a hurry, and none of them.
LARGER: Final = (
    rf"(?:{_DIGIT}千(?:零?{_DIGIT}百)?|{_DIGIT}百)(?:零?{_DIGIT}?{_TEN}{_DIGIT}?|零{_DIGIT})?"
)


def count_of(words: str) -> int:
    """What words that COUNT or LARGER matches come to."""
    if not _LARGE.keys().isdisjoint(words):
        total = digit = 0
        for sign in words:
            if sign in _LARGE:
                total, digit = total + (digit or 1) * _LARGE[sign], 0
            else:
                digit = _COUNTS.get(sign, 0)
        return total + digit
    return sum(_COUNTS[word] for word in re.split("[ -]", words.casefold()))
