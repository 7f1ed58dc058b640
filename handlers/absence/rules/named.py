"""One day as people name it, or a week or a month: Monday, 1 Dec, tomorrow, next week, 下周一."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale, UnknownLocaleError

from handlers.kit.dates import day_at
from handlers.kit.errors import UserError

RECENT: Final = timedelta(days=61)  # so long a day without its year is the one that is over
_DAY: Final = timedelta(days=1)
_LAST: Final = re.compile(r"last\b|上一?[个個]?", re.IGNORECASE)
_NEXT: Final = re.compile(r"next\b|下一?[个個]?", re.IGNORECASE)
_THIS: Final = re.compile(r"this\b|[这這]一?[个個]?|本", re.IGNORECASE)
_WEEK: Final = re.compile(
    r"\s*(?:week\b|星期|[周週]|[礼禮]拜)(?![一二三四五六日天])", re.IGNORECASE
)
_MONTH: Final = re.compile(r"\s*(?:month\b|月)", re.IGNORECASE)
_NEAR: Final[Mapping[str, int]] = MappingProxyType(
    {
        "today": 0,
        "今天": 0,
        "今日": 0,
        "tomorrow": 1,
        "明天": 1,
        "明日": 1,
        "the day after tomorrow": 2,
        "后天": 2,
        "後天": 2,
        # Nobody can be away until then: they are told so.
        "yesterday": -1,
        "昨天": -1,
        "昨日": -1,
        "the day before yesterday": -2,
        "前天": -2,
    }
)
_CHINESE: Final = ("星期", "周", "週", "礼拜", "禮拜")
_DIGITS: Final = ("一", "二", "三", "四", "五", "六", "日天")
_SHORTER: Final[Mapping[str, int]] = MappingProxyType({"tues": 1, "weds": 2, "thur": 3, "thurs": 3})


@dataclass(frozen=True, slots=True)
class Named:
    """The first day, and the day after the last; what was typed for it, and what follows it.

    `is_open`: typed alone it may be the day of being away, or that of coming back.
    """

    first: date
    back: date
    typed: str
    rest: str
    is_open: bool = False


def named_in(text: str, today: date, locale: str, *, since: date) -> Iterator[Named]:
    """What a text may begin with; a weekday is the first one from `since` on."""
    for first, back, rest, is_open in _read(text, today, locale, since):
        typed = text.removesuffix(rest).strip()
        yield Named(first, back, typed, rest, is_open)


_Found = tuple[date, date, str, bool]


def _read(text: str, today: date, locale: str, since: date) -> Iterator[_Found]:
    if dated := day_at(text, since - RECENT):
        yield dated[0], dated[0] + _DAY, _after_weekday(*dated, locale), dated[0] != today
    folded = text.casefold()
    for word, days in _NEAR.items():
        if folded.startswith(word):
            day = today + timedelta(days=days)
            yield day, day + _DAY, text[len(word) :], False
    for pattern, step in ((_NEXT, 1), (_THIS, 0), (_LAST, -1)):
        if beside := pattern.match(text):
            yield from _beside(text[beside.end() :], today, step, locale)
    if named := _weekday(text, locale):
        if (dated := day_at(_trimmed(named[1]), since - RECENT)) is not None:
            _refuse_other(text, dated[0], named[0])
            yield dated[0], dated[0] + _DAY, dated[1], dated[0] != today
        day = since + timedelta(days=(named[0] - since.weekday()) % 7)
        yield day, day + _DAY, named[1], True


def _trimmed(text: str) -> str:
    return text.lstrip(" ,，")


def _after_weekday(day: date, text: str, locale: str) -> str:
    """What follows a date, behind its weekday: we write it there ourselves, 12月20日 週日."""
    named = _weekday(_trimmed(text), locale)
    return named[1] if named and named[0] == day.weekday() else text


def _refuse_other(text: str, day: date, weekday: int) -> None:
    """UserError for Mon, 24 Nov, where that is a Tuesday."""
    if day.weekday() != weekday:
        raise UserError(
            "“{text}” names two days: {day} is another weekday. Write one of them.",
            text=text[:40],
            day=day,
        )


def _beside(text: str, today: date, step: int, locale: str) -> Iterator[_Found]:
    """Of next week (`step` 1), this one (0: from today on) or last week (-1); so of a month."""
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
    if week := _WEEK.match(text):
        first = today if step == 0 else monday
        yield first, monday + timedelta(days=7), text[week.end() :], False
    if month := _MONTH.match(text):
        begins = _month(today, step)
        yield today if step == 0 else begins, _month(begins, 1), text[month.end() :], False
    if named := _weekday(text.lstrip(), locale):
        day = monday + timedelta(days=named[0])
        yield day, day + _DAY, named[1], day != today


def _month(day: date, step: int) -> date:
    """The first of a month beside that of this day."""
    return (day.replace(day=15) + timedelta(days=30 * step)).replace(day=1)


def _weekday(text: str, locale: str) -> tuple[int, str] | None:
    """The weekday at the beginning, in English, Chinese or the person's own language."""
    folded = text.casefold()
    for word, number in _weekdays(locale):
        rest = text[len(word) :]
        if folded.startswith(word) and not (word.isascii() and rest[:1].isalnum()):
            return number, rest.removeprefix(".")
    return None


@cache
def _weekdays(locale: str) -> list[tuple[str, int]]:
    """Their names, the longest first: Mon is the beginning of Monday."""
    names = dict(_SHORTER)
    for day, digits in enumerate(_DIGITS):
        names |= {word + digit: day for word in _CHINESE for digit in digits}
    for known in ("en", _parsable(locale)):
        days = Locale.parse(known, sep="-").days
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                names |= {n.casefold().strip("."): day for day, n in days[form][width].items()}
    return sorted(names.items(), key=lambda named: -len(named[0]))


def _parsable(locale: str) -> str:
    try:
        Locale.parse(locale, sep="-")
    except (ValueError, UnknownLocaleError):
        return "en"
    return locale
