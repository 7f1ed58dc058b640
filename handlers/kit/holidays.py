"""Public holidays of the country that a zone lies in."""

import asyncio
from collections.abc import Iterable
from datetime import date
from functools import cache

from babel.core import get_global


def country_of(zone: str) -> str | None:
    """The ISO code of a zone's country: Europe/Berlin -> DE; None for UTC and the like."""
    territories = get_global("zone_territories")
    name = zone if zone in territories else get_global("zone_aliases").get(zone, zone)
    country = territories.get(name)
    return None if country in (None, "001", "ZZ") else str(country)


@cache
def _days(country: str, year: int) -> dict[date, str]:
    import holidays  # noqa: PLC0415 a third of a second that the start shall not pay; a thread does

    try:
        return dict(holidays.country_holidays(country, years=year, language="en_US"))
    except NotImplementedError:  # a country that the library does not know
        return {}


async def holidays(places: Iterable[tuple[date, str]]) -> dict[tuple[date, str], str | None]:
    """Of each day and zone, in a thread: a country's year takes a while, the first time."""
    wanted = list(places)
    return await asyncio.to_thread(lambda: {place: holiday(*place) for place in wanted})


def holiday(day: date, zone: str) -> str | None:
    """The name of the whole country's public holiday on this day, in English where it has one."""
    country = country_of(zone)
    return _days(country, day.year).get(day) if country else None


async def is_country(code: str) -> bool:
    """Whether the holidays of this country are known: DE, or DE-BY for a part of it."""
    return await asyncio.to_thread(_is_known, code)


@cache
def _is_known(code: str) -> bool:
    import holidays  # noqa: PLC0415 as above

    country, _, part = code.partition("-")
    parts = holidays.list_supported_countries(include_aliases=False).get(country)
    return parts is not None and part in ("", *parts)
