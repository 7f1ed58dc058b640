"""What a key result is made of beside its numbers: steps, and the teams that share it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, insert_new, upsert
from storage.team import Team, by_name


class Step(OfWorkspace, Base):
    """One step of a milestone KR, and when it was done."""

    __tablename__ = "kr_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "kr_number"], ["key_result.workspace_id", "key_result.number"]
        ),
    )

    kr_number: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]


class KrTeam(OfWorkspace, Base):
    """A team that has a share in a KR beside the one that its objective lives in."""

    __tablename__ = "kr_team"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "kr_number"], ["key_result.workspace_id", "key_result.number"]
        ),
        ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"
        ),
        Index("ix_kr_team_team", "workspace_id", "team_id"),
    )

    kr_number: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)


def add_steps(
    session: AsyncSession,
    kr_number: int,
    steps: Iterable[tuple[str, Decimal, datetime | None, str]],
) -> None:
    """The steps of a new KR, in order: title, weight, when it was done and by whom."""
    session.add_all(
        Step(
            kr_number=kr_number,
            position=position,
            title=title,
            weight=weight,
            done_at=done_at,
            done_by=done_by if done_at else None,
        )
        for position, (title, weight, done_at, done_by) in enumerate(steps, start=1)
    )


async def share(session: AsyncSession, kr_number: int, team_ids: Collection[str]) -> None:
    """These teams, beside the one that its objective lives in, and no others share the KR."""
    gone = delete(KrTeam).where(KrTeam.kr_number == kr_number, KrTeam.team_id.not_in(team_ids))
    await session.execute(gone.execution_options(synchronize_session=False))
    rows = [{"kr_number": kr_number, "team_id": id_} for id_ in sorted(set(team_ids))]
    await insert_new(session, KrTeam, rows, KrTeam.__table__.c.team_id)


async def steps_of(session: AsyncSession, kr_numbers: Collection[int]) -> dict[int, list[Step]]:
    """The steps of these KRs, in order; every number is there."""
    found: dict[int, list[Step]] = {number: [] for number in kr_numbers}
    chosen = select(Step).where(Step.kr_number.in_(kr_numbers))
    for step in await session.scalars(chosen.order_by(Step.kr_number, Step.position)):
        found[step.kr_number].append(step)
    return found


async def shared_with(session: AsyncSession, kr_numbers: Collection[int]) -> dict[int, list[str]]:
    """The ids of the teams that share these KRs; every number is there."""
    found: dict[int, list[str]] = {number: [] for number in kr_numbers}
    chosen = select(KrTeam).where(KrTeam.kr_number.in_(kr_numbers))
    for row in await session.scalars(chosen.order_by(KrTeam.kr_number, KrTeam.team_id)):
        found[row.kr_number].append(row.team_id)
    return found


async def sharing(
    session: AsyncSession, kr_numbers: Collection[int]
) -> dict[int, list[tuple[str, str]]]:
    """Id and name of the teams that share these KRs; every number is there."""
    found: dict[int, list[tuple[str, str]]] = {number: [] for number in kr_numbers}
    chosen = (
        select(KrTeam.kr_number, Team.id, Team.name)
        .join(Team, Team.id == KrTeam.team_id)
        .where(KrTeam.kr_number.in_(kr_numbers))
    )
    for number, id_, name in await session.execute(chosen):
        found[number].append((id_, name))
    return {
        number: sorted(shared, key=lambda team: by_name(team[1], team[0]))
        for number, shared in found.items()
    }


async def set_steps(session: AsyncSession, kr_number: int, steps: Sequence[Step]) -> None:
    """A KR has these steps now, in this order, and no others."""
    gone = delete(Step).where(Step.kr_number == kr_number)
    await session.execute(gone.execution_options(synchronize_session=False))
    rows = [
        {
            "kr_number": kr_number,
            "position": position,
            "title": step.title,
            "weight": step.weight,
            "done_at": step.done_at,
            "done_by": step.done_by,
        }
        for position, step in enumerate(steps, start=1)
    ]
    await upsert(session, Step, rows, update=())
