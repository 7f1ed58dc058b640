"""What stands on one person's Home tab."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from handlers.absence.rules.leave import Leave
from handlers.blocker.rules import Blocker
from handlers.checkin.rules.asked import DueRound
from handlers.cycle.rules.waiting import Waiting
from handlers.kudos.rules import Given
from handlers.metric.rules.figures import Shown
from handlers.objective.rules.state import Link
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.tree import own_progress
from handlers.quote.rules import Quote

TEAMS: Final = 3  # shown in full; whoever is in more finds the rest by /okr


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective in one line: how far it is, and how many of its KRs need something."""

    number: int
    title: str
    progress: Decimal | None
    krs: int
    at_risk: int
    off_track: int
    outdated: int


@dataclass(frozen=True, slots=True)
class TeamPart:
    """A team of this person's."""

    id: str
    name: str
    channel: str
    leads: tuple[str, ...]
    may_change: bool
    objectives: tuple[Objective, ...]
    metrics: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the tab. Without teams or KRs it is the first-time view, below what is `due`.

    `proposed` waits for their agreement; `leave` is the absence that they are in, or have planned;
    `by_status`: Slack says they are away.
    """

    due: tuple[DueRound, ...] = ()
    next_prompt: datetime | None = None
    mine: tuple[KrState, ...] = ()
    teams: tuple[TeamPart, ...] = ()
    more_teams: int = 0
    kudos: tuple[Given, ...] = ()
    quote: Quote | None = None
    blockers: tuple[Blocker, ...] = ()  # what is in this person's way
    proposed: tuple[Link, ...] = ()
    grades: tuple[Waiting, ...] = ()  # at the end of a cycle
    leave: Leave | None = None
    by_status: bool = False
    now: datetime | None = None  # when it was read; always beside a `leave`

    @property
    def is_away(self) -> bool:
        """Whether they are away now, by their own word or their status."""
        return self.by_status or (self.leave is not None and self.leave.begins is None)


def objectives(krs: Iterable[KrState]) -> tuple[Objective, ...]:
    """KRs rolled up, in the order in which they come; what was closed at its target counts too."""
    parts: dict[int, list[KrState]] = defaultdict(list)
    for kr in krs:
        parts[kr.objective_number].append(kr)
    return tuple(_objective(number, of_it) for number, of_it in parts.items())


def _objective(number: int, krs: list[KrState]) -> Objective:
    statuses = [kr.status for kr in krs if not kr.is_closed]
    return Objective(
        number=number,
        title=krs[0].objective_title,
        progress=own_progress((kr.progress, kr.weight) for kr in krs),
        krs=len(statuses),
        at_risk=statuses.count(Status.AT_RISK),
        off_track=statuses.count(Status.OFF_TRACK),
        outdated=statuses.count(Status.OUTDATED),
    )
