"""What messages say once all that is on its way has arrived."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import Outgoing, is_later


async def last_payloads(
    session: AsyncSession, messages: Collection[str]
) -> dict[str, dict[str, Any] | None]:
    """The payload that each of these messages has last; None where it is forgotten.

    Without those that there are not, and those that were taken back.
    """
    found = await session.scalars(
        select(Outgoing).where(or_(*_about(messages))).order_by(Outgoing.seq)
    )
    last = {row.message: row for row in found}
    return {
        name: row.payload
        for name, row in last.items()
        if row.kind != "delete" and row.state != "withdrawn"
    }


def _about(messages: Collection[str]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """What has posted these messages, and what has changed them: each found by its own index."""
    first = and_(Outgoing.key.in_(messages), Outgoing.seq == 0)
    return first, and_(Outgoing.message.in_(messages), is_later(Outgoing))
