"""A reading that is a duration of several parts, or said: 2 h 30 min, 2h30, half an hour."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.units import SECONDS
from handlers.metric.rules.names import KNOWN, SHARES, TIMES
from handlers.okr.rules.bare import UnclearError
from handlers.okr.rules.duration import duration, said_unit, says_duration
from handlers.okr.rules.scan import line_of

_FIRST: Final = re.compile(r"\d[\d.,]* ?([个個]半?|and a half)? ?([^\W\d_]+)")
_FRACTION: Final = re.compile(r"(?:\d[\d.,]* )?([1-9]/[2-9]) ?([^\W\d_]+)")  # 5 1/2 h
_CLOCK: Final = re.compile(r"(\d{1,6}:[0-5]\d(:[0-5]\d)?)(?![\d:]) ?([^\W\d_]*)", re.ASCII)
# Of one letter a word may begin, as 天猫; behind 小时 what follows is another word.
_WORDS: Final = [word for word in SECONDS if not word.isascii() and len(word) > 1]
_UNIT: Final = re.compile(
    rf"(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))}|(?:{'|'.join(SECONDS)})(?!\w))",
    re.IGNORECASE,
)
# But not the a of a.m.
_PER: Final = re.compile(r"\s*(?:/|(?:per|an?|each|every)\b(?!\.)|[每一])", re.IGNORECASE)
BETWEEN: Final = " ,;:.!、。，；：！"
LONGEST: Final = 40  # of what is shown back


def is_said(words: Sequence[str]) -> bool:
    """Whether these begin with a duration in words, clear or not: two hours, 两个半小时."""
    return says_duration(" ".join(words))


def is_all_said(words: Sequence[str]) -> bool:
    """Whether these are a duration in words and nothing else: half an hour, 半小时."""
    return is_said(words) and not behind_said(words)


def is_one(words: Sequence[str]) -> bool:
    """Whether these are one of a unit, as in calls a day; and not 1 day, which is a reading."""
    text = " ".join(words)
    return is_all_said(words) and duration(line_of(text), 0, said_unit(text))[0] == 1


def behind_said(words: Sequence[str]) -> list[str]:
    """What follows the duration in words that these begin with; nothing where it is unclear.

    A number without a word follows it: in two hours 40 it may be what a metric stands at.
    """
    text = " ".join(words)
    try:
        end = duration(line_of(text), 0, said_unit(text))[1]
    except UnclearError as unclear:
        return unclear.rest.split()
    except UserError:
        return []
    *_, last = text[:end].split()
    return [*([last] if last.isdecimal() else []), *text[end:].split()]


def as_one_part(key: str, words: Sequence[str]) -> list[str]:
    """The same as one number in the unit that comes first, with what follows it: 2.500000 h.

    Words that are no such duration stay as they are. UserError for one that is unclear.
    """
    reading, sample = without_sample(words)
    text = " ".join(reading)
    try:
        unit = _first_unit(key, text, sample)
        return list(words) if unit is None else [*_one_part(text, unit), *sample]
    except UnclearError as unclear:
        if key in SHARES:  # whatever it is, it is no share
            return list(words)
        raise UserError(
            "A reading takes no note. If you mean {sure}, type `/okr metric {key} {sure}`.",
            key=key,
            sure=" ".join([unclear.sure, *sample]),
        ) from None


def without_sample(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """A reading, and `of 240` behind it, where that is there."""
    behind = len(words) - 2 if len(words) > 2 and words[-2].lower() == "of" else len(words)
    return words[:behind], words[behind:]


def unit_alone(key: str, words: Sequence[str], typed: str) -> str:
    """The unit at the beginning of what was typed behind a number, of these words.

    It is all of it, but for a duration: 5 min per call. UserError for 2 h on weekends: a note.
    """
    unit = _UNIT.match(typed)
    if unit is None or _PER.match(typed, unit.end()):
        return typed
    note = typed[unit.end() :].strip(BETWEEN)
    if not note:
        return unit[0]
    reading, sample = without_sample(words)
    text = " ".join(reading).rstrip(BETWEEN)
    raise UserError(
        "A reading takes no note, and “{note}” would be one. Type `/okr metric {key} {reading}`.",
        note=note[:LONGEST],
        key=key,
        reading=" ".join([text[: -len(note)].rstrip(BETWEEN), *sample]),
    )


def _first_unit(key: str, text: str, sample: Sequence[str]) -> str | None:
    """In what a duration is counted first; None for what is none, or a number and a word."""
    if says_duration(text):
        return said_unit(text)
    clock = _CLOCK.match(text)
    if clock is not None and (key in TIMES or key not in KNOWN):
        return _clocked(key, text, clock, sample)
    first = _FRACTION.match(text) or _FIRST.match(text)
    unit = first and _UNIT.match(first[2])
    if first is None or unit is None:
        return None
    _, end = duration(line_of(text), 0, unit[0])
    return None if end <= first.start(2) + unit.end() and not first[1] else unit[0]


def _clocked(key: str, text: str, clock: re.Match[str], sample: Sequence[str]) -> str:
    """2:30 h is hours and minutes, 2:30 min minutes and seconds; 2:30 is asked about."""
    if clock[3].casefold() in SECONDS:
        return clock[3]
    if clock[2]:
        return "h"
    behind = text[clock.end(1) :].strip(BETWEEN)
    is_per = _PER.match(behind) is not None
    rest = " ".join([behind if is_per else "", *sample]).strip()
    lines = {
        "clock": clock[1],
        "key": key,
        "hours": f"{clock[1]} h {rest}".rstrip(),
        "minutes": f"{clock[1]} min {rest}".rstrip(),
    }
    if behind and not is_per:
        raise UserError(
            "A reading takes no note, and “{note}” would be one. If {clock} is hours and minutes,"
            " type `/okr metric {key} {hours}`; if it is minutes and seconds, `/okr metric {key}"
            " {minutes}`.",
            note=behind[:LONGEST],
            **lines,
        )
    raise UserError(
        "“{clock}” can be hours and minutes, or minutes and seconds. Type `/okr metric {key}"
        " {hours}` for the one, or `/okr metric {key} {minutes}` for the other.",
        **lines,
    )


def _one_part(text: str, unit: str) -> list[str]:
    value, end = duration(line_of(text), 0, unit)
    return [_written(value), unit, *text[end:].split()]


def _written(value: Decimal) -> str:
    """With so many digits that nobody reads it in two ways: 1.125 may be a thousand."""
    return f"{value:f}" if value == value.to_integral_value() else f"{value:.6f}"
