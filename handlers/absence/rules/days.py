"""Days as people type them: until Monday, for 3 days, from 2026-12-20 until 4 Jan, 到下周一."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final

from babel import Locale, UnknownLocaleError

from handlers.kit.counts import COUNT, count_of
from handlers.kit.dates import day_at, shaped
from handlers.kit.errors import UserError

LONGEST: Final = timedelta(days=366)
_FROM: Final = re.compile(r"(?:from|starting|since)\b|[从從自]", re.IGNORECASE)
_UNTIL: Final = re.compile(r"(?:until|till|til|to)\b|直到|[到至]|[-–—~～]", re.IGNORECASE)
_ON: Final = re.compile(r"on\b|[在于於]", re.IGNORECASE)
_LAST: Final = re.compile(r"last\b|上一?[个個]?", re.IGNORECASE)
_NEXT: Final = re.compile(r"next\b|下一?[个個]?", re.IGNORECASE)
_WEEK: Final = re.compile(
    r"\s*(?:week\b|星期|[周週]|[礼禮]拜)(?![一二三四五六日天])", re.IGNORECASE
)
_MONTH: Final = re.compile(r"\s*(?:month\b|月)", re.IGNORECASE)
# A whole number of days or weeks: for 3 days, a week, 两周; 三周年 is a feast.
_FOR: Final = re.compile(
    rf"(?:for\s+)?(?:the\s+next\s+)?(\d{{1,3}}|{COUNT})"
    r"\s*[个個]?\s*(?:(days?\b|天)|(?:weeks?\b|[周週](?![年末])|星期|[礼禮]拜))",
    re.IGNORECASE,
)
_LASTING: Final = re.compile(r"for\b", re.IGNORECASE)
_FILLER: Final = re.compile(r"[\s,，、。]+")
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
class Span:
    """Days that were typed: from `first` (None: from now on) to before `back`; `rest` follows."""

    first: date | None
    back: date
    rest: str = ""


def read_span(text: str, today: date, locale: str = "en-US") -> Span:
    """`until Monday`, `from 20 Dec until 4 Jan`, `on 2026-12-31`, or a bare day: until then.

    UserError when a day cannot be read, lies behind, or is more than a year ahead.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    begins, only = _FROM.match(typed), _ON.match(typed)
    if begins or only:
        day, rest = _read(_after(typed, begins or only), today, locale, since=today)
        if only:
            return _checked(Span(day, day + timedelta(days=1), rest), today)
        until = _UNTIL.match(rest)
        if until is None:
            raise UserError(
                "Say until when as well: `from {first} until {back}`.",
                first=day.isoformat(),
                back=(day + timedelta(days=7)).isoformat(),
            )
        back, rest = _read(_after(rest, until), today, locale, since=day + timedelta(days=1))
        return _checked(Span(day, back, rest), today)
    if (lasting := _FOR.match(typed)) is not None:
        return _checked(_lasting(lasting, _after(typed, lasting), today, locale), today)
    if _LASTING.match(typed):
        raise _not_counted(typed, today)
    rest = _after(typed, _UNTIL.match(typed))
    back, rest = _read(rest, today, locale, since=today + timedelta(days=1))
    return _checked(Span(None, back, rest), today)


def _not_counted(typed: str, today: date) -> UserError:
    return UserError(
        "“{text}” is not a time that I can count. Write `for 3 days`, `for 2 weeks`, or until"
        " when: `until {day}`.",
        text=typed[:40],
        day=(today + timedelta(days=7)).isoformat(),
    )


def _lasting(found: re.Match[str], rest: str, today: date, locale: str) -> Span:
    """So many days or weeks: from today on, or from the day that is named behind them."""
    count = int(found[1]) if found[1].isdecimal() else count_of(found[1])
    length = timedelta(days=count if found[2] else 7 * count)
    begins = _FROM.match(rest) or _ON.match(rest)  # but “on holiday” is why
    if begins and (named := next(_candidates(_after(rest, begins), today, locale, today), None)):
        first, rest = named
        return Span(first, first + length, _trimmed(rest))
    return Span(None, today + length, rest)


def _after(text: str, found: re.Match[str] | None) -> str:
    return _trimmed(text[found.end() :]) if found else text


def _trimmed(text: str) -> str:
    return text[found.end() :] if (found := _FILLER.match(text)) else text


def _read(text: str, today: date, locale: str, *, since: date) -> tuple[date, str]:
    """The day at the beginning, and what follows; a weekday is the first one from `since` on."""
    for found in _candidates(text, today, locale, since):
        day, rest = found
        return day, _trimmed(rest)
    first = text.split(maxsplit=1)
    if not first:
        raise UserError(
            "Say which day: a weekday, `tomorrow`, `1 Dec` or {day}.",
            day=(today + timedelta(days=7)).isoformat(),
        )
    raise UserError(
        "“{text}” is not a day that I can read. Write a weekday, `tomorrow`, `1 Dec` or {day}.",
        text=shaped(text) or first[0][:40],
        day=(today + timedelta(days=7)).isoformat(),
    )


def _candidates(text: str, today: date, locale: str, since: date) -> Iterator[tuple[date, str]]:
    if dated := day_at(text, today):
        yield dated
    folded = text.casefold()
    for word, days in _NEAR.items():
        if folded.startswith(word):
            yield today + timedelta(days=days), text[len(word) :]
    for pattern, step in ((_NEXT, 1), (_LAST, -1)):
        if beside := pattern.match(text):
            yield from _beside(text[beside.end() :], today, step, locale)
    if named := _weekday(text, locale):
        weekday, rest = named
        yield since + timedelta(days=(weekday - since.weekday()) % 7), rest


def _beside(text: str, today: date, step: int, locale: str) -> Iterator[tuple[date, str]]:
    """Of next week (`step` 1) or last week (-1), from its Monday on; of a month its first day."""
    monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
    if week := _WEEK.match(text):
        yield monday, text[week.end() :]
    if month := _MONTH.match(text):
        middle = today.replace(day=15) + timedelta(days=30 * step)
        yield middle.replace(day=1), text[month.end() :]
    if named := _weekday(text.lstrip(), locale):
        yield monday + timedelta(days=named[0]), named[1]


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


def _checked(span: Span, today: date) -> Span:
    example = (today + timedelta(days=7)).isoformat()
    if span.first is not None and span.first < today:
        raise _over(span.first, span.back.isoformat() if span.back > today else example)
    if span.first is None and span.back < today:
        raise _over(span.back, example)
    if span.back <= (span.first or today):
        raise UserError("The day you are back has to come after the first one.")
    if span.back > today + LONGEST:
        raise UserError(
            "{day} is more than a year ahead. Choose a day within a year, such as {example}.",
            day=span.back.isoformat(),
            example=example,
        )
    return Span(None if span.first == today else span.first, span.back, span.rest)


def _over(day: date, until: str) -> UserError:
    """Until when to write instead: a day that was named as well, or one a week ahead."""
    return UserError(
        "{day} is over, and I can only look ahead. From now on it is `until {until}`.",
        day=day,
        until=until,
    )
