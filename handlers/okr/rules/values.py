"""The value that a person typed for a KR, in its unit, and the note behind it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import fitting
from handlers.kit.units import SIGNS, Sort, scale_of, sort_of
from handlers.okr.rules.counters import after_counter
from handlers.okr.rules.duration import duration
from handlers.okr.rules.others import nothing_else, other_unit
from handlers.okr.rules.progress import Status
from handlers.okr.rules.said import said, tenths
from handlers.okr.rules.scales import scaled
from handlers.okr.rules.scan import Lead, Line, Number, after_unit, lead, line_of, number

_CLAUSE_END: Final = re.compile(r"[,.;!…，。；：！]+|:(?=\s|$)")  # but :tada: begins a note
_OF: Final = re.compile(r" ?(?:/|out of|of|von) ?(\d{1,3})(?![\d.,]*\d)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Standing:
    """What `+3` counts from: where the KR stands, and whether it knows values below 0."""

    value: Decimal
    below_zero: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A value and its note. `relative`: it counts from what the KR stood at, so nobody may have
    moved it since. With a `status` the note is why.
    """

    value: Decimal
    note: str
    relative: bool = False
    status: Status | None = None


def standing(*numbers: Decimal | None, value: Decimal | None) -> Standing | None:
    """Where a KR stands: its current value, or the first of its other numbers before any.

    >>> standing(kr.start, kr.target, value=kr.value)
    """
    known = [n for n in (value, *numbers) if n is not None]
    return Standing(known[0], below_zero=min(known) < 0) if known else None


def take(text: str, unit: str, at: Standing | None = None) -> Taken:
    """The value at the beginning, in this unit, and the note: `45 % up` -> (45, "up").

    With `at`, `+3` counts from it, and `-3` too where nothing is below 0; `=-3` is the value.
    UserError for another unit, for what is no number, for what can be read in two ways, and for
    what the unit has no room for.
    """
    line = line_of(text)
    ahead = lead(line)
    if ahead.currency and not _is_of(ahead.currency, unit):
        raise other_unit(line.word(), unit)
    size, end = _size(line, ahead.ends, unit)
    typed = line.typed[:end]
    value, relative = _placed(ahead, size, at, typed)
    return Taken(fits(fitting(value, typed), unit), _note(line.typed[end:]), relative)


def read_value(text: str, unit: str) -> Decimal:
    """A value with nothing behind it, such as a start or a target. UserError as `take`."""
    taken = take(text, unit)
    if taken.note:
        raise UserError(
            "“{text}” is more than a number. Write only the number here, like 45 or 45.5.",
            text=text.strip()[:40],
        )
    return taken.value


def fits(value: Decimal, unit: str) -> Decimal:
    """The value, if this unit has room for it; else UserError."""
    scale = scale_of(unit)
    if scale is not None and not 0 <= value <= scale:
        raise UserError(
            "{value} is out of range: this is a rating from 0 to {most}.", value=value, most=scale
        )
    return value


def _is_of(currency: str, unit: str) -> bool:
    return unit in (currency, *SIGNS.get(currency, ()))


def _size(line: Line, at: int, unit: str) -> tuple[Decimal, int]:
    """The number with its unit, and where both end."""
    sort = sort_of(unit)
    if sort is Sort.DURATION:
        return duration(line, at, unit)
    found = _number(line, at, unit)
    if sort is Sort.RATING:
        return found.value, _after_scale(line, found, unit)
    end = after_unit(line, found.ends, unit)
    if end is None:
        more = tenths if sort is Sort.PERCENT else scaled
        found = more(line, found, unit)
        end = after_unit(line, found.ends, unit)
    if end is None:
        end = after_counter(line, found.ends, unit)
    if end is None:
        nothing_else(line, found, unit)
    return found.value, found.ends if end is None else end


def _number(line: Line, at: int, unit: str) -> Number:
    """What most people type are digits: only where none stand, words are looked for."""
    if line.plain[at : at + 1].isdecimal():
        return number(line, at)
    return said(line, at, unit) or number(line, at)


def _after_scale(line: Line, found: Number, unit: str) -> int:
    """Behind 4.5/5, 4.5 of 5 or plain 4.5; UserError for a mark out of another number."""
    of = _OF.match(line.plain, found.ends)
    if of is None:
        end = after_counter(line, found.ends, unit)
        if end is None:
            nothing_else(line, found, unit)
        return end or found.ends
    if int(of[1]) != scale_of(unit):
        raise other_unit(line.typed[found.begins : of.end()], unit)
    return of.end()


def _placed(ahead: Lead, size: Decimal, at: Standing | None, typed: str) -> tuple[Decimal, bool]:
    """The value that is meant, and whether it counts from where the KR stood."""
    if at is None or ahead.exact or not ahead.sign:
        return (-size + 0 if ahead.sign == "-" else size), False
    if ahead.sign == "+":
        return at.value + size, True
    if at.below_zero:
        return -size + 0, False
    if at.value < size:
        raise UserError(
            "“{typed}” would take {value} below 0. Type the value itself; if it is below 0, put ="
            " before it, as in {exact}.",
            typed=typed[:40],
            value=at.value,
            exact=f"=-{size:f}",
        )
    return at.value - size, True


def _note(rest: str) -> str:
    end = _CLAUSE_END.match(rest)
    return rest[end.end() :].strip() if end is not None else rest.strip()
