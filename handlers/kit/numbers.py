"""Numbers as people write them, read without guessing."""

import re
from decimal import Decimal
from typing import Final
from unicodedata import normalize

from babel.numbers import NumberFormatError, parse_decimal

from handlers.kit.errors import UserError

LARGEST: Final = Decimal(10) ** 15
DIGITS: Final = 6  # behind the point
_SHAPE: Final = re.compile(r"-?[0-9.,]+")
_CONVENTIONS: Final = ("en_US", "de_DE")  # a point for decimals, a comma for decimals


def _read_as(text: str, locale: str) -> Decimal | None:
    try:
        return parse_decimal(text, locale=locale, strict=True)
    except NumberFormatError:
        return None


def readings(text: str) -> set[Decimal]:
    """What this text can mean; two values where conventions differ, as for `1.234`."""
    plain = normalize("NFKC", text).strip().replace("\u2212", "-").removeprefix("+")
    if not _SHAPE.fullmatch(plain):
        return set()
    found = (_read_as(plain, locale) for locale in _CONVENTIONS)
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
            exact=f"{meant[0]:f}0",
            field=field,
        )
    if abs(meant[0]) > LARGEST or -int(meant[0].as_tuple().exponent) > DIGITS:
        raise UserError(
            "“{text}” is too long a number. Up to 15 digits before the point and 6 behind it fit.",
            text=text[:40],
            field=field,
        )
    return meant[0]
