"""Kinds of KR: reach a number, keep it within a band, or take weighted steps."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.kit.numbers import DIGITS
from handlers.okr.rules.progress import CADENCE, Status, held, progress, standing_now, suggested

HUNDRED: Final = Decimal(100)


class Kind(StrEnum):
    """As the column `kind` holds it."""

    REACH = "reach"
    KEEP = "keep"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class Tally:
    """Of a KR's updates that count: how many there are, and how many lay inside its band."""

    inside: int = 0
    all: int = 0

    def plus(self, *, inside: bool) -> "Tally":
        """With one more update."""
        return Tally(self.inside + inside, self.all + 1)


NONE_YET: Final = Tally()


@dataclass(frozen=True, slots=True)
class Reach:
    """From start to target, upwards or downwards."""

    start: Decimal
    target: Decimal

    @property
    def begins(self) -> Decimal | None:
        """Where it stood before anybody said anything."""
        return self.start

    def progress(self, value: Decimal | None, tally: Tally = NONE_YET) -> Decimal | None:  # noqa: ARG002  every kind is asked alike
        """How far this value is on the way, unheld; None before any."""
        return progress(self.start, self.target, value)

    def suggested(self, value: Decimal | None, expected: Decimal) -> Status | None:
        """Progress held against the time gone; None before any value."""
        share = self.progress(value)
        return None if share is None else suggested(share, expected)

    def is_met(self, value: Decimal) -> bool:
        """Whether this value is the target or beyond it."""
        return value >= self.target if self.target > self.start else value <= self.target

    def distance(self, before: Decimal, after: Decimal) -> Decimal:
        """How much of the way lies between two values, whichever way it was gone."""
        return abs((after - before) / (self.target - self.start))


@dataclass(frozen=True, slots=True)
class Keep:
    """Stay at least at `low`, at most at `high`, or between them, ends included."""

    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def begins(self) -> None:
        """A band is there from the first day: nobody starts anywhere."""
        return

    def progress(self, value: Decimal | None, tally: Tally = NONE_YET) -> Decimal | None:  # noqa: ARG002  every kind is asked alike
        """The share of the cycle's updates that lay inside the band; None before any."""
        return Decimal(tally.inside) / tally.all if tally.all else None

    def suggested(self, value: Decimal | None, expected: Decimal) -> Status | None:  # noqa: ARG002  every kind is asked alike
        """The last update alone decides: inside is on track, outside is off track."""
        if value is None:
            return None
        return Status.ON_TRACK if self.is_met(value) else Status.OFF_TRACK

    def is_met(self, value: Decimal) -> bool:
        """Whether this value is inside the band."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)

    def distance(self, before: Decimal, after: Decimal) -> Decimal:
        """All of the way for leaving the band or coming back, none for moving inside it."""
        return Decimal(self.is_met(before) != self.is_met(after))


Measured = Reach | Keep


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a milestone KR; what it weighs compares it with the others."""

    title: str
    weight: Decimal = Decimal(1)
    done: bool = False


@dataclass(frozen=True, slots=True)
class Milestones:
    """Steps to take; updates hold the share that was done, in %."""

    steps: tuple[Step, ...]

    def is_met(self, value: Decimal) -> bool:
        """Whether this share, in %, is all of it."""
        return value >= HUNDRED

    def share(self) -> Decimal:
        """The weight of what is done over all weight."""
        done = sum((step.weight for step in self.steps if step.done), Decimal(0))
        return held(done / sum((step.weight for step in self.steps), Decimal(0)))

    def value(self) -> Decimal:
        """What an update records, in %: later changes of the steps leave the history as it was."""
        return round(self.share() * HUNDRED, DIGITS)


Aim = Measured | Milestones
ALL_DONE: Final = Reach(Decimal(0), HUNDRED)  # what the share of done steps, in %, has to become


def measured(aim: Aim) -> Measured:
    """What a value of this KR is held against."""
    return ALL_DONE if isinstance(aim, Milestones) else aim


def ends_of(aim: Measured) -> tuple[Decimal | None, Decimal | None]:
    """Start and target, or the ends of the band."""
    return (aim.start, aim.target) if isinstance(aim, Reach) else (aim.low, aim.high)


def kind_of(aim: Aim) -> Kind:
    """The word for the column."""
    if isinstance(aim, Reach):
        return Kind.REACH
    return Kind.KEEP if isinstance(aim, Keep) else Kind.MILESTONE


def status_of(
    aim: Measured,
    value: Decimal | None,
    expected: Decimal,
    *,
    said: Status | None,
    heard: datetime,
    now: datetime,
    cadence: timedelta = CADENCE,
) -> Status:
    """What a KR of any kind shows, by its current value.

    Source: design, section 4 "Status".
    """
    suggestion = aim.suggested(value, expected)
    return standing_now(suggestion, said=said, heard=heard, now=now, cadence=cadence)
