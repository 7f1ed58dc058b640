"""Numbers, dates and times as a locale writes them."""

from datetime import date, time
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import format_decimal


@cache
def babel_of(locale: str) -> Locale:
    """Babel's locale for one of Slack's; American English for one that it does not know."""
    try:
        return Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_US")


# Kept, like amounts, since people's numbers and dates are much the same ones: Babel takes longer
# for one of them than the rest of its sentence.
@lru_cache(maxsize=10_000)
def written(digits: str, locale: str) -> str:
    """A number, given by its digits."""
    return format_decimal(digits, decimal_quantization=False, locale=babel_of(locale))


@lru_cache(maxsize=10_000)
def dated(value: date, locale: str, *, weekday: bool, year: bool = False) -> str:
    """A date, without its year or with it."""
    known = babel_of(locale)
    if known.language == "zh":
        shape = f"{'y年' if year else ''}M月d日{' EEE' if weekday else ''}"
    else:
        shape = f"{'EEE, ' if weekday else ''}d MMM{' y' if year else ''}"
    return format_date(value, shape, locale=known)


@lru_cache(maxsize=10_000)
def clocked(value: time, locale: str) -> str:
    """A time of day."""
    return format_time(value, "short", locale=babel_of(locale))
