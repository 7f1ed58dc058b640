"""What a card knows beside what it asks: the way its KRs have come, and how long it can wait."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Card
from handlers.okr import flows as okr
from storage import checkin as rounds
from storage import schedule


async def with_ways(session: AsyncSession, whose: Iterable[tuple[str, Card]]) -> list[Card]:
    """These people's cards with the last values of what waits on them, and until when they can be
    put off; as many statements for all of them as for one.
    """
    whose = list(whose)
    numbers = {kr.number for _, card in whose for kr in card.missing}
    recent = await okr.recent_values(session, numbers)
    begins = await next_begins(session, {id_ for _, card in whose for id_ in _waiting(card)})
    own = await rounds.own_times(session, {person for person, _ in whose}) if begins else {}
    return [
        replace(card, recent=recent, begins=_first(card, begins), own=own.get(person))
        for person, card in whose
    ]


async def next_begins(session: AsyncSession, team_ids: Collection[str]) -> dict[str, datetime]:
    """When the next round of each of these teams begins, where one is planned."""
    if not team_ids:
        return {}
    return await schedule.next_moments(session, cadence.OPEN, team_ids)


def _waiting(card: Card) -> list[str]:
    return [part.team_id for part in card.rounds if part.waits]


def _first(card: Card, begins: Mapping[str, datetime]) -> datetime | None:
    return min((begins[id_] for id_ in _waiting(card) if id_ in begins), default=None)
