"""One line of a table, read cell by cell; what is wrong is kept, and reading goes on."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from handlers.exchange.rules.sheet import Problem
from handlers.kit.errors import UserError
from handlers.kit.numbers import folded
from handlers.okr.rules import LARGEST_NUMBER
from handlers.okr.rules.aims import LONGEST_TITLE

_REFERENCE: Final = re.compile(r"(?:o|kr)?[\s#\-]*(\d{1,12})", re.IGNORECASE | re.ASCII)
_NOT_KEPT: Final = re.compile("[\x00\ud800-\udfff]")  # no database keeps these as text
T = TypeVar("T")
Word = TypeVar("Word", bound=StrEnum)


@dataclass(slots=True)
class Line:
    """Cells by column, and the problems found in them so far.

    `begins` has the lines of cells that come from other ones than `number`.
    """

    number: int
    cells: Mapping[str, str]
    begins: Mapping[str, int] = field(default_factory=dict)
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
        self.problems.append(Problem(self.begins.get(column, self.number), column, told))

    def title(self, column: str) -> str:
        """A title that has to be there, and to fit."""
        title = self.read(column, lambda cell: fitting(cell, LONGEST_TITLE), "")
        if not title and not self.cell(column):
            self.refuse(column, UserError("Please fill this in."))
        return title


def fitting(cell: str, longest: int) -> str:
    """The words, if they can be kept. UserError for too many."""
    if len(cell) > longest:
        raise UserError("This is {n} characters long; {most} fit.", n=len(cell), most=longest)
    if _NOT_KEPT.search(cell):
        raise UserError("A character in it cannot be kept. Type the words again.")
    return cell


def word(cell: str, words: type[Word]) -> Word:
    """One of these words. UserError, naming them, for another one."""
    try:
        return words(cell.casefold())
    except ValueError:
        raise UserError(
            "“{typed}” is not known here. Write one of {words}.",
            typed=cell[:40],
            words=[str(known) for known in words],
        ) from None


def number_of(cell: str) -> int:
    """O-3, KR-3 and 3 alike. UserError for what is no number of ours."""
    found = _REFERENCE.fullmatch(folded(cell))
    if found is None or not 0 < int(found[1]) <= LARGEST_NUMBER:
        raise UserError(
            "“{typed}” is not a number of ours. Write it like O-3 or KR-12, or leave it empty for"
            " something new.",
            typed=cell[:40],
        )
    return int(found[1])
