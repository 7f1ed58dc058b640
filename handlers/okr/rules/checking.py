"""Whether an aim can be aimed at, and what it may weigh."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import read_number
from handlers.okr.rules.kinds import Aim, Keep, Reach, Step
from handlers.okr.rules.values import fits

HEAVIEST: Final = Decimal(1000)
MOST_STEPS: Final = 30
LONGEST_STEP: Final = 150


class Direction(StrEnum):
    """Which way a number should go, where somebody said so."""

    UP = "up"
    DOWN = "down"


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
