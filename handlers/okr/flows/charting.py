"""Having a chart drawn for whoever asked, and bringing it to them."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.blocks import Block
from handlers.outbox import flows as outbox
from handlers.schedule.flows import plan_errand

DRAW: Final = "okr.chart"


async def plan_chart(
    session: AsyncSession, person: str, kr_number: int, asked: str, now: datetime
) -> None:
    """Have it drawn as soon as this is committed; `asked` tells one asking from another."""
    await plan_errand(session, DRAW, now, about=f"{kr_number} {asked}", person=person)


def asked_for(about: str) -> tuple[int, str]:
    """Of which KR, and the key of the message that brings it."""
    number, _, asked = about.partition(" ")
    return int(number), f"{DRAW}:{asked}"


async def bring(
    session: AsyncSession, person: str, key: str, words: Block, file: dict[str, Any], now: datetime
) -> None:
    """The words as a direct message, and the picture below them; once, if it is tried twice."""
    if await outbox.post(session, key, person, words, now):
        await outbox.upload(session, f"{key}:file", key, file, now, beside=True)
