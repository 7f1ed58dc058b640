"""A typed line: which KR, what value, and the note behind it."""

import re
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import read_number

# Slack and phones turn hyphens into dashes. Bare numbers count as well: `/okr show 3`.
_REF: Final = re.compile(r"\s*(kr)?[\s#_\-–—－]*(\d{1,12})(?=\s|$)\s*", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+\-−]?[.,]?\d[\d.,’'\u00a0\u202f]*")
_TOKEN: Final = re.compile(r"\S+")
LARGEST_NUMBER: Final = 2**31 - 1  # of a KR; what the database's integers hold


def split_number(text: str) -> tuple[int, str] | None:
    """A KR's number at the beginning and the rest: `KR-3 45 faster` -> (3, "45 faster").

    A bare number is one only before a value or nothing: `3 new partners` is a title.
    """
    found = _REF.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    if found[1] is None and rest and not _NUMBER.match(rest):
        return None
    return int(found[2]), rest


def splits(text: str) -> list[tuple[str, str]]:
    """Where the KR's name may end and a value begin: longest name first, no value at all last.

    `first response 45 for 3 teams` -> ("first response 45 for", "3 teams"), …, (all, "")
    """
    starts = [
        t.start() for t in _TOKEN.finditer(text) if t.start() and _NUMBER.match(text, t.start())
    ]
    return [*((text[:at].rstrip(), text[at:]) for at in reversed(starts)), (text, "")]


def take_value(text: str, unit: str) -> tuple[Decimal, str]:
    """The value at the beginning, in this unit, and the note: `45 % up` -> (45, "up").

    The KR's own unit may follow the number. UserError for another unit, for what is no number,
    and for a number that can be read in two ways.
    """
    first, _, rest = text.strip().partition(" ")
    first, newline, more = first.partition("\n")
    note = f"{more} {rest}" if newline else rest
    digits = _NUMBER.match(first)
    if digits is None:
        return read_number(first), note.strip()
    typed, suffix = first[: digits.end()], first[digits.end() :]
    if typed[-1] in ".,":  # the end of a sentence or clause
        typed = typed[:-1]
    if suffix:
        _same_unit(suffix, unit, first)
        return read_number(typed), note.strip()
    return read_number(typed), _without_unit(note.strip(), unit, first)


def _without_unit(note: str, unit: str, typed: str) -> str:
    if unit and note.casefold().startswith(unit.casefold()):
        after = note[len(unit) :]
        if not after or not after[0].isalnum():
            return after.lstrip(" ,.;:，。；：")
    if note.startswith("%"):
        _same_unit("%", unit, f"{typed} %")
    return note


def _same_unit(suffix: str, unit: str, typed: str) -> None:
    if suffix.rstrip(".,;:").casefold() == unit.casefold() and unit:
        return
    if unit:
        raise UserError(
            "“{typed}” is not in this key result's unit, which is {unit}. Type only the number, or"
            " put {unit} behind it.",
            typed=typed[:40],
            unit=unit,
        )
    raise UserError(
        "“{typed}” is not a number. This key result has no unit: type only the number, like 45 or"
        " 45.5.",
        typed=typed[:40],
    )


def typed_number(value: Decimal) -> str:
    """A number as a field is prefilled with it: read back, it is this number and no other."""
    text = format(value, "f")
    whole, point, decimals = text.partition(".")
    return f"{text}0" if point and len(decimals) == 3 and len(whole.lstrip("-")) <= 3 else text
