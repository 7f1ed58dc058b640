"""Objectives and KRs as cells of the table, as people could have written them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from handlers.exchange.rules.values import Kr, Objective
from handlers.okr.rules import typed_number
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, kind_of
from handlers.okr.rules.steps import typed_steps

YES: Final = "yes"
BLANK_AIM: Final = {"start": "", "target": "", "at least": "", "at most": "", "steps": ""}


@dataclass(frozen=True, slots=True)
class Names:
    """How people and teams are called in the table; whoever is missing goes by their id."""

    people: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)


def objective_cells(one: Objective, names: Names) -> dict[str, str]:
    """The part of a line that is about the objective."""
    return {
        "objective number": reference("O", one.number),
        "objective": one.title,
        "level": one.level,
        "team": names.teams.get(one.team_id, one.team_id),
        "cycle": one.cycle.id,
        "cycle starts": one.cycle.starts.isoformat(),
        "cycle ends": one.cycle.ends.isoformat(),
        "objective owner": names.people.get(one.owner_id, one.owner_id),
        "stage": one.stage,
        "ambition": one.ambition,
        "supports": reference("O", one.supports),
        "objective weight": number(one.weight),
        "lesson": one.lesson,
        "objective carried from": reference("O", one.carried_from),
    }


def kr_cells(kr: Kr, names: Names) -> dict[str, str]:
    """The part of a line that is about the KR."""
    return {
        "key result number": reference("KR", kr.number),
        "key result": kr.title,
        "kind": kind_of(kr.aim),
        **aim_cells(kr.aim),
        "unit": kr.unit,
        "value": "" if isinstance(kr.aim, Milestones) else number(kr.value),
        "weight": number(kr.weight),
        "owner": names.people.get(kr.owner_id, kr.owner_id),
        "shared with": "\n".join(sorted(names.teams.get(id_, id_) for id_ in kr.shared)),
        "grade": number(kr.grade),
        "closed": YES if kr.is_closed else "",
        "carried from": reference("KR", kr.carried_from),
    }


def aim_cells(aim: Aim) -> dict[str, str]:
    """Start and target, the ends of the band, or the steps; the others are empty."""
    if isinstance(aim, Reach):
        return BLANK_AIM | {"start": number(aim.start), "target": number(aim.target)}
    if isinstance(aim, Keep):
        return BLANK_AIM | {"at least": number(aim.low), "at most": number(aim.high)}
    return BLANK_AIM | {"steps": typed_steps(aim.steps)}


def number(value: Decimal | None) -> str:
    """To the last digit, and read back in one way only."""
    return "" if value is None else typed_number(value)


def reference(kind: str, given: int | None) -> str:
    """O-3 or KR-12."""
    return "" if given is None else f"{kind}-{given}"
