"""Objectives and KRs as a table holds them, with the ids of people and teams in place of names."""

from dataclasses import dataclass, field
from decimal import Decimal

from handlers.okr.rules.cycle import Period
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Milestones
from handlers.okr.rules.life import Level, Stage


@dataclass(frozen=True, slots=True)
class Objective:
    """Everything of an objective that a table can say. `number` is None for one to be made."""

    title: str
    team_id: str
    cycle: Period
    owner_id: str
    number: int | None = None
    level: Level = Level.TEAM
    ambition: Ambition = Ambition.COMMITTED
    stage: Stage = Stage.ACTIVE
    supports: int | None = None
    weight: Decimal = Decimal(1)
    lesson: str = ""
    carried_from: int | None = None


@dataclass(frozen=True, slots=True)
class Kr:
    """Everything of a KR that a table can say."""

    title: str
    aim: Aim
    owner_id: str
    number: int | None = None
    unit: str = ""
    weight: Decimal = Decimal(1)
    shared: tuple[str, ...] = ()  # the ids of other teams that have a share in it, sorted
    value: Decimal | None = None  # the current one; of milestones their steps say it
    grade: Decimal | None = None
    is_closed: bool = False
    carried_from: int | None = None
    objective: int | None = field(default=None, compare=False)  # that it belongs to, if it is here


def done_so_far(aim: Milestones) -> Decimal | None:
    """The value that steps say; None where nothing is done."""
    return aim.value() if any(step.done for step in aim.steps) else None
