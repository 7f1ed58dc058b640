"""What a lead learns on the last morning, in private: who has not answered yet, and who is away."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from handlers.checkin.rules.asked import DueRound


@dataclass(frozen=True, slots=True)
class Missing:
    """Of one team's round: people by name, in the order of the alphabet."""

    team_id: str
    team_name: str
    day: date
    closes_at: datetime
    silent: tuple[str, ...]
    away: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One message to one lead, about all their teams in which somebody is missing."""

    lead_id: str
    teams: tuple[Missing, ...]

    @property
    def key(self) -> str:
        """Its name in the outbox."""
        first = self.teams[0]
        return f"checkin:missing:{first.team_id}:{first.day.isoformat()}:{self.lead_id}"


def missing_in(
    parts: Iterable[tuple[str, DueRound]], away: Collection[str], names: Mapping[str, str]
) -> Missing | None:
    """Who of these (person and part) is still asked; None when all have answered.

    `names` are those of the people who can answer at all. Nobody is missed while they are away.
    """
    waiting = [(person, part) for person, part in parts if part.waits and person in names]
    if not waiting:
        return None
    round_ = waiting[0][1]
    people = sorted((person for person, _ in waiting), key=lambda id_: names[id_].casefold())
    return Missing(
        team_id=round_.team_id,
        team_name=round_.team_name,
        day=round_.day,
        closes_at=round_.closes_at,
        silent=tuple(id_ for id_ in people if id_ not in away),
        away=tuple(id_ for id_ in people if id_ in away),
    )


def without(found: Missing, lead_id: str) -> Missing | None:
    """What this lead hears of it: not of themselves, and nothing where nobody else is missing."""
    silent = tuple(id_ for id_ in found.silent if id_ != lead_id)
    if not silent:
        return None
    away = tuple(id_ for id_ in found.away if id_ != lead_id)
    return Missing(found.team_id, found.team_name, found.day, found.closes_at, silent, away)
