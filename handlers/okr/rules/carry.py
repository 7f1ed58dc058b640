"""Carrying KRs over into the next cycle, from where they stand."""

from dataclasses import dataclass
from decimal import Decimal

from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach


@dataclass(frozen=True, slots=True)
class Carried:
    """A KR of the next cycle; `was` is the number of the one that it goes on from.

    `settled`: its target is met already, so it needs another one before it begins.
    """

    was: int
    title: str
    unit: str
    aim: Aim
    settled: bool


def carried(number: int, title: str, unit: str, aim: Aim, value: Decimal | None) -> Carried:
    """The KR again: what has been reached is its start, what is done is left behind.

    A band starts afresh. Without any value nothing has moved, and it begins as it did.
    """
    if isinstance(aim, Keep):
        return Carried(number, title, unit, aim, settled=False)
    if isinstance(aim, Milestones):
        left = tuple(step for step in aim.steps if not step.done)
        goes_on = any(step.weight for step in left)
        return Carried(
            number, title, unit, Milestones(left) if goes_on else aim, settled=not goes_on
        )
    if value is None:
        return Carried(number, title, unit, aim, settled=False)
    met = aim.is_met(value)
    return Carried(number, title, unit, aim if met else Reach(value, aim.target), settled=met)
