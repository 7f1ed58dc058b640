"""Which objective and KR a row is about, and its cells beside what is here already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.exchange.rules.cells import kr_cells, objective_cells
from handlers.exchange.rules.columns import KEY_RESULT, OBJECTIVE
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.line import Line, number_of
from handlers.exchange.rules.sheet import Row
from handlers.kit.errors import UserError

Cells = dict[str, str]
# What an empty cell says "none" of. Every other empty one leaves things as they are.
CLEARED: Final = frozenset(
    {
        *("supports", "lesson", "objective carried from", "start", "target", "at least"),
        *("at most", "steps", "unit", "shared with", "grade", "closed", "carried from"),
    }
)
_DETAILS: Final = tuple(name for name in KEY_RESULT if name not in ("owner", "weight"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose numbers a file has. `is_ours`: they are this workspace's, if it has them."""

    workspace: str  # that the file names; "" for none
    is_ours: bool

    def is_strict(self, cells: Cells) -> bool:
        """Whether this line says itself that it comes from here: then its numbers are here."""
        return self.is_ours and bool(cells.get("workspace", "").strip())


@dataclass(slots=True)
class Found:
    """A row, the numbers that stand in it, and what of them is here."""

    line: Line
    cells: Cells  # as they stand in the file
    objective: int | None  # its number in the file, or that of its KR
    kr: int | None
    has_kr: bool  # else it says something of an objective only
    is_new_objective: bool
    is_new_kr: bool


def found(row: Row, columns: Mapping[str, str], origin: Origin, known: Known) -> Found:
    """The row with its numbers; what is wrong with those is then among its problems."""
    cells = {columns[name]: cell for name, cell in row.cells.items() if columns.get(name)}
    line = Line(row.line, cells)
    objective = line.read("objective number", number_of, None)
    kr = line.read("key result number", number_of, None)
    there = known.krs.get(kr or 0) if origin.is_ours else None
    if there is not None and objective not in (None, there.objective):
        told = UserError(
            "{kr} belongs to O-{there}. It cannot move to another objective.",
            kr=f"KR-{kr}",
            there=str(there.objective),
        )
        line.refuse("objective number", told)
    objective = there.objective if there else objective
    is_new = not origin.is_ours or objective not in known.objectives
    if origin.is_strict(cells):
        _check_here(line, objective if is_new else None, kr if there is None else None)
    return Found(
        line=line,
        cells=cells,
        objective=objective,
        kr=kr,
        has_kr=any(line.cell(name) for name in _DETAILS),
        is_new_objective=is_new,
        is_new_kr=there is None,
    )


def _check_here(line: Line, objective: int | None, kr: int | None) -> None:
    """A line that was exported from here names what was here."""
    for column, number in (("objective number", objective), ("key result number", kr)):
        if number is not None:
            told = UserError(
                "There is no {typed} here any more. Leave it empty to make it anew.",
                typed=line.cell(column)[:40],
            )
            line.refuse(column, told)


def objective_part(one: Found, known: Known) -> Cells:
    """The cells about the objective; those that it leaves open are as they are here."""
    present = {name: cell for name, cell in one.cells.items() if name in OBJECTIVE}
    if one.is_new_objective or one.objective is None:
        return present
    return _over(objective_cells(known.objectives[one.objective], known.names), present)


def kr_part(one: Found, known: Known) -> Cells:
    """The cells about the KR; those that it leaves open are as they are here."""
    present = {name: cell for name, cell in one.cells.items() if name in KEY_RESULT}
    if one.is_new_kr or one.kr is None:
        return present
    return _over(kr_cells(known.krs[one.kr], known.names), present)


def _over(here: Cells, present: Cells) -> Cells:
    said = {name: cell for name, cell in present.items() if cell.strip() or name in CLEARED}
    return here | said
