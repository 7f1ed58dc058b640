"""What `/okr show` says of a KR's past and future."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.links import links
from handlers.cycle.views import saved as views
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader


async def about_kr(session: AsyncSession, kr_number: int, reader: Reader) -> list[Block]:
    """Which KR it goes on from, and as which it goes on."""
    return views.about_kr(reader.say, await links(session, kr_number))
