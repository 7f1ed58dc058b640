"""What an import would make of a file, and every problem in it with its line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from handlers.kit.errors import UserError
from handlers.okr.rules.columns import SheetKr, column_of
from handlers.okr.rules.cycle import Period, Rhythm, read_cycle
from handlers.okr.rules.life import Level
from handlers.okr.rules.record import NEEDED, Line, kr_of
from handlers.okr.rules.sheet import Problem, Row, Sheet


@dataclass(frozen=True, slots=True)
class Known:
    """What a file may name: people by e-mail, teams by name (both casefolded), numbers, cycles."""

    people: Mapping[str, str]
    teams: Mapping[str, str]
    today: date
    rhythm: Rhythm = Rhythm.QUARTER
    cycles: tuple[Period, ...] = ()
    objectives: frozenset[int] = frozenset()
    krs: frozenset[int] = frozenset()
    importer: str = ""  # owns what names no owner
    team: str = ""  # the name of the team of lines that name none


@dataclass(frozen=True, slots=True)
class PlannedKr:
    """A KR that an import would make or change, and the line that it comes from."""

    line: int
    kr: SheetKr
    owner_id: str


@dataclass(frozen=True, slots=True)
class PlannedObjective:
    """An objective that an import would make or change, with its KRs."""

    first: SheetKr  # its title, level, stage, ambition, what it supports, its number
    cycle: Period
    team_id: str  # "" for a personal one, or the company's
    owner_id: str
    krs: tuple[PlannedKr, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What would come of it. Problems stand in the order of their lines."""

    objectives: tuple[PlannedObjective, ...]
    problems: tuple[Problem, ...]
    unknown_columns: tuple[str, ...] = ()


def plan(sheet: Sheet, known: Known) -> Plan:
    """Everything that the file says, and everything in it that cannot be taken."""
    columns = {name: column_of(name) for name in sheet.columns}
    missing = [name for name in NEEDED if name not in columns.values()]
    if missing:
        told = UserError(
            "The first line has to name the columns; missing: {columns}. Export a file to see"
            " all of them.",
            columns=missing,
        )
        return Plan((), (Problem(1, "", told), *sheet.problems))
    found: list[tuple[PlannedKr, PlannedObjective]] = []
    problems = list(sheet.problems)
    for row in sheet.rows:
        line = Line(row.line, _renamed(row, columns))
        planned = _planned(line, known)
        problems += line.problems
        if not line.problems:
            found.append(planned)
    problems += _repeated(kr for kr, _ in found)
    unknown = tuple(name for name, column in columns.items() if name and not column)
    return Plan(_grouped(found), tuple(sorted(problems, key=lambda p: p.line)), unknown)


def _renamed(row: Row, columns: Mapping[str, str]) -> dict[str, str]:
    return {columns[name]: cell for name, cell in row.cells.items() if columns.get(name)}


def _planned(line: Line, known: Known) -> tuple[PlannedKr, PlannedObjective]:
    kr = kr_of(line)
    cycle = line.read("cycle", lambda c: _cycle(c, known), _cycle("", known))
    owner = line.read("owner", lambda c: _person(c, known), known.importer)
    leader = line.read("objective owner", lambda c: _person(c, known), owner)
    team = _team(line, kr, known)
    _check_numbers(line, kr, known)
    kr = replace(kr, cycle=cycle.id)
    return PlannedKr(line.number, kr, owner), PlannedObjective(kr, cycle, team, leader, ())


def _cycle(cell: str, known: Known) -> Period:
    return read_cycle(cell, known.cycles, known.today, known.rhythm)


def _person(cell: str, known: Known) -> str:
    member = known.people.get(cell.removeprefix("mailto:").casefold())
    if member is None:
        raise UserError(
            "Nobody here has the e-mail address {typed}. Write the one that stands in their Slack"
            " profile.",
            typed=cell[:60],
        )
    return member


def _team(line: Line, kr: SheetKr, known: Known) -> str:
    """Whose it is; "" for a person's own and for the company's."""
    if kr.level is not Level.TEAM:
        return ""
    name = kr.team or known.team
    team = known.teams.get(name.casefold())
    if team is None and name:
        told = UserError(
            "There is no team {typed}. These are there: {teams}.",
            typed=name[:40],
            teams=list(known.teams),
        )
        line.refuse("team", told)
    if not name:
        line.refuse(
            "team",
            UserError("Say which team it is for, or write personal or company under level."),
        )
    return team or ""


def _check_numbers(line: Line, kr: SheetKr, known: Known) -> None:
    """Numbers are given by us: a file may only name those that there are."""
    for column, number, there in (
        ("supports", kr.supports, known.objectives),
        ("objective number", kr.objective_number, known.objectives),
        ("key result number", kr.number, known.krs),
    ):
        if number is not None and number not in there:
            told = UserError(
                "There is no {typed} here. Leave it empty for something new.",
                typed=line.cell(column)[:40],
            )
            line.refuse(column, told)


def _repeated(krs: Iterable[PlannedKr]) -> list[Problem]:
    """A KR that stands in two lines: which one would count?"""
    first: dict[object, int] = {}
    problems = []
    for planned in krs:
        kr = planned.kr
        key = kr.number or (
            kr.objective_number or kr.objective.casefold(),
            kr.team.casefold(),
            kr.cycle,
            kr.owner.casefold(),
            kr.title.casefold(),
        )
        if key in first:
            told = UserError("It stands in line {n} as well. Keep one of them.", n=first[key])
            problems.append(Problem(planned.line, "key result", told))
        first.setdefault(key, planned.line)
    return problems


def _grouped(found: Iterable[tuple[PlannedKr, PlannedObjective]]) -> tuple[PlannedObjective, ...]:
    """Lines of one objective together, in the order in which it first appears."""
    groups: dict[object, PlannedObjective] = {}
    for planned, objective in found:
        first = objective.first
        key = first.objective_number or (
            first.objective.casefold(),
            first.level,
            objective.team_id,
            objective.cycle.id,
            objective.owner_id if first.level is Level.PERSONAL else "",
        )
        group = groups.setdefault(key, objective)
        groups[key] = replace(group, krs=(*group.krs, planned))
    return tuple(groups.values())
