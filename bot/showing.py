"""What an import found, for whoever typed it: tables on a terminal, plain lines elsewhere."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from handlers.exchange.rules.changes import is_other, new_value, of_kr, of_objective
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.plan import Plan, PlannedKr, PlannedObjective
from handlers.exchange.rules.sheet import Problem
from handlers.exchange.rules.values import Kr
from handlers.kit.text import ENGLISH, Say, Texts, plain
from handlers.okr.rules import audit
from handlers.okr.rules.audit import Changed, What
from handlers.okr.rules.kinds import Milestones, Reach, ends_of

Line = tuple[str, ...]
LINES = 12  # numbers of lines in one cell


def show_problems(out: Console, planned: Plan, file: str) -> None:
    """Every problem with its line and column, and how many lines are fine."""
    if planned.unknown_columns:
        names = ", ".join(f"“{name}”" for name in planned.unknown_columns)
        _say(out, f"Not known, and left out: the columns {names}.")
    if not planned.problems:
        return
    say = Texts().say(ENGLISH)
    lines = _problems(planned.problems, say)
    _table(out, ("line", "column", "what to do"), lines)
    wrong = len({problem.line for problem in planned.problems})
    _say(
        out,
        f"{file}: {planned.fine} of {planned.lines} lines are fine, {wrong}"
        f" {'has a problem' if wrong == 1 else 'have problems'}. Nothing was changed.",
    )


def _problems(found: Sequence[Problem], say: Say) -> list[Line]:
    """What is to be done is said once, with all the lines that it is to be done in."""
    lines: dict[tuple[str, str], list[str]] = {}
    for problem in found:
        said = (problem.column or "–", plain(problem.told.told(say)))
        lines.setdefault(said, []).append(str(problem.line))
    return [(_some(numbers), *said) for said, numbers in lines.items()]


def _some(numbers: Sequence[str]) -> str:
    more = f" and {len(numbers) - LINES} more" if len(numbers) > LINES else ""
    return ", ".join(numbers[:LINES]) + more


def show_changes(out: Console, planned: Plan, there: Known) -> None:
    """What would be made and changed, and how much stays as it is."""
    lines = [line for one in planned.objectives for line in _of_objective(one, there)]
    if lines:
        _table(out, ("line", "what", "change"), lines)
    _say(out, _counted(planned))


def _of_objective(one: PlannedObjective, there: Known) -> list[Line]:
    name = f"O-{one.before.number}" if one.before else "new objective"
    where = f"({there.names.teams.get(one.objective.team_id, '')}, {one.objective.cycle.id})"
    changed = of_objective(one.before, one.objective)
    said = [_change(change, there, where) for change in changed]
    lines = [(str(one.line), name, text) for text in said]
    return lines + [line for kr in one.krs for line in _of_kr(kr, there)]


def _of_kr(planned: PlannedKr, there: Known) -> list[Line]:
    name = f"KR-{planned.before.number}" if planned.before else "new key result"
    changed = of_kr(planned.before, planned.kr)
    said = [_change(change, there, _aimed(planned.kr)) for change in changed]
    value = new_value(planned)
    if value is not None:
        before = audit.plain(planned.before.value if planned.before else None)
        said.append(f"value: {before or 'none'} → {audit.plain(value)}")
    return [(str(planned.line), name, text) for text in said]


def _aimed(kr: Kr) -> str:
    """What a new key result aims for, so that a wrong column is seen before it counts."""
    if isinstance(kr.aim, Milestones):
        return f"({len(kr.aim.steps)} steps)"
    first, second = map(audit.plain, ends_of(kr.aim))
    if isinstance(kr.aim, Reach):
        return f"({first} → {second} {kr.unit}".rstrip() + ")"
    ends = [f"at least {first}" if first else "", f"at most {second}" if second else ""]
    return f"({' and '.join(end for end in ends if end)} {kr.unit}".rstrip() + ")"


def _change(change: Changed, there: Known, where: str = "") -> str:
    if change.what is What.MADE:
        return f"{change.after} {where}".strip()
    if change.what in (What.CLOSED, What.REOPENED):
        return str(change.what)
    before, after = (_named(change.what, text, there) for text in (change.before, change.after))
    return f"{change.what}: {before or 'none'} → {after or 'none'}"


def _named(what: str, text: str, there: Known) -> str:
    """People and teams as the table calls them."""
    names = there.names.people if what == What.OWNER else there.names.teams
    if what not in (What.OWNER, What.TEAM, What.TEAMS):
        return text.replace("\n", "; ")
    return ", ".join(names.get(id_, id_) for id_ in text.split(","))


def _counted(planned: Plan) -> str:
    krs = [kr for one in planned.objectives for kr in one.krs]
    made = [
        sum(one.before is None for one in planned.objectives),
        sum(k.before is None for k in krs),
    ]
    changed = sum(_is_changed(one) for one in planned.objectives) + sum(map(_is_changed, krs))
    same = len(planned.objectives) + len(krs) - sum(made) - changed
    return (
        f"Objectives to make: {made[0]}; key results to make: {made[1]}; to change: {changed};"
        f" as they are: {same}."
    )


def _is_changed(planned: PlannedObjective | PlannedKr) -> bool:
    return planned.before is not None and is_other(planned)


def _table(out: Console, headings: Sequence[str], lines: Iterable[Line]) -> None:
    if not out.is_terminal:
        for line in (headings, *lines):
            out.file.write("\t".join(map(harmless, line)) + "\n")
        return
    table = Table(*headings)
    for line in lines:
        table.add_row(*(Text(harmless(cell)) for cell in line))
    out.print(table)


def _say(out: Console, text: str) -> None:
    out.print(Text(harmless(text)), soft_wrap=True)


def harmless(text: str) -> str:
    """In one line, and without what would steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
