"""What only the whole table shows: things twice, people who cannot own, links that go nowhere."""

from collections.abc import Iterable, Iterator, Sequence

from handlers.exchange.rules.known import Known
from handlers.exchange.rules.links import check_links
from handlers.exchange.rules.plan import PlannedKr, PlannedObjective
from handlers.exchange.rules.sheet import Problem
from handlers.exchange.rules.values import Kr, Objective
from handlers.kit.errors import UserError
from handlers.okr.rules.life import Level, Stage


def check_all(planned: Sequence[PlannedObjective], known: Known, *, is_ours: bool) -> list[Problem]:
    """Every problem that no line shows by itself."""
    return [
        *_repeated(planned),
        *_there_already(planned, known),
        *_unfit(planned, known),
        *_weightless(planned, known),
        *check_links(planned, known, is_ours=is_ours),
    ]


def _repeated(planned: Sequence[PlannedObjective]) -> Iterator[Problem]:
    """A KR or an objective that stands in two lines: which one would count?"""
    first: dict[object, int] = {}
    for n, objective in enumerate(planned):
        if objective.given is None:
            yield from _twice(first, _identity(objective.objective), objective.line, "objective")
        for kr in objective.krs:
            key = kr.given or (n, kr.kr.title.casefold())
            yield from _twice(first, key, kr.line, "key result")


def _twice(first: dict[object, int], key: object, line: int, column: str) -> Iterator[Problem]:
    if key in first:
        told = UserError("It stands in line {n} as well. Keep one of them.", n=str(first[key]))
        yield Problem(line, column, told)
    first.setdefault(key, line)


def _identity(one: Objective) -> tuple[object, ...]:
    """Two that share this are the same to whoever reads them."""
    owner = one.owner_id if one.level is Level.PERSONAL else ""
    return (one.title.casefold(), one.level, one.team_id, one.cycle.id, owner)


def _there_already(planned: Iterable[PlannedObjective], known: Known) -> Iterator[Problem]:
    """The same file a second time would make everything twice."""
    here = {_identity(one): number for number, one in known.objectives.items()}
    titles = {(kr.objective, kr.title.casefold()): n for n, kr in known.krs.items()}
    for one in planned:
        number = here.get(_identity(one.objective))
        if one.before is None and number is not None:
            yield Problem(one.line, "objective", _it_is(f"O-{number}", "objective number"))
        if one.before is None:
            continue
        for kr in one.krs:
            there = titles.get((one.before.number, kr.kr.title.casefold()))
            if kr.before is None and there is not None:
                yield Problem(kr.line, "key result", _it_is(f"KR-{there}", "key result number"))


def _it_is(number: str, column: str) -> UserError:
    return UserError(
        "{number} has this title already. Was the file imported before? To change {number}, write"
        " that under “{column}”, and leave “workspace” empty.",
        number=number,
        column=column,
    )


def _unfit(planned: Iterable[PlannedObjective], known: Known) -> Iterator[Problem]:
    """Who left owns nothing new; what they had, and what is over, stays theirs."""
    for one in planned:
        if one.objective.stage is Stage.CLOSED:
            continue
        before = one.before.owner_id if one.before else None
        if one.objective.owner_id != before and one.objective.owner_id in known.unfit:
            yield Problem(one.line, "objective owner", _cannot_own())
        yield from (
            Problem(kr.line, "owner", _cannot_own()) for kr in one.krs if _is_unfit(kr, known)
        )


def _is_unfit(planned: PlannedKr, known: Known) -> bool:
    before = planned.before.owner_id if planned.before else None
    owner = planned.kr.owner_id
    return not planned.kr.is_closed and owner != before and owner in known.unfit


def _cannot_own() -> UserError:
    return UserError("This is nobody who can own it: choose a person of your company.")


def _weightless(planned: Iterable[PlannedObjective], known: Known) -> Iterator[Problem]:
    """A mean of parts that all weigh nothing is none."""
    here: dict[int | None, list[Kr]] = {}
    for kr in known.krs.values():
        here.setdefault(kr.objective, []).append(kr)
    for one in planned:
        there = here.get(one.before.number, []) if one.before else []
        named = {kr.kr.number for kr in one.krs}
        others = (kr.weight for kr in there if kr.number not in named and not kr.is_closed)
        changed = any(kr.before is None or kr.before.weight != kr.kr.weight for kr in one.krs)
        if changed and not any(kr.kr.weight for kr in one.krs) and not any(others):
            told = UserError("Give at least one key result of the objective a weight above 0.")
            yield Problem(one.krs[0].line, "weight", told)
