"""A number behind a duration with no word of its own: the minutes of 5h 30, or asked about."""

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeVar

from handlers.kit.counts import COUNT, count_of
from handlers.kit.errors import UserError
from handlers.kit.numbers import read_number, readings
from handlers.kit.units import SECONDS
from handlers.okr.rules.scan import ENDS, QUARTERS, Line

E = TypeVar("E", bound=UserError)
_HOUR: Final = SECONDS["h"]
_MINUTE: Final = SECONDS["min"]
_BARE: Final = re.compile(r"( ?)(\d+(?:[.,]\d+)*|[¼½¾])(?!\d|:\d)", re.ASCII)
_MINUTES: Final = re.compile(r"[0-5]?\d", re.ASCII)
_SAID: Final = re.compile(rf" ?({COUNT})", re.IGNORECASE)
_SAID_MINUTES: Final = range(10, 60)  # two hours five may be anything
MARKS: Final = " ,.;:!…，。；：！"  # between a value and its note
COPIED: Final = 1000  # characters of a line that is offered: two of them fit into a message
_LINES: Final = frozenset({"whole", "alone", "line", "last", "first"})  # to be copied
_WRITTEN: Final = 2  # digits of minutes behind a space: 5h 05
# What counts next, in English and in Chinese.
_SMALLER: Final = MappingProxyType(
    {
        _MINUTE: ("s", "秒"),
        _HOUR: ("min", "分钟"),
        SECONDS["d"]: ("h", "小时"),
        SECONDS["week"]: ("d", "天"),
    }
)


class OfferedError(UserError):
    """A value that may mean several: it shows what to type instead, for a KR that is named."""

    def in_command(self, number: int) -> None:
        """Show whole lines to copy, as they are typed for this KR."""
        if "typed" not in self.values:
            return  # too long to be offered: it says what to put a semicolon behind
        for name in _LINES & self.values.keys():
            self.values[name] = f"/okr update KR-{number} {self.values[name]}"


class UnclearError(UserError):
    """A value that may go on, or be followed by a note: `sure` is how to type that it goes on, and
    `rest` what would be the note.
    """

    sure: str = ""
    rest: str = ""


def minutes(line: Line, at: int, seconds: Decimal, counted: Decimal) -> tuple[Decimal, int]:
    """The seconds of a bare number right behind a duration, and where it ends: of 30 in 5h 30.

    0 for what a note begins with, as in 2 h 3 tickets. UserError where it may be both: half an hour
    12. `seconds` are those of the duration, and `counted` those of its last word.
    """
    found, is_hours = _BARE.match(line.plain, at), counted == _HOUR and not seconds % _HOUR
    if found is None:
        return _said(line, at, is_hours=is_hours)
    if counted not in _SMALLER or not (found[2] in QUARTERS or readings(found[2])):
        return Decimal(0), at
    is_apart, behind = bool(found[1]), line.plain[found.end() : found.end() + 1]
    ends = ENDS.match(line.plain, found.end()) is not None
    fits = is_hours and _MINUTES.fullmatch(found[2]) is not None
    fits = fits and (not is_apart or len(found[2]) == _WRITTEN)
    if fits and (ends or (not is_apart and behind.isspace())):
        return Decimal(found[2]) * _MINUTE, found.end()
    if is_apart and not ends and not (fits and behind.isspace()):
        return Decimal(0), at
    raise _asked(line, at, found, counted)


def _said(line: Line, at: int, *, is_hours: bool) -> tuple[Decimal, int]:
    """The same of two hours thirty, 两小时三十."""
    found = _SAID.match(line.plain, at)
    if found is None or not is_hours or not ENDS.match(line.plain, found.end()):
        return Decimal(0), at
    count = count_of(found[1])
    return (count * _MINUTE, found.end()) if count in _SAID_MINUTES else (Decimal(0), at)


def refuse_second(line: Line, at: int, unit: str) -> None:
    """UserError for 5 30 of what is counted in hours, where the note would be 30."""
    found, counted = _BARE.match(line.plain, at), SECONDS[unit.casefold()]
    if found and found[1] and counted in _SMALLER and ENDS.match(line.plain, found.end()):
        raise _asked(line, at, found, counted, f" {unit}")


def or_a_sentence(line: Line, at: int, end: int) -> UserError:
    """An hour for calls has a note, a day off is one."""
    error = UserError(
        "“{typed}” can be the value, or begin a sentence. If it is the value, put a semicolon"
        " behind it: `{line}`.",
        typed=line.typed[at:end],
        line=in_one_line(f"{line.typed[:end]}; {line.typed[end:]}"),
    )
    return shown_whole(error, line.typed[:end])


def _asked(
    line: Line, at: int, found: re.Match[str], counted: Decimal, unit: str = ""
) -> UnclearError:
    first, rest = line.typed[:at], line.typed[found.end() :]
    apart = " " if found[1] else ""
    is_chinese = not (unit or first[-1:]).isascii()
    word = _SMALLER[counted][is_chinese]
    sure = f"{first}{unit}{apart}{_counting(found[2], counted, word)}{apart}{word}"
    also = rest.lstrip(MARKS)
    error = UnclearError(
        "“{whole}” can be {sure}, or {first} with a note. Type `{all}` for the one, or `{first};"
        " {note}` for the other.",
        whole=line.typed[: found.end()],
        sure=sure,
        all=in_one_line(f"{sure}; {also}" if also else sure),
        first=first,
        note=in_one_line(line.typed[found.start(2) :]),
    )
    error.sure, error.rest = sure, line.typed[at:]
    return shown_whole(error, first)


def _counting(number: str, counted: Decimal, word: str) -> str:
    """Of what counts less; half an hour behind hours is 30 of them. UserError for 1,234."""
    value = QUARTERS.get(number) or read_number(number)
    if value < 1:
        value = value * counted / SECONDS[word]
    return f"{value.normalize():f}"


def shown_whole(error: E, first: str) -> E:
    """The same; where a line to copy would be cut, it says what to do with the one given back.

    `first` is what a semicolon has to stand behind.
    """
    if any(len(str(value)) > COPIED for value in error.values.values()):
        other = UserError(
            "It is not plain where the value ends. If it is {first}, put a semicolon behind it and"
            " send it again: what follows is the note.",
            first=first,
        )
        error.sentence, error.values = other.sentence, other.values
    return error


def in_one_line(text: str) -> str:
    """As it can be shown between backticks."""
    return " ".join(text.replace("`", "'").split())
