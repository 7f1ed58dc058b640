"""Public holidays of a country, or of a part of one, and which countries there are."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Final

from babel.core import get_global

_ENGLISH: Final = "en_US"


def country_of(zone: str) -> str | None:
    """The ISO code of a zone's country: Europe/Berlin -> DE; None for UTC and the like."""
    territories = get_global("zone_territories")
    name = zone if zone in territories else get_global("zone_aliases").get(zone, zone)
    country = territories.get(name)
    return None if country in (None, "001", "ZZ") else str(country)


Where = tuple[date, str, str]  # a day, a country, and the language in which it is named


@cache
def _days(country: str, part: str | None, year: int, language: str) -> dict[date, str]:
    import holidays  # noqa: PLC0415 a third of a second that the start shall not pay; a thread does

    try:
        known = holidays.country_holidays(country).supported_languages
        named = language if language in known else _ENGLISH
        found = holidays.country_holidays(country, subdiv=part, years=year, language=named)
        return dict(found)
    except NotImplementedError:  # a country, or a part of one, that the library does not know
        return {} if part is None else _days(country, None, year, language)


async def holidays(places: Iterable[Where]) -> dict[Where, str | None]:
    """Of each day and country, in a thread: a country's year takes a while, the first time."""
    wanted = list(places)
    return await asyncio.to_thread(lambda: {place: holiday(*place) for place in wanted})


def holiday(day: date, country: str, language: str = _ENGLISH) -> str | None:
    """The name of the public holiday on this day.

    `country` is DE, or DE-BY with the holidays of a part of it; "" has none. `language` is one of
    our catalogues; in English where the holiday has no name in it.
    """
    code, _, part = country.partition("-")
    return _days(code, part or None, day.year, language).get(day) if code else None


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """Each country that has holidays here: the codes of its parts, with their names."""
    import holidays  # noqa: PLC0415 as above

    found = {}
    for code, parts in holidays.list_supported_countries(include_aliases=False).items():
        names = holidays.country_holidays(code).subdivisions_aliases if parts else {}
        called = {part: name for name, part in names.items()}
        found[code] = {part: called.get(part, part) for part in parts}
    return found
