"""Days as people type them: until Monday, for 3 days, from 2026-12-20 until 4 Jan, 到下周一."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from handlers.absence.rules.named import Named, named_in
from handlers.absence.rules.ranges import written_out
from handlers.kit.counts import COUNT, count_of
from handlers.kit.dates import shaped
from handlers.kit.errors import UserError
from handlers.kit.mrkdwn import readable

LONGEST: Final = timedelta(days=366)
COPIED: Final = 1000  # characters behind the days, in each of two lines to copy
_DAY: Final = timedelta(days=1)
_FROM: Final = re.compile(r"(?:from|starting|since)\b|[从從自]", re.IGNORECASE)
_UNTIL: Final = re.compile(r"(?:until|till|til|to)\b|直到|[到至]|[-–—~～]", re.IGNORECASE)
_CLEAR: Final = re.compile(r"(?:until|till|til)\b|直到", re.IGNORECASE)
_ON: Final = re.compile(r"on\b|[在于於]", re.IGNORECASE)
_FILLER: Final = re.compile(r"[\s,，、。]+")
# A whole number of days or weeks: for 3 days, a week, 两周; 三周年 is a feast.
_FOR: Final = re.compile(
    rf"(?:for\s+)?(?:the\s+next\s+)?(\d{{1,3}}|{COUNT})"
    r"\s*[个個]?\s*(?:(days?\b|天)|(?:weeks?\b|[周週](?![年末])|星期|[礼禮]拜))",
    re.IGNORECASE,
)
_ON_FROM: Final = re.compile(r"\A(?:on\b|onwards?\b|起|开始|開始)", re.IGNORECASE)
_AND: Final = re.compile(r"(?:and\b|&)|[和与與及]", re.IGNORECASE)
_END: Final = re.compile(
    r"(?:the\s+)?end\s+of\s+(?:(?:the|this)\s+)?(?P<of>week|month)\b|[这這本]?[个個]?月底",
    re.IGNORECASE,
)
_LASTING: Final = re.compile(r"for\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Days that were typed: from `first` (None: from now on) to before `back`; `rest` follows."""

    first: date | None
    back: date
    rest: str = ""


def read_span(
    text: str,
    today: date,
    locale: str = "en-US",
    *,
    verb: str = "away",
    check: Callable[[str], object] = len,
) -> Span:
    """`until Monday`, `from 20 Dec until 4 Jan`, `on 2026-12-31`, `tomorrow`, `next week`.

    `verb` is what was typed before it, and `check` refuses what may not follow the days: no line to
    copy is offered with it. UserError when a day cannot be read, can be read in two
    ways, lies behind, or is more than a year ahead.
    """
    typed = written_out(unicodedata.normalize("NFKC", text).strip(), today)
    if (begins := _FROM.match(typed)) is not None:
        span = _from(_after(typed, begins), today, locale)
    elif (lasting := _FOR.match(typed)) is not None:
        span = _lasting(lasting, _after(typed, lasting), today, locale)
    elif _LASTING.match(typed):
        raise _not_counted(typed, today)
    elif (until := _UNTIL.match(typed)) is not None:
        named = _back(_after(typed, until), today, locale, since=today + _DAY)
        span = Span(None, named.first, named.rest)
    else:
        only = _ON.match(typed)
        named = _read(_after(typed, only), today, locale, since=today)
        span = _checked(_spanned(named, today, locale, (verb, check)), today, verb)
        if named.is_open and only is None and span.rest == named.rest:
            check(named.rest)
            raise _either(named, verb)
    return _checked(span, today, verb)


def _from(text: str, today: date, locale: str) -> Span:
    named = _read(text, today, locale, since=today)
    named = replace(named, rest=_trimmed(_ON_FROM.sub("", named.rest)))
    until, lasting = _UNTIL.match(named.rest), _FOR.match(named.rest)
    if lasting is not None:
        rest = _after(named.rest, lasting)
        return Span(named.first, named.first + _length(lasting), rest)
    if until is None:
        raise UserError(
            "Say until when as well: `from {first} until {back}`.",
            first=named.first.isoformat(),
            back=(named.first + timedelta(days=7)).isoformat(),
        )
    back = _back(_after(named.rest, until), today, locale, since=named.first + _DAY)
    return Span(named.first, back.first, back.rest)


def _spanned(
    named: Named, today: date, locale: str, of: tuple[str, Callable[[str], object]]
) -> Span:
    """The days that are named, up to another one where it follows: tomorrow until Friday; with the
    next one where that does: Thursday and Friday. `of`: the verb, and what checks the rest.

    UserError where nobody can tell whether that one belongs to them: 23 Nov - 27 Nov.
    """
    whole, (verb, check) = Span(named.first, named.back, named.rest), of
    if (both := _AND.match(named.rest)) is not None:
        after = next(named_in(_after(named.rest, both), today, locale, since=named.back), None)
        if after is not None and after.first == named.back:
            return Span(named.first, after.back, _trimmed(after.rest))
    if (until := _UNTIL.match(named.rest)) is None:
        return whole
    behind = _after(named.rest, until)
    last = next(named_in(behind, today, locale, since=named.first + _DAY), None)
    if last is None:
        return whole
    rest = _trimmed(last.rest)
    if _CLEAR.match(named.rest):
        return Span(named.first, last.first, rest)
    _checked(Span(named.first, last.first, rest), today, verb)
    raise UserError(
        "Is {day} the last day of it? Then copy `/okr {verb} from {first} until {after}{rest}`. Is"
        " it the day of coming back? Then `/okr {verb} from {first} until {back}{rest}`.",
        day=last.first,
        verb=verb,
        first=named.first.isoformat(),
        back=last.first.isoformat(),
        after=(last.first + _DAY).isoformat(),
        rest=_copied(rest) if _fits(rest, check) else "",
    )


def _fits(rest: str, check: Callable[[str], object]) -> bool:
    """Whether it may follow the days, so that a line with it is taken."""
    try:
        check(rest)
    except UserError:
        return False
    return True


def _either(named: Named, verb: str) -> UserError:
    return UserError(
        "“{day}” can mean that day alone, or until then. Copy the line that you mean:"
        " `/okr {verb} on {day}{rest}` or `/okr {verb} until {day}{rest}`.",
        day=named.typed,
        verb=verb,
        rest=_copied(named.rest),
    )


def _copied(rest: str) -> str:
    shown = readable(rest, {}).replace("`", "")
    return f" {shown}" if 0 < len(shown) <= COPIED else ""


def _not_counted(typed: str, today: date) -> UserError:
    return UserError(
        "“{text}” is not a time that I can count. Write `for 3 days`, `for 2 weeks`, or until"
        " when: `until {day}`.",
        text=typed[:40],
        day=(today + timedelta(days=7)).isoformat(),
    )


def _lasting(found: re.Match[str], rest: str, today: date, locale: str) -> Span:
    """So many days or weeks: from today on, or from the day that is named behind them."""
    length = _length(found)
    begins = _FROM.match(rest) or _ON.match(rest)  # but “on holiday” is why
    behind = named_in(_after(rest, begins), today, locale, since=today)
    if begins and (named := next(behind, None)):
        return Span(named.first, named.first + length, _trimmed(named.rest))
    return Span(None, today + length, rest)


def _length(found: re.Match[str]) -> timedelta:
    count = int(found[1]) if found[1].isdecimal() else count_of(found[1])
    return timedelta(days=count if found[2] else 7 * count)


def _back(text: str, today: date, locale: str, *, since: date) -> Named:
    """The day of coming back, which is the one after the end of a week or a month."""
    if (end := _END.match(text)) is None:
        return _read(text, today, locale, since=since)
    day = next(named_in(f"next {end['of'] or 'month'}", today, locale, since=since)).first
    return Named(day, day + _DAY, end[0], _trimmed(text[end.end() :]))


def _after(text: str, found: re.Match[str] | None) -> str:
    return _trimmed(text[found.end() :]) if found else text


def _trimmed(text: str) -> str:
    return text[found.end() :] if (found := _FILLER.match(text)) else text


def _read(text: str, today: date, locale: str, *, since: date) -> Named:
    """What the beginning names, a weekday from `since` on. UserError for what is no day."""
    for named in named_in(text, today, locale, since=since):
        return replace(named, rest=_trimmed(named.rest))
    first = text.split(maxsplit=1)
    if not first:
        raise UserError(
            "Say which day: a weekday, tomorrow, 1 Dec or {day}.",
            day=(today + timedelta(days=7)).isoformat(),
        )
    raise UserError(
        "“{text}” is not a day that I can read. Write a weekday, tomorrow, 1 Dec or {day}.",
        text=shaped(text) or first[0][:40],
        day=(today + timedelta(days=7)).isoformat(),
    )


def _checked(span: Span, today: date, verb: str) -> Span:
    example = (today + timedelta(days=7)).isoformat()
    if span.first is not None and span.first < today:
        raise _over(span.first, today, span.back.isoformat() if span.back > today else example)
    if span.first is None and span.back < today:
        raise _over(span.back, today, example)
    if span.first is None and span.back == today:
        raise UserError(
            "Today is not a later day. For today alone copy `/okr {verb} today`; for longer write"
            " a later day, like `until {day}`.",
            verb=verb,
            day=example,
        )
    if span.back <= (span.first or today):
        raise UserError("The day you are back has to come after the first one.")
    if span.back > today + LONGEST:
        raise UserError(
            "{day} is more than a year ahead. Choose a day within a year, such as {example}.",
            day=span.back.isoformat(),
            example=example,
        )
    return Span(None if span.first == today else span.first, span.back, span.rest)


def _over(day: date, today: date, until: str) -> UserError:
    """Until when to write instead: a day that was named as well, or one a week ahead."""
    return UserError(
        "{day} is over, and I can only look ahead. Write a later day, like `until {until}`.",
        day=day if day.year == today.year else day.isoformat(),
        until=until,
    )
