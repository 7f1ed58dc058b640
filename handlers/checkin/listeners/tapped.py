"""The card whose button was tapped: as it stands now, or as it was left."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.rules.asked import Card
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn


async def tapped(session: AsyncSession, reader: Reader, inp: Input) -> Card | None:
    """The tapped card as it stands now; None where it is of an earlier week, or no card."""
    key = views.key_on(inp.body.get("message") or {})
    cards = await flows.cards_of(session, reader.id, inp.now) if key and inp.response_url else []
    return next((card for card in cards if card.key == key), None)


def over(inp: Input, told: Mrkdwn) -> Block | None:
    """The tapped card of an earlier week, as it is left; None where it is no card."""
    message = inp.body.get("message")
    return views.over(message, told) if message and inp.response_url else None
