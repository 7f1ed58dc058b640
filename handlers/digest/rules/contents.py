"""What a digest holds, what of it is shown, and the figures that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any, Final

from handlers.absence.rules.off import Off
from handlers.blocker.rules import Blocker
from handlers.kudos.rules import Given
from handlers.metric.rules.figures import Shown
from handlers.okr.rules import WARNINGS, KrState, Movement, Status
from handlers.okr.rules.doubt import looks_like_a_slip
from handlers.quote.rules import Quote

MOST_MOVED: Final = 12
MOST_HELPED: Final = 8
MOST_IN_THE_WAY: Final = 5
MOST_KUDOS: Final = 10
MOST_METRICS: Final = 8
_HELP: Final = (Status.OFF_TRACK, Status.AT_RISK, Status.OUTDATED)


class Todo(StrEnum):
    """The one thing to do, the most pressing first."""

    BEGIN = "begin"  # no KR yet
    CHECK = "check"  # a value that may be a slip: what else is said hangs on it
    HELP = "help"  # somebody has asked for it, and nobody gives it yet
    UNSTICK = "unstick"
    REFRESH = "refresh"
    MEASURE = "measure"
    THANK = "thank"
    LISTEN = "listen"
    ENJOY = "enjoy"


@dataclass(frozen=True, slots=True)
class Participation:
    """How many were asked in the round, and how many of them answered; `is_open`: until now."""

    answered: int
    asked: int
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a digest tells. `krs` are the team's, those that stood still included; `blockers`
    what is still in its people's way, the oldest first.

    `listened`: somebody saved a quote, which may have been read elsewhere by now.
    """

    team_id: str
    team_name: str
    channel: str
    start: date
    end: date
    since: datetime
    until: datetime
    krs: Sequence[Movement]
    kudos: Sequence[Given]
    quote: Quote | None
    listened: bool
    metrics: Sequence[Shown]
    participation: Participation | None
    blockers: Sequence[Blocker] = ()
    paused: Sequence[Off] = ()  # what left out a round of these days
    graded_until: date | None = None  # what is of a cycle that is over; None: no longer, or not yet

    @property
    def moved(self) -> list[Movement]:
        """KRs whose value is another one now."""
        return [m for m in self.krs if m.updates and m.after != m.before]

    @property
    def confirmed(self) -> list[Movement]:
        """KRs that somebody spoke of without another value."""
        return [m for m in self.krs if m.updates and m.after == m.before]

    @property
    def updates(self) -> int:
        return sum(m.updates for m in self.krs)

    @property
    def help(self) -> list[KrState]:
        """What needs help, off track first; of cycles that still run."""
        return sorted(
            (kr for kr in self.running if kr.status in _HELP),
            key=lambda kr: _HELP.index(kr.status),
        )

    @property
    def unhelped(self) -> list[Blocker]:
        """What nobody helps with yet."""
        return [one for one in self.blockers if one.helper_id is None]

    @property
    def running(self) -> list[KrState]:
        """KRs whose cycle has not ended; one that did is no longer asked about."""
        return [m.kr for m in self.krs if m.kr.cycle_ends >= self.end]

    @property
    def left_behind(self) -> bool:
        """Whether a KR of a cycle that is over ended behind, and was spoken of."""
        return any(
            m.updates and m.kr.cycle_ends < self.end and m.kr.status in WARNINGS for m in self.krs
        )

    @property
    def is_between(self) -> bool:
        """Whether the last cycle is over, and nothing is set for the one that runs."""
        return bool(self.krs) and not self.running


def farthest(moved: Sequence[Movement], most: int = MOST_MOVED) -> list[Movement]:
    """Those that went farthest on the way to their targets, in the order of the tree."""
    kept = {m.kr.number for m in sorted(moved, key=_distance, reverse=True)[:most]}
    return [m for m in moved if m.kr.number in kept]


def _distance(movement: Movement) -> Decimal:
    aim = movement.kr.aim
    before = aim.begins if movement.before is None else movement.before
    after = aim.begins if movement.after is None else movement.after
    return Decimal(0) if before is None or after is None else aim.distance(before, after)


def by_recipients(kudos: Sequence[Given]) -> list[list[Given]]:
    """Kudos to the same people together, in the order in which they were first thanked."""
    groups: dict[frozenset[str], list[Given]] = {}
    for given in kudos:
        groups.setdefault(frozenset(given.recipients), []).append(given)
    return list(groups.values())


def by_objective(moved: Sequence[Movement]) -> list[tuple[str, list[Movement]]]:
    """Movements under the titles of their objectives; they come in the order of the tree."""
    groups = groupby(moved, key=lambda m: (m.kr.objective_number, m.kr.objective_title))
    return [(title, list(group)) for (_, title), group in groups]


def todo(contents: Contents) -> tuple[Todo, KrState | None]:
    """The one thing to do, and the KR that it is about."""
    if not contents.running:
        return Todo.BEGIN, None
    doubted = next((m.kr for m in contents.moved if _may_be_a_slip(m)), None)
    if doubted is not None:
        return Todo.CHECK, doubted
    if contents.unhelped:
        return Todo.HELP, None
    return _about_a_kr(contents) or (_about_people(contents), None)


def _about_a_kr(contents: Contents) -> tuple[Todo, KrState] | None:
    needy = contents.help
    stuck = next((kr for kr in needy if kr.status is not Status.OUTDATED), None)
    if stuck is not None:
        return Todo.UNSTICK, stuck
    return (Todo.REFRESH, needy[0]) if needy else None


def _about_people(contents: Contents) -> Todo:
    if any(metric.is_late for metric in contents.metrics):
        return Todo.MEASURE
    if not contents.kudos:
        return Todo.THANK
    return Todo.ENJOY if contents.quote is not None or contents.listened else Todo.LISTEN


def _may_be_a_slip(movement: Movement) -> bool:
    kr, after = movement.kr, movement.after
    return after is not None and looks_like_a_slip(kr.aim, kr.unit, movement.before, after)


def figures(contents: Contents) -> dict[str, Any]:
    """What is kept of a digest: its numbers and the numbers of what it showed."""
    part = contents.participation
    return {
        "updates": contents.updates,
        "moved": [_moved(m) for m in contents.moved],
        "confirmed": [m.kr.number for m in contents.confirmed],
        "help": {str(kr.number): kr.status.value for kr in contents.help},
        "blockers": len(contents.blockers),
        "kudos": len(contents.kudos),
        "quote": None if contents.quote is None else contents.quote.number,
        "metrics": [_metric(m) for m in contents.metrics],
        "answered": None if part is None else part.answered,
        "asked": None if part is None else part.asked,
    }


def _moved(movement: Movement) -> dict[str, Any]:
    return {
        "kr": movement.kr.number,
        "before": _text(movement.before),
        "after": _text(movement.after),
        "updates": movement.updates,
    }


def _metric(metric: Shown) -> dict[str, Any]:
    return {
        "key": metric.key,
        "value": _text(metric.value),
        "margin": _text(metric.margin),
        "change": _text(metric.change),
        "is_change": metric.is_change,
        "day": metric.day.isoformat(),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
