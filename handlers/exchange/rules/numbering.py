"""Giving numbers to what a file makes, and to what refers to it there."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers.exchange.rules.plan import Plan, PlannedKr, PlannedObjective


def to_be_made(plan: Plan) -> tuple[int, int]:
    """How many objectives and KRs need numbers."""
    krs = (kr for one in plan.objectives for kr in one.krs)
    return sum(one.before is None for one in plan.objectives), sum(kr.before is None for kr in krs)


def numbered(
    plan: Plan, objectives: Iterator[int], krs: Iterator[int]
) -> tuple[PlannedObjective, ...]:
    """The plan with the numbers that these give out; links in the file lead to them."""
    of_objectives: dict[int, int] = {}
    of_krs: dict[int, int] = {}
    made = []
    for one in plan.objectives:
        number = one.objective.number or next(objectives)
        of_objectives |= {one.given: number} if one.given is not None else {}
        mine = tuple(_numbered(kr, kr.kr.number or next(krs), number) for kr in one.krs)
        of_krs |= {kr.given: kr.kr.number or 0 for kr in mine if kr.given is not None}
        made.append(replace(one, objective=replace(one.objective, number=number), krs=mine))
    return tuple(_linked(one, of_objectives, of_krs) for one in made)


def _numbered(planned: PlannedKr, number: int, objective: int) -> PlannedKr:
    return replace(planned, kr=replace(planned.kr, number=number, objective=objective))


def _linked(
    one: PlannedObjective, objectives: Mapping[int, int], krs: Mapping[int, int]
) -> PlannedObjective:
    goal = one.objective
    led = replace(
        goal,
        supports=_to(objectives, goal.supports),
        carried_from=_to(objectives, goal.carried_from),
    )
    mine = tuple(
        replace(kr, kr=replace(kr.kr, carried_from=_to(krs, kr.kr.carried_from))) for kr in one.krs
    )
    return replace(one, objective=led, krs=mine)


def _to(numbers: Mapping[int, int], given: int | None) -> int | None:
    return None if given is None else numbers.get(given, given)
