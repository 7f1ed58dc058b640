"""Days that people name in a title: by 15 Jan, until 2027-01-15, 1月15日前."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Final

_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_MONTH: Final = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t|tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY: Final = r"(?P<day>\d{1,2})"
_YEAR: Final = r"(?P<year>\d{4})"
_WRITTEN: Final = (
    rf"\b{_YEAR}-(?P<number>\d{{1,2}})-{_DAY}\b",
    rf"\b{_DAY}\.(?P<number>\d{{1,2}})\.{_YEAR}\b",
    rf"(?:{_YEAR}年)?(?P<number>\d{{1,2}})月{_DAY}[日号號]",
    rf"\b{_DAY}(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR}\b)?",
    rf"\b{_MONTH} {_DAY}(?:st|nd|rd|th)?\b(?!\s*[%.,]?\d)(?:,? {_YEAR}\b)?",
)
_SHAPES: Final = tuple(re.compile(shape, re.ASCII) for shape in _WRITTEN)
# In a title 1.5. may end a sentence.
_ALONE: Final = (*_WRITTEN, rf"\b{_DAY}\.(?P<number>\d{{1,2}})\.(?!\d)")
_TYPED: Final = tuple(re.compile(shape, re.ASCII | re.IGNORECASE) for shape in _ALONE)


def days_in(text: str, since: date) -> Iterator[date]:
    """The days that are named; one without a year is the next of its kind from `since` on."""
    for shape in _SHAPES:
        for found in shape.finditer(text):
            if day := _found(found, since):
                yield day


def day_at(text: str, since: date) -> tuple[date, str] | None:
    """The day that a text begins with, in letters of any size, and what follows it."""
    for shape in _TYPED:
        found = shape.match(text)
        if found and (day := _found(found, since)):
            return day, text[found.end() :]
    return None


def shaped(text: str) -> str:
    """What a text begins with that is shaped as a day, also where no calendar has it: 30 Feb."""
    return next((found.group() for shape in _TYPED if (found := shape.match(text))), "")


def _found(found: re.Match[str], since: date) -> date | None:
    parts = found.groupdict()
    month = parts.get("number") or _MONTHS.index(parts["month"][:3].title()) + 1
    return _day(parts.get("year"), int(month), int(parts["day"]), since)


def _day(year: str | None, month: int, day: int, since: date) -> date | None:
    """None for a day that no calendar has."""
    years = (int(year),) if year else (since.year, since.year + 1)
    for one in years:
        with suppress(ValueError):  # 29 Feb, in most years
            named = date(one, month, day)
            if year or named >= since:
                return named
    return None
