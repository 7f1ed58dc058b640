"""Objectives on all levels, linked and shared, for tests of those who read them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import insert_once
from storage.okr import Cycle, KeyResult, Objective
from storage.okr_shape import KrTeam
from tests.world import START

D = Decimal
Q4 = ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))


async def plant(
    session: AsyncSession,
    number: int,
    title: str,
    *,
    team: str = "Care",
    level: str = "team",
    supports: int | None = None,
    owner: str = "U0BEN",
    weight: int = 1,
    stage: str = "active",
    krs: Mapping[int, str] | None = None,
    since: datetime = START,
) -> None:
    """An objective of the cycle that runs, with KRs from 0 to 100 % by number and title."""
    id_, starts, ends = Q4
    await insert_once(session, Cycle, id=id_, starts=starts, ends=ends)
    session.add(
        Objective(
            number=number,
            team_id=team,
            level=level,
            cycle_id=id_,
            title=title,
            owner_id=owner,
            created_at=START,
            stage=stage,
            supports=supports,
            weight=D(weight),
        )
    )
    await session.flush()
    session.add_all(
        KeyResult(
            number=kr,
            objective_number=number,
            position=position,
            title=name,
            owner_id=owner,
            unit="%",
            start=D(0),
            target=D(100),
            activated_at=since,
        )
        for position, (kr, name) in enumerate((krs or {}).items())
    )
    await session.flush()


async def share(session: AsyncSession, kr: int, *teams: str) -> None:
    """These teams have a share in a KR."""
    session.add_all(KrTeam(kr_number=kr, team_id=team) for team in teams)
    await session.flush()


async def plant_many(session: AsyncSession, rows: Sequence[tuple[int, str, int | None]]) -> None:
    """Objectives by number, title and what they support, each with two KRs of its title."""
    id_, starts, ends = Q4
    await insert_once(session, Cycle, id=id_, starts=starts, ends=ends)
    common = {"team_id": "Care", "cycle_id": id_, "owner_id": "U0BEN", "created_at": START}
    session.add_all(
        Objective(number=n, title=title, supports=above, **common) for n, title, above in rows
    )
    await session.flush()
    aims = {"owner_id": "U0BEN", "start": D(0), "target": D(100), "activated_at": START}
    session.add_all(
        KeyResult(number=2 * n + i, objective_number=n, position=i, title=title, **aims)
        for n, title, _ in rows
        for i in range(2)
    )
    await session.flush()
