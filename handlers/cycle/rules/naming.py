"""The name of a cycle with dates of its own."""

import re
from typing import Final

from handlers.kit.errors import UserError
from handlers.okr.rules.cycle import Rhythm, named

LONGEST: Final = 40
# What `/okr cycle` and the calendar call something else.
_TAKEN: Final = frozenset({*Rhythm, "new", "this", "now", "current", "next", "help"})
_CALENDAR: Final = re.compile(
    r"(\d{4}[ \-/]?)?[QT][1-4]([ \-/]?\d{4})?|.*\d{4}-\d\d-\d\d\.\..*", re.IGNORECASE
)


def read_name(text: str) -> str:
    """The name as people will type it. UserError for what names something else already."""
    name = " ".join(text.split())
    if not any(char.isalnum() for char in name):
        raise UserError("Give it a name that people can type, like Launch 2027.")
    if len(name) > LONGEST:
        raise UserError("This is {n} characters long; {most} fit.", n=len(name), most=LONGEST)
    is_calendar = _CALENDAR.fullmatch(name) is not None or named(name.upper()) is not None
    if is_calendar or name.casefold() in _TAKEN:
        raise UserError(
            "“{name}” means something else here already. Choose another name, like Launch 2027.",
            name=name,
        )
    return name
