"""Two days that share their month, or a year, written out: 23 - 27 Nov, 11月23-27日, 23.-27.11."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Final

from handlers.absence.rules.named import RECENT
from handlers.kit.dates import day_at

_DASH: Final = r"\s*(?P<dash>[-–—~～至到]|(?:until|till|til|to)\b)\s*"
_ORDINAL: Final = r"(?:st|nd|rd|th)?"
_LEAD: Final = re.compile(r"(?:from|starting|since|on)\b\s*|[从從自在于於]\s*|", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(rf"(?P<day>\d{{1,2}}){_ORDINAL}\.?{_DASH}(?=\d)", re.IGNORECASE)
_BEHIND: Final = re.compile(
    rf"{_DASH}(?P<day>\d{{1,2}})(?:[日号號]|{_ORDINAL}(?=[\s,，]|$))(?!\s*[ap]\.?m\b)",
    re.IGNORECASE,
)
_IN_CHINESE: Final = re.compile(
    rf"(?P<month>\d{{1,2}}月)(?P<day>\d{{1,2}}){_DASH}(?=\d{{1,2}}[日号號])"
)


def written_out(text: str, today: date) -> str:
    """The same text; where two such days stand at its beginning, each with its month."""
    lead = _LEAD.match(text)
    assert lead is not None  # all of the pattern may be empty
    rest = _IN_CHINESE.sub(r"\g<month>\g<day>日\g<dash>", text[lead.end() :])
    ways: tuple[Callable[[str, date], str | None], ...] = (_with_last, _with_first)
    found = next(filter(None, (way(rest, today - RECENT) for way in ways)), rest)
    return f"{lead[0]}{found}"


def _with_last(text: str, since: date) -> str | None:
    """23 - 27 Nov: the month stands behind the last one."""
    first = _DAY_FIRST.match(text)
    last = first and day_at(text[first.end() :], since)
    if not first or not last:
        return None
    return _both(_in_month(last[0], first), first["dash"], last[0], last[1])


def _with_first(text: str, since: date) -> str | None:
    """Nov 23 - 27: the month stands before the first one."""
    first = day_at(text, since)
    last = first and _BEHIND.match(first[1])
    if not first or not last or day_at(first[1][last.start("day") :], since):
        return None
    return _both(first[0], last["dash"], _in_month(first[0], last), first[1][last.end() :])


def _in_month(other: date, found: re.Match[str]) -> date | None:
    with suppress(ValueError):  # 31 - 30 Nov
        return other.replace(day=int(found["day"]))
    return None


def _both(first: date | None, dash: str, last: date | None, rest: str) -> str | None:
    if first is None or last is None or first >= last:
        return None
    return f"{first.isoformat()} {dash} {last.isoformat()}{rest}"
