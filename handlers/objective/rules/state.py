"""An objective, and a KR at any point of its life, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from handlers.okr.rules import KrState
from handlers.okr.rules.audit import Noted
from handlers.okr.rules.cycle import Period
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Kind, Milestones, Step
from handlers.okr.rules.life import Level, Stage
from handlers.okr.rules.tree import own_progress


@dataclass(frozen=True, slots=True)
class Home:
    """The team that an objective lives with."""

    id: str
    name: str
    channel: str
    zone: str
    language: str


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective at any point of its life."""

    number: int
    title: str
    owner_id: str
    level: Level
    stage: Stage
    ambition: Ambition
    supports: int | None
    weight: Decimal
    lesson: str
    carried_from: int | None
    cycle: Period
    home: Home
    closed_at: datetime | None

    @property
    def is_deleted(self) -> bool:
        """Taken away before it began."""
        return self.closed_at is not None and self.stage is not Stage.CLOSED


@dataclass(frozen=True, slots=True)
class Link:
    """An objective above or below another one."""

    number: int
    title: str
    stage: Stage
    progress: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OneKr:
    """A KR at any point of its life, as whoever changes it sees it. `teams`: names by id."""

    kr: KrState
    objective: Objective
    closed_at: datetime | None
    steps: tuple[Step, ...] = ()
    teams: Mapping[str, str] = field(default_factory=dict)
    is_running: bool = True  # its cycle is not over

    @property
    def is_open(self) -> bool:
        """Whether people count on it."""
        running = self.objective.stage is Stage.ACTIVE and self.objective.closed_at is None
        return running and self.closed_at is None and self.is_running

    @property
    def aim(self) -> Aim:
        """What it aims for, steps and all."""
        return Milestones(self.steps) if self.kr.kind is Kind.MILESTONE else self.kr.aim


@dataclass(frozen=True, slots=True)
class Whole:
    """An objective with everything about it. `moved`: who brought it to its stage."""

    objective: Objective
    krs: tuple[OneKr, ...]
    progress: Decimal | None
    above: Link | None
    below: tuple[Link, ...]
    latest: tuple[Noted, ...]
    moved: Noted | None
    leads: tuple[str, ...]  # who can agree to a team's, by id
    may_change: bool = False
    steps: Sequence[Stage] = ()  # where the reader may take it from here

    @property
    def own_progress(self) -> Decimal | None:
        """How far it is without what supports it."""
        open_ = (one.kr for one in self.krs if one.closed_at is None)
        return own_progress((kr.progress, kr.weight) for kr in open_)
