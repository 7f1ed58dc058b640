"""What is posted when a cycle is closed, and where it is kept in the outbox."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.cycle.rules import due
from handlers.cycle.rules.ended import Ended
from handlers.okr.rules.life import Level


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a cycle, to be posted: a team's, or one person's own objectives."""

    key: str
    cycle_id: str
    ended: tuple[Ended, ...]
    team_id: str
    member_id: str = ""


def results(found: Iterable[Ended]) -> list[Result]:
    """A team's and the company's objectives for its channel, each person's own for themselves."""
    parts: dict[tuple[str, str, str], list[Ended]] = defaultdict(list)
    for one in found:
        person = one.owner_id if one.level is Level.PERSONAL else ""
        parts[one.team_id, one.cycle_id, person].append(one)
    return [
        Result(_key(*part), part[1], tuple(ones), part[0], part[2])
        for part, ones in sorted(parts.items())
    ]


def _key(team_id: str, cycle_id: str, person: str) -> str:
    if person:
        return due.own_result_key(f"{person}:{team_id}", cycle_id)
    return due.result_key(team_id, cycle_id)
