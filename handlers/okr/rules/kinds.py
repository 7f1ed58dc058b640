"""Kinds of KR: reach a number, keep it within a band, or take weighted steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import DIGITS, read_number
from handlers.okr.rules.progress import Status, held, progress, standing_now, suggested
from handlers.okr.rules.values import fits

HUNDRED: Final = Decimal(100)
HEAVIEST: Final = Decimal(1000)
MOST_STEPS: Final = 30
LONGEST_STEP: Final = 150


class Kind(StrEnum):
    """As the column `kind` holds it."""

    REACH = "reach"
    KEEP = "keep"
    MILESTONE = "milestone"


class Direction(StrEnum):
    """Which way a number should go, where somebody said so."""

    UP = "up"
    DOWN = "down"


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
) -> Status:
    """What a KR of any kind shows, by its current value.

    Source: design, section 4 "Status".
    """
    return standing_now(aim.suggested(value, expected), said=said, heard=heard, now=now)


def checked(aim: Aim, unit: str = "", direction: Direction | None = None) -> Aim:
    """The aim, if it can be aimed at; else UserError, saying what contradicts what."""
    if isinstance(aim, Reach):
        _check_reach(aim, unit, direction)
    elif isinstance(aim, Keep):
        _check_band(aim, unit)
    else:
        _check_steps(aim.steps)
    return aim


def read_weight(text: str, *, field: str | None = None) -> Decimal:
    """What a KR, a step or a supporting objective weighs: 0 for what does not count.

    UserError for less than nothing, and for more than anybody means.
    """
    weight = read_number(text, field=field)
    if not 0 <= weight <= HEAVIEST:
        raise UserError(
            "A weight lies between 0 and {most}; {typed} does not. Write 1 for the usual weight, 2"
            " for what counts twice.",
            typed=weight,
            most=HEAVIEST,
            field=field,
        )
    return weight


def _check_reach(aim: Reach, unit: str, direction: Direction | None) -> None:
    if fits(aim.start, unit) == fits(aim.target, unit):
        raise UserError(
            "It starts at its target: {value}. Type the number that you want to reach.",
            value=aim.target,
        )
    goes = Direction.UP if aim.target > aim.start else Direction.DOWN
    if direction is Direction.UP and goes is not direction:
        raise UserError(
            "It is to rise, but its target {target} is below its start {start}. Swap them, or let"
            " it fall.",
            target=aim.target,
            start=aim.start,
        )
    if direction is Direction.DOWN and goes is not direction:
        raise UserError(
            "It is to fall, but its target {target} is above its start {start}. Swap them, or let"
            " it rise.",
            target=aim.target,
            start=aim.start,
        )


def _check_band(aim: Keep, unit: str) -> None:
    if aim.low is None and aim.high is None:
        raise UserError("Say what to keep it at: at least a number, at most a number, or both.")
    for bound in (aim.low, aim.high):
        if bound is not None:
            fits(bound, unit)
    if aim.low is not None and aim.high is not None and aim.low >= aim.high:
        raise UserError(
            "Between {low} and {high} there is nothing: put the smaller number first.",
            low=aim.low,
            high=aim.high,
        )


def _check_steps(steps: Sequence[Step]) -> None:
    if not steps:
        raise UserError("Name at least one step: what has to happen first?")
    if len(steps) > MOST_STEPS:
        raise UserError(
            "{n} steps are more than anybody keeps an eye on: up to {most} fit. Put some together,"
            " or make two key results of them.",
            n=len(steps),
            most=MOST_STEPS,
        )
    for n, step in enumerate(steps, start=1):
        if not step.title.strip():
            raise UserError("Say what step {n} is.", n=n)
        if len(step.title) > LONGEST_STEP:
            raise UserError(
                "Step {n} is {long} characters long; {most} fit.",
                n=n,
                long=len(step.title),
                most=LONGEST_STEP,
            )
        if step.weight < 0:
            raise UserError(
                "Step {n} weighs {weight}. A weight is 0 or more: write 0 for a step that does not"
                " count.",
                n=n,
                weight=step.weight,
            )
    if not any(step.weight for step in steps):
        raise UserError("Give at least one step a weight above 0.")
