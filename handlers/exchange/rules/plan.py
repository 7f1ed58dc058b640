"""What an import would make of a file, and every problem in it with its line."""

from dataclasses import dataclass

from handlers.exchange.rules.sheet import Problem
from handlers.exchange.rules.values import Kr, Objective


@dataclass(frozen=True, slots=True)
class PlannedKr:
    """A KR that would be made or changed, and the line that it comes from.

    `given` is the number that it has in the file, for what refers to it there.
    """

    line: int
    kr: Kr
    before: Kr | None = None
    given: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedObjective:
    """An objective that would be made or changed, with those of its KRs that the file has."""

    line: int
    objective: Objective
    krs: tuple[PlannedKr, ...]
    before: Objective | None = None
    given: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would come of it. Problems stand in the order of their lines."""

    objectives: tuple[PlannedObjective, ...]
    problems: tuple[Problem, ...]
    lines: int = 0  # of the file, headings not counted
    unknown_columns: tuple[str, ...] = ()
    is_ours: bool = True  # else its numbers are those of another workspace

    @property
    def fine(self) -> int:
        """How many lines have no problem."""
        return self.lines - len({problem.line for problem in self.problems})
