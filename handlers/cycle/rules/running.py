"""The cycles that run for somebody's teams, and how the objectives in them stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from handlers.cycle.rules.ended import Ended
from handlers.okr.rules import Status
from handlers.okr.rules.cycle import Period, Rhythm
from handlers.okr.rules.tree import own_progress


@dataclass(frozen=True, slots=True)
class Running:
    """A cycle that runs, or ended and is not posted yet: `until` is when that happens."""

    period: Period
    ended: Sequence[Ended]
    day: date  # today
    until: datetime | None = None

    @property
    def days_left(self) -> int:
        """With today; 0 once it is over."""
        return max((self.period.ends - self.day).days + 1, 0)


@dataclass(frozen=True, slots=True)
class Overview:
    """What `/okr cycle` tells one person."""

    running: Sequence[Running]
    following: Period
    opens: date  # when the next one may be prepared
    is_open: bool
    rhythm: Rhythm
    own_ahead: Sequence[Period]
    past: Sequence[str]
    may_set: bool


def progress_of(one: Ended) -> Decimal | None:
    """How far the objective is, of all its KRs that count; None before any value."""
    return own_progress((kr.kr.progress, kr.kr.weight) for kr in one.counted)


def worst(one: Ended) -> Status:
    """What its KR in the worst state says; where all were closed, whether they came to anything."""
    order = (Status.OFF_TRACK, Status.AT_RISK, Status.OUTDATED, Status.NEW, Status.ON_TRACK)
    nothing_open = Status.ON_TRACK if one.counted else Status.NEW
    return min((kr.kr.status for kr in one.krs), key=order.index, default=nothing_open)
