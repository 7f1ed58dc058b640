"""The way that the KRs on a card have come."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.rules.asked import Card
from handlers.okr import flows as okr


async def with_ways(session: AsyncSession, cards: Iterable[Card]) -> list[Card]:
    """These cards with the last values of what waits on them; one statement for all of them."""
    cards = list(cards)
    numbers = {kr.number for card in cards for kr in card.missing}
    recent = await okr.recent_values(session, numbers)
    return [replace(card, recent=recent) for card in cards]
