"""Whose public holidays somebody has: by country, and where it matters by a part of it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError

from handlers.kit.errors import UserError
from handlers.kit.holidays import countries, country_of

MOST: Final = 100  # options of one select
_BETWEEN: Final = re.compile(r"[\s,，:：/-]+")


def place_of(country: str | None, zone: str) -> str:
    """The country whose holidays count: a person's own, else their zone's; "" for none."""
    return country or country_of(zone) or ""


def read_country(text: str, locale: str = "en-US", *, field: str | None = None) -> str | None:
    """`DE`, `DE-BY`, `Germany`, `Deutschland Bayern` -> the code; nothing typed -> None.

    UserError for a country, or a part of one, whose holidays nobody has written down.
    """
    typed = text.strip()
    if not typed:
        return None
    words = [word for word in _BETWEEN.split(typed) if word]
    for count in range(len(words), 0, -1):
        code = _codes(locale).get(" ".join(words[:count]).casefold())
        if code is not None:
            return _with_part(code, " ".join(words[count:]), locale, field)
    raise UserError(
        "I know no public holidays of “{text}”. Write a country or its code, such as {example}.",
        field=field,
        text=typed[:40],
        example="DE",
    )


def _with_part(code: str, part: str, locale: str, field: str | None) -> str:
    if not part:
        return code
    parts = countries()[code]
    for known, name in parts.items():
        if part.casefold() in (known.casefold(), _plain(name)):
            return f"{code}-{known}"
    if not parts:
        raise UserError(
            "{country} has the same public holidays everywhere. Write just {code}.",
            field=field,
            country=country_name(code, locale),
            code=code,
        )
    raise UserError(
        "I know no part of {country} called “{text}”. Write one of {parts}, or just {code}.",
        field=field,
        country=country_name(code, locale),
        text=part[:40],
        parts=[f"{code}-{known}" for known in parts][:20],
        code=code,
    )


def _plain(name: str) -> str:
    return " ".join(word for word in _BETWEEN.split(name) if word).casefold()


def country_name(code: str, locale: str = "en-US") -> str:
    """`Germany (Bayern)` for DE-BY, in the person's language where it is known."""
    country, _, part = code.partition("-")
    name = str(_known(locale).territories.get(country, country))
    called = countries().get(country, {}).get(part, part)
    return f"{name} ({called})" if part else name


def choices(typed: str = "", locale: str = "en-US") -> list[tuple[str, str]]:
    """Codes and names for a select, by name: those that what was typed is a part of."""
    wanted = typed.strip().casefold()
    fitting = (
        (code, name)
        for code, name in _named(locale)
        if not wanted or wanted in name.casefold() or wanted in code.casefold()
    )
    ordered = sorted(fitting, key=lambda one: (one[0].casefold() != wanted, one[1].casefold()))
    return ordered[:MOST]


@cache
def _named(locale: str) -> list[tuple[str, str]]:
    """Countries first: a part is found by typing."""
    whole = [(code, country_name(code, locale)) for code in countries()]
    parts = [
        (f"{code}-{part}", country_name(f"{code}-{part}", locale))
        for code, known in countries().items()
        for part in known
    ]
    return [*whole, *parts]


@cache
def _codes(locale: str) -> dict[str, str]:
    """What countries are called, in English and the person's language, and their codes."""
    return {name: code for code in countries() for name in _names(code, locale)}


def _names(code: str, locale: str) -> Iterator[str]:
    yield code.casefold()
    for known in ("en-US", locale):
        yield _plain(country_name(code, known))


@cache
def _known(locale: str) -> Locale:
    try:
        return Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en_US")
