"""What was said of key results, and what of it was taken back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import locked
from storage.okr import Update


async def updates(session: AsyncSession, ids: Collection[str]) -> dict[str, Update]:
    """These updates, by id."""
    return {row.id: row for row in await session.scalars(select(Update).where(Update.id.in_(ids)))}


async def lock(session: AsyncSession, id_: str) -> Update | None:
    """An update; nobody else withdraws it until this session ends."""
    return await session.scalar(locked(select(Update).where(Update.id == id_)))


async def history(session: AsyncSession, kr_number: int, most: int) -> list[Update]:
    """The latest updates of a KR, also those that were withdrawn; what counts most first."""
    of_kr = select(Update).where(Update.kr_number == kr_number)
    newest = of_kr.order_by(Update.day.desc(), Update.made_at.desc())
    return list(await session.scalars(newest.limit(most)))


async def said_since(session: AsyncSession, kr_number: int, since: datetime) -> Update | None:
    """The latest update of a KR that was made since then and counts."""
    counts = (Update.kr_number == kr_number, Update.withdrawn_at.is_(None), Update.made_at >= since)
    newest = select(Update).where(*counts).order_by(Update.day.desc(), Update.made_at.desc())
    return await session.scalar(newest.limit(1))


async def moved_since(
    session: AsyncSession, author_ids: Collection[str], since: datetime
) -> set[str]:
    """Those of these people who have updated any KR after that moment, in a way that counts."""
    found = select(Update.author_id).where(
        Update.author_id.in_(author_ids), Update.made_at > since, Update.withdrawn_at.is_(None)
    )
    return set(await session.scalars(found.distinct()))
