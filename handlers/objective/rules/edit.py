"""What people may change in a KR or an objective, as texts that can be compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers.okr.rules.audit import Noted, What, plain
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step


@dataclass(frozen=True, slots=True)
class KrEdit:
    """A KR as a form says that it should be."""

    title: str
    owner_id: str
    aim: Aim
    unit: str
    weight: Decimal
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectiveEdit:
    """An objective as a form says that it should be."""

    title: str
    owner_id: str
    ambition: Ambition
    supports: int | None
    weight: Decimal


Texts = dict[What, str]


def kr_texts(kr: KrEdit) -> Texts:
    """The KR field by field, as its history has it."""
    return {
        What.TITLE: kr.title,
        What.OWNER: kr.owner_id,
        **aim_texts(kr.aim),
        What.UNIT: kr.unit,
        What.WEIGHT: plain(kr.weight),
        What.TEAMS: ",".join(sorted(kr.teams)),
    }


def aim_texts(aim: Aim) -> Texts:
    """The ends, or the steps; which of them are done is said by updates."""
    if isinstance(aim, Reach):
        return {What.START: plain(aim.start), What.TARGET: plain(aim.target)}
    if isinstance(aim, Keep):
        return {What.LOW: plain(aim.low), What.HIGH: plain(aim.high)}
    return {What.STEPS: "\n".join(map(step_text, aim.steps))}


def step_text(step: Step) -> str:
    """A line of the form: `Ask ten customers (2)`; the usual weight is left out if it can be."""
    weight = plain(step.weight)
    return (
        step.title if weight == "1" and not step.title.endswith(")") else f"{step.title} ({weight})"
    )


def objective_texts(objective: ObjectiveEdit) -> Texts:
    """The objective field by field, as its history has it."""
    return {
        What.TITLE: objective.title,
        What.OWNER: objective.owner_id,
        What.AMBITION: objective.ambition,
        What.SUPPORTS: named(objective.supports),
        What.WEIGHT: plain(objective.weight),
    }


def named(number: int | None) -> str:
    """What an objective supports: O-3; "" for nothing."""
    return "" if number is None else f"O-{number}"


def left_alone(typed: Mapping[What, str], since: Sequence[Noted]) -> set[What]:
    """Of what others have changed since, newest first, the fields that this form left as they were.

    It showed what was so before the first of these changes; there the others' word stands.
    """
    shown = {What(one.what): one.before for one in since if one.what in typed}  # the oldest last
    return {what for what, text in shown.items() if typed[what] == text}


def renewed(before: Sequence[Step], after: Iterable[Step]) -> Milestones:
    """The new steps; one that was there before, by its title or else its place, is as done."""
    steps, known = list(after), {step.title: step for step in before}
    same_count = len(steps) == len(before)
    kept = []
    for n, step in enumerate(steps):
        old = known.get(step.title)
        if old is None and same_count and before[n].title not in {s.title for s in steps}:
            old = before[n]
        kept.append(Step(step.title, step.weight, done=old is not None and old.done))
    return Milestones(tuple(kept))
