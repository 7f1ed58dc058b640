"""Numbers in words, of any length."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.numerals import numeral

D = Decimal
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zero", "0"),
        ("sixty-five", "65"),
        ("sixty five", "65"),
        ("a hundred", "100"),
        ("Two Hundred and five", "205"),
        ("twelve hundred", "1200"),
        ("two thousand five hundred", "2500"),
        ("one million two hundred thousand", "1200000"),
        ("three billion", "3000000000"),
        ("two dozen", "24"),
        ("sixty-five point two five", "65.25"),
        ("zero point five", "0.5"),
        ("零", "0"),
        ("六十五", "65"),
        ("两百零五", "205"),
        ("三千零五十", "3050"),
        ("三万", "30000"),
        ("三萬五千", "35000"),
        ("十二万三千四百", "123400"),
        ("三千零五万", "30050000"),
        ("一万零五", "10005"),
        ("一亿二千万", "120000000"),
        ("两亿三千万零五十", "230000050"),
        ("六十五点二五", "65.25"),
        ("十二點五萬", "125000"),
    ],
)
def test_a_number_in_words_is_counted(words: str, value: str) -> None:
    assert numeral(words) == (D(value), len(words))
    assert numeral(f"at {words}, and so on", 3) == (D(value), 3 + len(words))


@pytest.mark.parametrize(
    "words",
    [
        *("a", "an", "no", "a two", "tenth", "sevens", "fıve"),
        *("one two three", "twenty ten", "twenty twenty", "ten five", "two and three"),
        *("two thousand thousand", "two thousand million", "one hundred hundred", "two dozen six"),
        *("百", "一百二", "三万五", "两千五", "六五", "二〇二六", "三点", "三点半", "两十"),
    ],
)
def test_several_numbers_and_other_words_are_none(words: str) -> None:
    assert numeral(words) is None


def below_thousand(n: int) -> str:
    """As one says it in English."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    return f"{ONES[n // 100]} hundred" + (f" and {below_thousand(n % 100)}" if n % 100 else "")


@given(st.integers(0, 999), st.integers(1, 999))
def test_thousands_are_counted_with_what_follows_them(rest: int, thousands: int) -> None:
    words = f"{below_thousand(thousands)} thousand"
    words += f" {below_thousand(rest)}" if rest else ""

    assert numeral(words) == (D(1000 * thousands + rest), len(words))


def in_chinese(n: int) -> str:
    """Below ten thousand, as one says it in Chinese."""
    signs, found = "零一二三四五六七八九", ""
    for power, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, power)
        if digit:
            found += signs[digit] + mark
        elif found and n and not found.endswith("零"):
            found += "零"
    return found


@given(st.integers(1, 9999))
def test_chinese_numbers_below_ten_thousand_are_counted(n: int) -> None:
    words = in_chinese(n)

    assert numeral(words) == (D(n), len(words))
    assert numeral(f"{words}万") == (D(n * 10_000), len(words) + 1)
