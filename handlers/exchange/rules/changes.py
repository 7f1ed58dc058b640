"""What a table changes of what is here, in the words that histories keep."""

from decimal import Decimal

from handlers.exchange.rules.cells import reference
from handlers.exchange.rules.plan import Plan, PlannedKr, PlannedObjective
from handlers.exchange.rules.values import Kr, Objective
from handlers.objective.rules.edit import KrEdit, ObjectiveEdit, Texts, kr_texts, objective_texts
from handlers.okr.rules.audit import Changed, What, differences, plain
from handlers.okr.rules.kinds import Milestones, kind_of


def of_objective(before: Objective | None, after: Objective) -> list[Changed]:
    """What is different of an objective; of one to be made, that it is made."""
    if before is None:
        return [Changed(What.MADE, after=after.title)]
    return differences(_objective(before), _objective(after))


def of_kr(before: Kr | None, after: Kr) -> list[Changed]:
    """The same of a KR. Its value is not among it, nor which steps are done: updates say that."""
    if before is None:
        return [Changed(What.MADE, after=after.title)]
    changed = differences(_kr(before), _kr(after))
    if after.is_closed and not before.is_closed:
        changed.append(Changed(What.CLOSED, plain(before.value)))
    if before.is_closed and not after.is_closed:
        changed.append(Changed(What.REOPENED))
    return changed


def new_value(planned: PlannedKr) -> Decimal | None:
    """What becomes its newest update; None where the table says nothing new."""
    before, after = planned.before, planned.kr
    said = None if before is None else before.value
    if isinstance(after.aim, Milestones) and said is not None and after.value is None:
        return after.aim.value()  # all of its steps are to be done again
    return None if after.value == said else after.value


def is_other(planned: PlannedObjective | PlannedKr) -> bool:
    """Whether it is to be made, or to be changed in anything."""
    now = planned.objective if isinstance(planned, PlannedObjective) else planned.kr
    return planned.before != now


def has_changes(plan: Plan) -> bool:
    """Whether there is anything to write down."""
    return any(is_other(one) or any(map(is_other, one.krs)) for one in plan.objectives)


def _objective(one: Objective) -> Texts:
    edit = ObjectiveEdit(one.title, one.owner_id, one.ambition, one.supports, one.weight)
    return objective_texts(edit) | {
        What.STAGE: one.stage,
        What.LEVEL: one.level,
        What.TEAM: one.team_id,
        What.CYCLE: one.cycle.id,
        What.LESSON: one.lesson,
        What.CARRIED_FROM: reference("O", one.carried_from),
    }


def _kr(kr: Kr) -> Texts:
    edit = KrEdit(kr.title, kr.owner_id, kr.aim, kr.unit, kr.weight, kr.shared)
    return (
        {What.KIND: kind_of(kr.aim)}
        | kr_texts(edit)
        | {
            What.GRADE: plain(kr.grade),
            What.CARRIED_FROM: reference("KR", kr.carried_from),
        }
    )
