"""Numbers as people write them, read without guessing."""

import re
from decimal import Decimal
from typing import Final
from unicodedata import decimal

from babel.numbers import NumberFormatError, parse_decimal

from handlers.kit.errors import UserError

LARGEST: Final = Decimal(10) ** 15
DIGITS: Final = 6  # behind the point
_SHAPE: Final = re.compile(r"-?[0-9.,]+")
_WHOLE: Final = re.compile(r"-?[0-9]+")  # the same everywhere
# A point for decimals, a comma for decimals, and India's groups: 12,34,567.
_CONVENTIONS: Final = ("en_US", "de_DE", "en_IN")
# 1 234,5 and 1'234.5: what stands between the groups says that they are groups.
_GROUPED: Final = re.compile(r"-?[0-9]{1,3}(?:([ '’])[0-9]{3})(?:\1[0-9]{3})*([.,][0-9]+)?")
_FOLDS: Final = {
    "−": "-",  # minus sign
    "–": "-",  # what phones make of a hyphen
    "￥": "¥",
    "￡": "£",
    "，": ",",
    "：": ":",
    "\u3000": " ",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
}
_WIDE: Final = range(0xFF01, 0xFF5F)  # ！ to ～, in the order of ASCII


def folded(text: str) -> str:
    """The text with plain digits, signs and spaces, as long as it was: ＋４５　％ -> +45 %."""
    return text if text.isascii() else "".join(map(_fold, text))


def _fold(char: str) -> str:
    if char in _FOLDS:
        return _FOLDS[char]
    if char.isdecimal():
        return str(decimal(char))
    return chr(ord(char) - 0xFF01 + 0x21) if ord(char) in _WIDE else char


def _read_as(text: str, locale: str) -> Decimal | None:
    if _WHOLE.fullmatch(text):
        return Decimal(text)
    try:
        return parse_decimal(text, locale=locale, strict=True)
    except NumberFormatError:
        return None


def readings(text: str) -> set[Decimal]:
    """What this text can mean; two values where conventions differ, as for `1.234`."""
    plain = folded(text).strip().removeprefix("+")
    if _GROUPED.fullmatch(plain):
        plain = re.sub("[ '’]", "", plain)
    if not _SHAPE.fullmatch(plain):
        return set()
    found = {_read_as(plain, locale) for locale in _CONVENTIONS}
    values = {value for value in found if value is not None and value.is_finite()}
    return {value or abs(value) for value in values}  # nobody means -0


def read_number(text: str, *, field: str | None = None) -> Decimal:
    """The number that the person wrote; UserError if it is none, or could be two."""
    meant = sorted(readings(text))
    if not meant:
        raise UserError(
            "“{text}” is not a number. Write it like 45 or 45.5.", text=text[:40], field=field
        )
    if len(meant) > 1:
        raise UserError(
            "“{text}” can be read as {small} or as {large}. Write it again: {plain} for the large"
            " one, {exact} for the small one.",
            text=text,
            small=meant[0],
            large=meant[1],
            plain=format(meant[1], "f"),
            exact=_written(meant[0]),
            field=field,
        )
    return fitting(meant[0], text, field=field)


def _written(value: Decimal) -> Decimal | str:
    """As the reader's locale writes it, unless that can be read in two ways: 1.2, but 1.2340."""
    typed = typed_number(value)
    return value if typed == f"{value.normalize():f}" else typed


def typed_number(value: Decimal) -> str:
    """A number as a field is prefilled with it: read back, it is this number and no other.

    2 h 30 min is kept with six digits, and shown as 2.5.
    """
    text = f"{value.normalize():f}"
    whole, point, decimals = text.partition(".")
    return f"{text}0" if point and len(decimals) == 3 and len(whole.lstrip("-")) <= 3 else text


def fitting(value: Decimal, text: str, *, field: str | None = None) -> Decimal:
    """The value that this text came to; UserError if it is longer than what can be kept."""
    fits = -int(value.as_tuple().exponent) <= DIGITS
    if abs(value) > LARGEST or (not fits and value != round(value, DIGITS)):
        raise UserError(
            "“{text}” is too long a number. Up to 15 digits before the point and 6 behind it fit.",
            text=text[:40],
            field=field,
        )
    return value if fits else round(value, DIGITS)
