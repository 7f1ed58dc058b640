"""Durations as people write them: 2h 30m, 2:30 h, 1,5 h, 2 小时 30 分; and say them: 两个半小时."""

import re
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from handlers.kit.counts import COUNT, LARGER, count_of
from handlers.kit.errors import UserError
from handlers.kit.numbers import DIGITS, fitting
from handlers.kit.units import SECONDS
from handlers.okr.rules.bare import minutes, or_a_sentence, refuse_second
from handlers.okr.rules.others import nothing_else, refuse_time
from handlers.okr.rules.said import alone
from handlers.okr.rules.scan import (
    ENDS,
    Line,
    Number,
    by_initial,
    fraction,
    line_of,
    may_begin,
    number,
    starts_with,
)

_HOUR: Final = SECONDS["h"]
_MINUTE: Final = SECONDS["min"]
_A_HALF: Final = Decimal("0.5")
# What counts a duration inside a value, but is no unit by itself: m could be metres.
_WORDS: Final = MappingProxyType(
    {
        **SECONDS,
        "m": _MINUTE,
        "分": _MINUTE,
        "日": SECONDS["d"],
        "w": SECONDS["week"],
        **dict.fromkeys(("个小时", "個小時", "钟头", "鐘頭", "个钟头", "個鐘頭"), _HOUR),
        **dict.fromkeys(("个星期", "個星期", "个礼拜", "個禮拜"), SECONDS["week"]),
    }
)
_BY_INITIAL: Final = by_initial(_WORDS)
_CLOCK: Final = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?(?![\d:])", re.ASCII)
# Between two parts; behind a comma or a dot alone a note may begin: 2 Std. 30 Min. is all value.
_JOINT: Final = re.compile(r" ?([,.])? ?((?:and|und|&) |[又和零] ?)?", re.IGNORECASE)
_COUNTED: Final = re.compile(rf"([0-9]+(?:[.,][0-9]+)?)|{COUNT}", re.IGNORECASE)
_HALF: Final = re.compile(r" ?and a half\b| ?又?半", re.IGNORECASE)
_HALF_AT_ONCE: Final = ("半", "又半")  # 9天半; in two and a half a note may begin
_HALF_BEFORE: Final = re.compile(r" and a half\b|[个個]半", re.IGNORECASE)
# Two days ago is when something was, and no value.
_SAID_ENDS: Final = re.compile(
    rf"{ENDS.pattern}|\s(?!(?:ago|later|from now|in a row)\b)|左右", re.IGNORECASE
)
_SAID: Final = re.compile(rf"(half(?: an?)?\b|半)|{LARGER}|{COUNT}", re.IGNORECASE)
# Wednesday, the weekend, an anniversary; but not of 2周三天, two weeks and three days.
_NO_WEEK: Final = re.compile(r"[周週](?:年|[一二三四五六日天末](?![天日个個小分]))")
_LONGEST: Final = 100  # of what one says
_SINGLE: Final = frozenset({"a", "an", "one"})  # one day we will get there


def duration(line: Line, at: int, unit: str) -> tuple[Decimal, int]:
    """A duration in the KR's unit, and where it ends. UserError when it is none, or unclear.

    What the unit cannot hold exactly is rounded to six digits: 20 min are 0.333333 h.
    """
    clock = _CLOCK.match(line.plain, at)
    if clock is not None:
        seconds, end = _clocked(line, clock, unit)
        return _in_unit(seconds, unit, line), end
    if (said := _said(line, at)) is not None:
        return _in_unit(said[0], unit, line), said[1]
    _refuse_single(line, at)
    first = _with_half(line, _half_alone(line, at) or alone(line, at) or number(line, at))
    value, (word, end) = first.value, _word(line, first.ends)
    if not word:
        nothing_else(line, first, unit)
        refuse_second(line, first.ends, unit)
        return value, first.ends
    seconds, end = _summed(line, value * word, word, end)
    return _in_unit(seconds, unit, line), end


def says_duration(text: str) -> bool:
    """Whether a duration in words begins right here, clear or not: 两个半小时, half an hour.

    It is asked of each word of a line: what stands far behind it is not read each time.
    """
    try:
        return _said(line_of(text[:_LONGEST]), 0) is not None
    except UserError:
        return True


def said_unit(text: str) -> str:
    """What the duration in words that begins here is counted in first, as units are called: hours
    of two hours and ten minutes, h of 两个钟头.
    """
    line = line_of(text)
    found = _SAID.match(line.plain)
    if found is None:
        raise ValueError(text)
    begins = _with_half(line, Number(Decimal(0), 0, found.end())).ends
    counted, end = _word(line, begins)
    typed = line.typed[begins:end].lstrip(" 个個")
    same = (unit for unit, seconds in SECONDS.items() if seconds == counted)
    return typed if typed.casefold() in SECONDS else next(same)


def _said(line: Line, at: int) -> tuple[Decimal, int] | None:
    """The seconds of a duration in words, and where it ends; None for what is none.

    A sentence may begin with such words, so one has to end behind it: 三天两头 means often.
    """
    found = _SAID.match(line.plain, at)
    if found is None:
        return None
    said = _A_HALF if found[1] else Decimal(count_of(found[0]))
    first = _with_half(line, Number(said, at, found.end()))
    word, end = _word(line, first.ends)
    if not word:
        return None
    seconds, end = _summed(line, first.value * word, word, end)
    is_single = first.value == said and found[0].casefold() in _SINGLE
    ends = ENDS if is_single else _SAID_ENDS
    return (seconds, end) if ends.match(line.plain, end) else None


def _refuse_single(line: Line, at: int) -> None:
    """UserError for an hour for calls; but one day, and an hour ago, say when something is."""
    found = _SAID.match(line.plain, at)
    word, end = _word(line, found.end()) if found else (Decimal(0), at)
    if word and found and found[0].casefold() in ("a", "an") and _SAID_ENDS.match(line.plain, end):
        raise or_a_sentence(line, at, end)


def _half_alone(line: Line, at: int) -> Number | None:
    """1/2 h; but 1/2 alone may be anything."""
    part = fraction(line, at)
    return part if part is not None and _word(line, part.ends)[0] else None


def _with_half(line: Line, found: Number) -> Number:
    """2 and a half, where a word follows or nothing: of a half of something a note may speak.

    And 5 1/2, where a word follows: without one it is asked about, as in any unit.
    """
    part = fraction(line, found.ends)
    if part is not None and _word(line, part.ends)[0]:
        return Number(found.value + part.value, found.begins, part.ends)
    half = _HALF_BEFORE.match(line.plain, found.ends)
    if half is None or not (_word(line, half.end())[0] or ENDS.match(line.plain, half.end())):
        return found
    return Number(found.value + _A_HALF, found.begins, half.end())


def _clocked(line: Line, clock: re.Match[str], unit: str) -> tuple[Decimal, int]:
    """2:30 is hours and minutes, with `min` behind it minutes and seconds."""
    word, end = _word(line, clock.end())
    if not word:
        refuse_time(line, clock.start(), end, unit)
    large, middle, small = Decimal(clock[1]), Decimal(clock[2]), Decimal(clock[3] or 0)
    if clock[3] is not None:
        return large * _HOUR + middle * _MINUTE + small, end
    counted = word or SECONDS[unit.casefold()]
    if not word and counted <= _MINUTE:
        raise UserError(
            "“{text}” can be hours and minutes or minutes and seconds. Write it like 2h 30m or 2m"
            " 30s.",
            text=clock[0],
        )
    if counted == _MINUTE:
        return large * _MINUTE + middle, end
    return large * _HOUR + middle * _MINUTE, end


def _summed(line: Line, seconds: Decimal, counted: Decimal, end: int) -> tuple[Decimal, int]:
    """All parts, each counting less than the one before: 1d 4h 30m; 2h30; an hour and a half."""
    first, is_sure = end, True
    while (more := _more(line, end, counted)) is not None:
        is_sure = is_sure and more.is_sure
        seconds, counted, end = seconds + more.value * more.counted, more.counted, more.ends
    half = _HALF.match(line.plain, end)
    if half is not None:
        seconds, end = seconds + counted * _A_HALF, half.end()
        is_sure = half[0] in _HALF_AT_ONCE and line.plain[end : end + 1].isspace() and is_sure
    if not (is_sure or ENDS.match(line.plain, end)):
        raise _or_a_note(line.typed[:end], line.typed[:first])
    behind, end = minutes(line, end, seconds, counted) if half is None else (Decimal(0), end)
    if line.plain[end : end + 1].isdecimal():
        raise UserError(
            "“{text}” is not a duration. Write it like 2h 30m, 90 min or 1.5 h.", text=line.word()
        )
    return seconds + behind, end


@dataclass(frozen=True, slots=True)
class _Part:
    """A number, the seconds of its word, and where it ends; unsure where it may be a note."""

    value: Decimal
    counted: Decimal
    ends: int
    is_sure: bool


def _or_a_note(whole: str, first: str) -> UserError:
    return UserError(
        "“{whole}” can be all of the value, or {first} with a note. Write it like 2h 30m, or put a"
        " semicolon behind {first}.",
        whole=whole[:40],
        first=first[:40],
    )


def _more(line: Line, at: int, counted: Decimal) -> _Part | None:
    """The next part, which counts less than the one before; None for no part."""
    joint = _JOINT.match(line.plain, at)
    assert joint is not None  # every part of the pattern may be empty
    part = _COUNTED.match(line.plain, joint.end())
    if part is None or part[0].casefold() in _SINGLE:
        return None
    word, end = _word(line, part.end())
    if not word or word >= counted:
        return None
    value = number(line, part.start()).value if part[1] else Decimal(count_of(part[0]))
    # 2小时十分满意 is two hours, and very content.
    is_sure = part[0].isascii() and (not joint[1] or bool(joint[2]))
    return _Part(value, word, end, is_sure)


def _word(line: Line, at: int) -> tuple[Decimal, int]:
    """How many seconds the word here counts, behind a space or none; 0 for another word."""
    begins = at + (line.plain[at : at + 1] == " ")
    rest = line.plain[begins:]
    there = [word for word in may_begin(rest, _BY_INITIAL) if _is_there(rest, word)]
    best = max(there, key=len, default="")
    return (_WORDS[best], begins + len(best)) if best else (Decimal(0), at)


def _is_there(rest: str, word: str) -> bool:
    """Digits may follow the word, as in 2h30; letters may not, but for Chinese."""
    if rest[: len(word)].casefold() != word or _NO_WEEK.match(rest):
        return False
    after = rest[len(word) : len(word) + 1]
    return not word.isascii() or after.isdecimal() or bool(starts_with(rest, word))


def _in_unit(seconds: Decimal, unit: str, line: Line) -> Decimal:
    return fitting(round(seconds / SECONDS[unit.casefold()], DIGITS), line.typed)
