"""From a file's rows to what they would make and change, and every problem with its line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from handlers.exchange.rules.cells import kr_cells
from handlers.exchange.rules.checking import check_all
from handlers.exchange.rules.columns import OBJECTIVE, column_of
from handlers.exchange.rules.grouping import cycle_ids, grouped
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.line import Line
from handlers.exchange.rules.plan import Plan, PlannedKr, PlannedObjective
from handlers.exchange.rules.reading import read_kr, read_objective
from handlers.exchange.rules.rows import Found, Origin, found, kr_part, objective_part
from handlers.exchange.rules.sheet import Problem, Row, Sheet
from handlers.exchange.rules.values import Kr, Objective
from handlers.kit.errors import UserError

NEEDED: Final = ("objective", "key result")
_NUMBERED: Final = ("objective number", "key result number")


def plan(sheet: Sheet, known: Known) -> Plan:
    """Everything that the file says, and everything in it that cannot be taken.

    UserError where the file as a whole cannot be meant for this workspace.
    """
    columns = {name: column_of(name) for name in sheet.columns}
    missing = [
        name
        for name, number in zip(NEEDED, _NUMBERED, strict=True)
        if not {name, number} & set(columns.values())
    ]
    if missing:
        told = UserError(
            "The first line has to name the columns; missing: {columns}. Export a file to see"
            " all of them.",
            columns=missing,
        )
        problems = (Problem(1, "", told), *sheet.problems)
        return Plan((), problems, len(sheet.rows) + len(sheet.problems))
    origin, rows = _origin(sheet, columns, known)
    groups = grouped([found(row, columns, origin, known) for row in rows], known)
    planned, problems_found = _planned(groups, known)
    problems_found += check_all(planned, known, is_ours=origin.is_ours)
    whole = sorted([*sheet.problems, *problems_found], key=lambda problem: problem.line)
    return Plan(
        tuple(planned),
        tuple(whole),
        len(rows) + len(sheet.problems),
        tuple(name for name, column in columns.items() if name and not column),
        origin.is_ours,
    )


def _origin(sheet: Sheet, columns: Mapping[str, str], known: Known) -> tuple[Origin, Sequence[Row]]:
    """Which workspace the file comes from, and its rows: of several, those of this one."""
    heading = next((name for name, column in columns.items() if column == "workspace"), None)
    if heading is None:
        return Origin("", is_ours=True), sheet.rows
    named = {row.cells[heading].strip() for row in sheet.rows} - {""}
    if known.workspace in named:
        rows = [r for r in sheet.rows if r.cells[heading].strip() in ("", known.workspace)]
        return Origin(known.workspace, is_ours=True), rows
    if len(named) > 1:
        raise UserError(
            "The file holds objectives of several workspaces: {workspaces}. Export one of them"
            " with --workspace, and import that.",
            workspaces=sorted(named),
        )
    return Origin(next(iter(named), ""), is_ours=not named), sheet.rows


def _planned(
    groups: Sequence[Sequence[Found]], known: Known
) -> tuple[list[PlannedObjective], list[Problem]]:
    planned, problems = [], []
    for group in groups:
        line = _objective_line(group, known)
        first = group[0]
        before = None if first.is_new_objective else known.objectives.get(first.objective or 0)
        objective = read_objective(line, known)
        if before is not None:
            objective = replace(objective, number=before.number)
        krs = [_kr(row, known) for row in group if row.has_kr]
        problems += line.problems
        problems += [problem for row in group for problem in row.line.problems]
        if not line.problems:
            fine = tuple(_at(objective, kr) for row, kr in krs if not row.line.problems)
            planned.append(
                PlannedObjective(first.line.number, objective, fine, before, first.objective)
            )
    return planned, _once(problems)


def _objective_line(group: Sequence[Found], known: Known) -> Line:
    """All that these rows say of their objective; what contradicts is a problem of the later."""
    cells = objective_part(group[0], known)
    cycles = cycle_ids(group, known)
    said = {name: 0 for name in OBJECTIVE if group[0].line.cell(name)}
    line = Line(group[0].line.number, cells)
    for n, row in enumerate(group[1:], start=1):
        for name in (name for name in OBJECTIVE if row.line.cell(name)):
            if name not in said:
                said[name] = n
                cells[name] = row.cells[name]
                line.begins = {**line.begins, name: row.line.number}
            elif not _is_same(cells[name], row.line.cell(name), cycles if name == "cycle" else {}):
                told = UserError(
                    "Line {n} says something else of the same objective: {said}. Write the same in"
                    " both.",
                    n=str(group[said[name]].line.number),
                    said=cells[name].strip()[:60],
                )
                row.line.refuse(name, told)
    if not line.cell("objective owner") and not line.cell("owner"):
        cells["owner"] = group[0].cells.get("owner", "")
    return line


def _is_same(one: str, other: str, meant: Mapping[str, str]) -> bool:
    first, second = one.strip().casefold(), other.strip().casefold()
    return meant.get(first, first) == meant.get(second, second)


def _kr(row: Found, known: Known) -> tuple[Found, PlannedKr]:
    before = None if row.is_new_kr else known.krs.get(row.kr or 0)
    cells = kr_part(row, known)
    if before is not None and cells == kr_cells(before, known.names):
        return row, PlannedKr(row.line.number, before, before, row.kr)  # as it is: nothing to read
    kr: Kr = read_kr(Line(row.line.number, cells, problems=row.line.problems), known)
    if before is not None:
        kr = replace(kr, number=before.number, objective=before.objective)
    return row, PlannedKr(row.line.number, kr, before, row.kr)


def _at(objective: Objective, planned: PlannedKr) -> PlannedKr:
    """The team that it lives with is no further one that shares it."""
    shared = tuple(id_ for id_ in planned.kr.shared if id_ != objective.team_id)
    return replace(planned, kr=replace(planned.kr, shared=shared))


def _once(problems: Iterable[Problem]) -> list[Problem]:
    """An owner of a line may be the owner of its objective as well, and is told once."""
    seen: dict[object, Problem] = {}
    for problem in problems:
        seen.setdefault((problem.line, problem.column, problem.told.sentence), problem)
    return list(seen.values())
