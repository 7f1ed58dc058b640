"""Which rows of a file speak of the same objective."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.exchange.rules.known import Known
from handlers.exchange.rules.line import Line
from handlers.exchange.rules.reading import read_period
from handlers.exchange.rules.rows import Found
from handlers.kit.errors import UserError

Named = Mapping[str, int]  # the cycles of one title, each with the line that names it first


def grouped(rows: Sequence[Found], known: Known) -> list[list[Found]]:
    """Rows of one objective together, in the order in which it first appears."""
    cycles = cycle_ids(rows, known)
    named: dict[object, dict[str, int]] = {}
    for row in rows:
        if cycle := cycles.get(_cell(row)):
            named.setdefault(_key(row), {}).setdefault(cycle, row.line.number)
    groups: dict[object, list[Found]] = {}
    for row in rows:
        key = _key(row)
        cycle = cycles.get(_cell(row)) or _repeated(row, named.get(key, {}))
        # A number says by itself which objective is meant.
        groups.setdefault(key if row.objective is not None else (key, cycle), []).append(row)
    return list(groups.values())


def cycle_ids(rows: Iterable[Found], known: Known) -> dict[str, str]:
    """What each cell of a cycle means: Q4 and 2026-Q4 alike; one that cannot be read, itself."""
    ids: dict[str, str] = {}
    for row in rows:
        cell = _cell(row)
        if cell and ids.get(cell, cell) == cell:  # the dates of a new one may stand further down
            line = Line(row.line.number, row.cells)
            period = read_period(line, known)
            ids[cell] = cell if line.problems else period.id
    return ids


def _cell(row: Found) -> str:
    return row.line.cell("cycle").casefold()


def _repeated(row: Found, named: Named) -> str:
    """The cycle of a row that names none: its objective's. Of several, which one is not guessed."""
    if len(named) > 1 and row.objective is None:
        (one, n), (other, m) = list(named.items())[:2]
        told = UserError(
            "This objective is in {one} in line {n}, and in {other} in line {m}. Write which of"
            " them this line is about.",
            one=one[:40],
            n=str(n),
            other=other[:40],
            m=str(m),
        )
        row.line.refuse("cycle", told)
    return next(iter(named), "")


def _key(row: Found) -> object:
    """The same in all rows of one objective, and of its namesakes in other cycles."""
    if row.objective is not None:
        return row.objective
    cell = row.line.cell
    title = cell("objective").casefold()
    if not title:
        return ("line", row.line.number)  # it belongs to nothing, and is refused by itself
    level = cell("level").casefold() or "team"
    owner = cell("objective owner") or cell("owner") if level == "personal" else ""
    return (title, level, cell("team").casefold(), owner.casefold())
