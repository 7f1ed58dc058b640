"""One line of a table, read cell by cell; what is wrong is kept, and reading goes on."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from handlers.kit.errors import UserError
from handlers.kit.numbers import folded
from handlers.kit.units import read_unit
from handlers.okr.rules.columns import SheetKr, read_aim
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Keep, read_weight
from handlers.okr.rules.life import Level, Stage
from handlers.okr.rules.line import LARGEST_NUMBER
from handlers.okr.rules.sheet import Problem
from handlers.okr.rules.values import read_value

LONGEST_TITLE: Final = 150
LONGEST_UNIT: Final = 20
NEEDED: Final = ("objective", "key result")
_NO_AIM: Final[Aim] = Keep()  # where it was refused; the line is, too
_REFERENCE: Final = re.compile(r"(?:o|kr)?[\s#\-]*(\d{1,12})", re.IGNORECASE | re.ASCII)
T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(slots=True)
class Line:
    """A line by column, and the problems found in it so far."""

    number: int
    cells: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def cell(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    def read(self, column: str, how: Callable[[str], T], blank: T) -> T:
        """What the cell says; the blank where it is empty or was refused."""
        if not self.cell(column):
            return blank
        try:
            return how(self.cell(column))
        except UserError as error:
            self.refuse(error.field or column, error)
            return blank

    def refuse(self, column: str, told: UserError) -> None:
        self.problems.append(Problem(self.number, column, told))


def kr_of(line: Line) -> SheetKr:
    """The KR of this line, as far as its own cells say; its problems are then in the line."""
    objective, title = (_title(line, column) for column in NEEDED)
    unit = line.read("unit", _unit, "")
    aim = line.read("key result", lambda _: read_aim(line.cells, unit), _NO_AIM)
    return SheetKr(
        objective,
        title,
        aim,
        unit=unit,
        weight=line.read("weight", read_weight, Decimal(1)),
        owner=line.cell("owner"),
        team=line.cell("team"),
        level=line.read("level", lambda cell: _word(cell, Level), Level.TEAM),
        objective_owner=line.cell("objective owner"),
        ambition=line.read("ambition", lambda cell: _word(cell, Ambition), Ambition.COMMITTED),
        stage=line.read("stage", lambda cell: _word(cell, Stage), Stage.ACTIVE),
        supports=line.read("supports", _reference, None),
        objective_number=line.read("objective number", _reference, None),
        number=line.read("key result number", _reference, None),
        value=line.read("value", lambda cell: read_value(cell, unit), None),
    )


def _title(line: Line, column: str) -> str:
    title = line.cell(column)
    if not title:
        line.refuse(column, UserError("Please fill this in."))
    if len(title) > LONGEST_TITLE:
        line.refuse(
            column,
            UserError("This is {n} characters long; {most} fit.", n=len(title), most=LONGEST_TITLE),
        )
    return title


def _unit(cell: str) -> str:
    unit = read_unit(cell)
    if len(unit) > LONGEST_UNIT:
        raise UserError("This is {n} characters long; {most} fit.", n=len(unit), most=LONGEST_UNIT)
    return unit


def _word(cell: str, words: type[Word]) -> Word:
    try:
        return words(cell.casefold())
    except ValueError:
        raise UserError(
            "“{typed}” is not known here. Write one of {words}.",
            typed=cell[:40],
            words=[str(word) for word in words],
        ) from None


def _reference(cell: str) -> int | None:
    """O-3, KR-3 and 3 alike."""
    found = _REFERENCE.fullmatch(folded(cell))
    if found is None or not 0 < int(found[1]) <= LARGEST_NUMBER:
        raise UserError(
            "“{typed}” is not a number of ours. Write it like O-3 or KR-12, or leave it empty for"
            " something new.",
            typed=cell[:40],
        )
    return int(found[1])
