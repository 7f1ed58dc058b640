"""An objective as it is being made: what was filled in, what may be chosen, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from handlers.okr.rules.cycle import Period
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Step
from handlers.okr.rules.life import Level, Stage
from handlers.okr.rules.state import KrState

LEVEL: Final = "okr.level"  # fields of the form
CYCLE: Final = "okr.cycle"
SUPPORTS: Final = "okr.supports"


@dataclass(frozen=True, slots=True)
class NewKr:
    """A KR as it was filled in; `row` is its place in the form, from 1."""

    row: int
    title: str
    aim: Aim
    unit: str
    owner_id: str
    weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class NewObjective:
    """An objective as it was filled in. `cycle_id` is "" for the one that runs.

    `is_draft`: it is only to be talked about; else it begins, where its author may begin it.
    """

    team_id: str
    title: str
    krs: tuple[NewKr, ...]
    level: Level = Level.TEAM
    cycle_id: str = ""
    ambition: Ambition = Ambition.COMMITTED
    supports: int | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """A team that a person may make an objective for; `leads`: which they may begin at once."""

    id: str
    name: str
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Above:
    """An objective that a new one may support."""

    number: int
    title: str
    level: Level


@dataclass(frozen=True, slots=True)
class Choices:
    """What else may be chosen for a new objective. The first cycle is the usual one.

    `above` is None where there are more than a list holds: then its number is typed.
    """

    levels: tuple[Level, ...]
    cycles: tuple[Period, ...]
    above: tuple[Above, ...] | None
    may_begin: bool


@dataclass(frozen=True, slots=True)
class Created:
    """An objective that was made, and where its team lives. `steps`: of its milestone KRs."""

    number: int
    title: str
    cycle_id: str
    channel: str
    language: str
    krs: tuple[KrState, ...]
    stage: Stage = Stage.ACTIVE
    level: Level = Level.TEAM
    ambition: Ambition = Ambition.COMMITTED
    supports: int | None = None
    team_name: str = ""
    steps: Mapping[int, tuple[Step, ...]] = field(default_factory=dict)
