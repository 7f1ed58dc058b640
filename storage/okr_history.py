"""What was said of key results, and what of it was taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import any_of, built_once, lock_one, read
from storage.okr import Update


async def updates(session: AsyncSession, ids: Collection[str]) -> dict[str, Update]:
    """These updates, by id."""
    return {row.id: row for row in await session.scalars(select(Update).where(Update.id.in_(ids)))}


async def lock(session: AsyncSession, id_: str) -> Update | None:
    """An update; nobody else withdraws it until this session ends."""
    return await lock_one(session, select(Update).where(Update.id == id_))


async def history(session: AsyncSession, kr_number: int, most: int) -> list[Update]:
    """The latest updates of a KR, also those that were withdrawn; what counts most first."""
    of_kr = select(Update).where(Update.kr_number == kr_number)
    newest = of_kr.order_by(Update.day.desc(), Update.made_at.desc())
    return list(await session.scalars(newest.limit(most)))


async def latest_values(
    session: AsyncSession, kr_numbers: Collection[int], most: int
) -> Sequence[Row[int, Decimal]]:
    """The last values of these KRs that count, so many of each, oldest first; in one statement."""
    return await read(session, _latest_values(), {"numbers": list(kr_numbers), "most": most})


@built_once
def _latest_values() -> Select[int, Decimal]:
    newest = (Update.day.desc(), Update.made_at.desc())
    of_kr = (Update.workspace_id, Update.kr_number)  # as the index has them
    place = func.row_number().over(partition_by=of_kr, order_by=newest)
    ranked = (
        select(Update.id, place.label("place"))
        .where(Update.kr_number.in_(any_of("numbers")), Update.withdrawn_at.is_(None))
        .subquery()
    )
    return (
        select(Update.kr_number, Update.value)
        .join(ranked, ranked.c.id == Update.id)
        .where(ranked.c.place <= bindparam("most"))
        .order_by(Update.kr_number, Update.day, Update.made_at)
    )


async def moved_since(
    session: AsyncSession, author_ids: Collection[str], since: datetime
) -> set[str]:
    """Those of these people who have updated any KR after that moment, in a way that counts."""
    found = select(Update.author_id).where(
        Update.author_id.in_(author_ids), Update.made_at > since, Update.withdrawn_at.is_(None)
    )
    return set(await session.scalars(found.distinct()))
