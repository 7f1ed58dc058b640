"""Which messages show what somebody has just answered: cards, and a result that was posted."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.asking import card_of, posts_of
from handlers.cycle.flows.reading import ended
from handlers.cycle.rules import due
from handlers.cycle.rules.card import Card
from handlers.cycle.rules.ended import Ended, of_person


async def cards(
    session: AsyncSession, people: Iterable[str], ends: date, now: datetime
) -> list[Card]:
    """The card and the reminder of each of these people, as they stand; not all were sent."""
    people = sorted(set(people))
    found = await ended(session, now, people=people, ends=[ends])
    posts = await posts_of(session, found)
    return [
        card_of(kind, person, ends, found, posts, is_late=False)
        for person in people
        for kind in due.OF_PERSON
    ]


async def mine(session: AsyncSession, member_id: str, ends: date, now: datetime) -> list[Ended]:
    """All that this person owns and that ends on this day, also when its result is posted."""
    return of_person(await ended(session, now, people=[member_id], ends=[ends]), member_id)
