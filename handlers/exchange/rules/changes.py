"""What a table changes, in the words that histories keep: plain numbers, ids, a step a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from handlers.exchange.rules.cells import reference, step_text
from handlers.exchange.rules.plan import Plan, PlannedKr
from handlers.exchange.rules.values import Kr, Objective
from handlers.okr.rules.kinds import Keep, Milestones, Reach, kind_of

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that is different then; `what` is the word of the column of the same name."""

    what: str
    before: str = ""
    after: str = ""


def of_objective(before: Objective | None, after: Objective) -> list[Changed]:
    """What is different of an objective; of one to be made, that it is made."""
    if before is None:
        return [Changed("made", after=after.title)]
    return _differences(_objective(before), _objective(after))


def of_kr(before: Kr | None, after: Kr) -> list[Changed]:
    """The same of a KR. Its value is not among it: that becomes an update."""
    if before is None:
        return [Changed("made", after=after.title)]
    return _differences(_kr(before), _kr(after))


def new_value(planned: PlannedKr) -> Decimal | None:
    """What becomes its newest update; None where the table says nothing new."""
    before, after = planned.before, planned.kr
    said = None if before is None else before.value
    if isinstance(after.aim, Milestones) and said is not None and after.value is None:
        return after.aim.value()  # all of its steps are to be done again
    return None if after.value == said else after.value


def _differences(before: Texts, after: Texts) -> list[Changed]:
    return [
        Changed(what, before[what], text) for what, text in after.items() if before[what] != text
    ]


def _objective(one: Objective) -> Texts:
    return {
        "title": one.title,
        "level": one.level,
        "team": one.team_id,
        "cycle": one.cycle.id,
        "owner": one.owner_id,
        "stage": one.stage,
        "ambition": one.ambition,
        "supports": reference("O", one.supports),
        "weight": _plain(one.weight),
        "lesson": one.lesson,
        "carried from": reference("O", one.carried_from),
    }


def _kr(kr: Kr) -> Texts:
    aim = kr.aim
    start, target = (aim.start, aim.target) if isinstance(aim, Reach) else (None, None)
    low, high = (aim.low, aim.high) if isinstance(aim, Keep) else (None, None)
    steps = aim.steps if isinstance(aim, Milestones) else ()
    return {
        "title": kr.title,
        "owner": kr.owner_id,
        "kind": kind_of(aim),
        "start": _plain(start),
        "target": _plain(target),
        "low": _plain(low),
        "high": _plain(high),
        "steps": "\n".join(map(step_text, steps)),
        "unit": kr.unit,
        "weight": _plain(kr.weight),
        "teams": "\n".join(kr.shared),
        "grade": _plain(kr.grade),
        "closed": "yes" if kr.is_closed else "",
        "carried from": reference("KR", kr.carried_from),
    }


def _plain(value: Decimal | None) -> str:
    """The same number is the same text: 1.50 is 1.5."""
    return "" if value is None else format(value.normalize(), "f")


def has_changes(plan: Plan) -> bool:
    """Whether there is anything to write down."""
    krs = [kr for one in plan.objectives for kr in one.krs]
    return any(of_objective(one.before, one.objective) for one in plan.objectives) or any(
        of_kr(kr.before, kr.kr) or new_value(kr) is not None for kr in krs
    )
