"""The objective and the KR of a line, as far as its own cells say."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.exchange.rules.known import Known
from handlers.exchange.rules.line import Line, fitting, number_of, word
from handlers.exchange.rules.values import Kr, Objective, done_so_far
from handlers.kit.errors import UserError
from handlers.kit.units import PERCENT, read_unit
from handlers.okr.rules import read_value
from handlers.okr.rules.aims import LONGEST_TITLE, LONGEST_UNIT, read_aim
from handlers.okr.rules.checking import read_weight
from handlers.okr.rules.cycle import Period, own, read_cycle
from handlers.okr.rules.grade import LONGEST_LESSON, Ambition, read_grade
from handlers.okr.rules.kinds import Aim, Keep, Milestones
from handlers.okr.rules.life import Level, Stage

_NO_AIM: Final[Aim] = Keep()  # where it was refused; the line is, too
_ONE: Final = Decimal(1)
_WORDS: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("yes", "y", "true", "1", "x", "closed", "ja", "是"), True),
    **dict.fromkeys(("no", "n", "false", "0", "open", "nein", "否"), False),
}


def read_objective(line: Line, known: Known) -> Objective:
    """The objective; its problems are then in the line."""
    level = line.read("level", lambda cell: word(cell, Level), Level.TEAM)
    owner = line.read("objective owner", known.person, "") or line.read("owner", known.person, "")
    owner = owner or known.importer
    if not owner and not line.problems:
        line.refuse("objective owner", _nobody())
    return Objective(
        title=line.title("objective"),
        team_id=_team(line, level, owner, known),
        cycle=read_period(line, known),
        owner_id=owner,
        level=level,
        ambition=line.read("ambition", lambda cell: word(cell, Ambition), Ambition.COMMITTED),
        stage=line.read("stage", lambda cell: word(cell, Stage), Stage.ACTIVE),
        supports=line.read("supports", number_of, None),
        weight=line.read("objective weight", read_weight, _ONE),
        lesson=line.read("lesson", lambda cell: fitting(cell, LONGEST_LESSON), ""),
        carried_from=line.read("objective carried from", number_of, None),
    )


def read_kr(line: Line, known: Known) -> Kr:
    """The KR; its problems are then in the line."""
    unit = line.read("unit", _unit, "")
    aim = line.read("key result", lambda _: _aim(line.cells, unit), _NO_AIM)
    owner = line.read("owner", known.person, known.importer)
    if not owner and not line.cell("owner"):
        line.refuse("owner", _nobody())
    return Kr(
        title=line.title("key result"),
        aim=aim,
        owner_id=owner,
        unit=PERCENT if isinstance(aim, Milestones) else unit,
        weight=line.read("weight", read_weight, _ONE),
        shared=line.read("shared with", lambda cell: _teams(cell, known), ()),
        value=_value(line, aim, unit),
        grade=line.read("grade", read_grade, None),
        is_closed=line.read("closed", _yes, blank=False),
        carried_from=line.read("carried from", number_of, None),
    )


def _aim(cells: Mapping[str, str], unit: str) -> Aim:
    aim = read_aim(cells, unit)
    for step in aim.steps if isinstance(aim, Milestones) else ():
        try:
            fitting(step.title, LONGEST_TITLE)
        except UserError as error:
            error.field = "steps"
            raise
    return aim


def _nobody() -> UserError:
    return UserError("Say whose it is: an e-mail address or a member ID.")


def _team(line: Line, level: Level, owner: str, known: Known) -> str:
    """In whose rounds it lives: of a person's own, their team; else as the line or import says."""
    name = line.cell("team")
    if not name and level is Level.PERSONAL and owner in known.homes:
        return known.homes[owner]
    if not name:
        name = known.team
    if not name:
        line.refuse("team", UserError("Say which team it lives in: its name, or its channel."))
        return ""
    try:
        return known.one_team(name)
    except UserError as error:
        line.refuse("team", error)
        return ""


def _teams(cell: str, known: Known) -> tuple[str, ...]:
    """Names of teams, each in a line of the cell, or with semicolons between."""
    names = (name.strip() for name in re.split(r"[\r\n;]+", cell))
    return tuple(sorted({known.one_team(name) for name in names if name}))


def read_period(line: Line, known: Known) -> Period:
    """The line's cycle, as it is called here; one with dates of its own is made with them."""
    current = read_cycle("", known.cycles, known.today, known.rhythm)
    starts = line.read("cycle starts", _date, None)
    ends = line.read("cycle ends", _date, None)

    def read(cell: str) -> Period:
        try:
            return read_cycle(cell, known.cycles, known.today, known.rhythm)
        except UserError:
            if starts is None or ends is None:
                raise
            return own(starts, ends, fitting(cell, 40))

    return line.read("cycle", read, current)


def _date(cell: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise UserError(
            "“{typed}” is not a date. Write it like 2026-12-31.", typed=cell[:40]
        ) from None


def _unit(cell: str) -> str:
    return fitting(read_unit(cell), LONGEST_UNIT)


def _yes(cell: str) -> bool:
    meant = _WORDS.get(cell.casefold())
    if meant is None:
        raise UserError("Write yes for what is closed, or leave it empty.")
    return meant


def _value(line: Line, aim: Aim, unit: str) -> Decimal | None:
    value = line.read(
        "value",
        lambda cell: read_value(cell, PERCENT if isinstance(aim, Milestones) else unit),
        None,
    )
    if not isinstance(aim, Milestones):
        return value
    if value is not None and value != aim.value():
        line.refuse(
            "value",
            UserError("Its steps say how far it is: mark those that are done with [x]."),
        )
    return done_so_far(aim)
