"""What somebody typed a KR to aim for, field by field: two ends, a band, or steps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.okr.rules.checking import checked
from handlers.okr.rules.kinds import Aim, Keep, Kind, Milestones, Reach
from handlers.okr.rules.steps import read_steps
from handlers.okr.rules.values import read_value

LONGEST_TITLE: Final = 150  # of an objective, a KR, a step
LONGEST_UNIT: Final = 20
_DECIDES: Final = {Kind.REACH: "target", Kind.KEEP: "at most", Kind.MILESTONE: "steps"}


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
        return Milestones(read_steps(cells.get("steps", ""), field="steps"))
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
