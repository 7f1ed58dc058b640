"""What a line aims for: start and target, the ends of a band, or steps."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from handlers.exchange.rules.line import LONGEST_TITLE, fitting
from handlers.kit.errors import UserError
from handlers.okr.rules import read_value
from handlers.okr.rules.kinds import Aim, Keep, Kind, Milestones, Reach, Step, checked, read_weight

_DECIDES: Final = {Kind.REACH: "target", Kind.KEEP: "at most", Kind.MILESTONE: "steps"}
_STEP: Final = re.compile(r"(?:\[([ xX✓])\] ?)?(.*?)(?: \((\d+(?:[.,]\d+)?)\))?", re.DOTALL)


def read_aim(cells: Mapping[str, str], unit: str) -> Aim:
    """What a line aims for. UserError, with the column as its field, for what makes no sense."""
    kind = kind_in(cells)
    try:
        return checked(_aim(kind, cells, unit), unit)
    except UserError as error:
        error.field = error.field or _DECIDES[kind]
        raise


def kind_in(cells: Mapping[str, str]) -> Kind:
    """As it says, or as the filled columns say."""
    typed = cells.get("kind", "").strip().casefold()
    if typed and typed not in set(Kind):
        raise UserError(
            "“{typed}” is no kind of key result. Write reach, keep or milestone.",
            typed=typed[:40],
            field="kind",
        )
    if typed:
        return Kind(typed)
    if cells.get("steps", "").strip():
        return Kind.MILESTONE
    has_band = any(cells.get(name, "").strip() for name in ("at least", "at most"))
    return Kind.KEEP if has_band else Kind.REACH


def _aim(kind: Kind, cells: Mapping[str, str], unit: str) -> Aim:
    if kind is Kind.MILESTONE:
        lines = (line.strip() for line in re.split(r"[\r\n]+", cells.get("steps", "")))
        return Milestones(tuple(_step(line) for line in lines if line))
    names = ("start", "target") if kind is Kind.REACH else ("at least", "at most")
    first, second = (_bound(cells.get(name, ""), unit, name) for name in names)
    if kind is Kind.KEEP:
        return Keep(first, second)
    if first is None:
        raise UserError("Type the number that it stands at today.", field="start")
    if second is None:
        raise UserError("Type the number that you want to reach.", field="target")
    return Reach(first, second)


def _bound(typed: str, unit: str, field: str) -> Decimal | None:
    if not typed.strip():
        return None
    try:
        return read_value(typed, unit)
    except UserError as error:
        error.field = field
        raise


def _step(line: str) -> Step:
    """`[x] Ask customers (2)`; only the words are needed."""
    found = _STEP.fullmatch(line)
    assert found is not None  # every part of the pattern may be missing
    weight = read_weight(found[3], field="steps") if found[3] else Decimal(1)
    return Step(fitting(found[2], LONGEST_TITLE), weight, done=bool(found[1]) and found[1] != " ")
