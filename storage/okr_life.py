"""Objectives at any point of their life, with what hangs on them: drafts and closed ones, too."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage import team as teams
from storage.db import Query, built_once, lock_one
from storage.okr import Cycle, KeyResult, Objective, is_open
from storage.okr_standing import Current, currents, whole_krs
from storage.team import Member, Team, TeamMember

Placed = tuple[Objective, Cycle, Team]  # an objective and where it lives
WAITING: Final = ("draft", "proposed", "agreed")


async def objectives(session: AsyncSession, numbers: Collection[int]) -> dict[int, Placed]:
    """These objectives, whatever became of them."""
    found = await session.execute(
        select(Objective, Cycle, Team)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .where(Objective.number.in_(numbers))
    )
    return {row.Objective.number: (row.Objective, row.Cycle, row.Team) for row in found}


async def lock(session: AsyncSession, number: int) -> Objective | None:
    """The objective; nobody else changes it, nor its KRs, until this session ends."""
    return await lock_one(session, select(Objective).where(Objective.number == number))


async def lock_kr(session: AsyncSession, number: int) -> KeyResult | None:
    """The KR, and its objective with it: whoever changes either locks the objective first."""
    above = await session.scalar(
        select(KeyResult.objective_number).where(KeyResult.number == number)
    )
    if above is None:
        return None
    await lock(session, above)
    return await lock_one(session, select(KeyResult).where(KeyResult.number == number))


async def krs(
    session: AsyncSession,
    *,
    numbers: Collection[int] | None = None,
    objectives: Collection[int] | None = None,
) -> list[Current]:
    """KRs as they stand, or stood when they were closed; also of drafts and of earlier cycles."""
    which = []
    if numbers is not None:
        which.append(KeyResult.number.in_(numbers))
    if objectives is not None:
        which.append(KeyResult.objective_number.in_(objectives))
    dialect = session.get_bind().dialect.name
    return currents(await session.execute(whole_krs(dialect, *which)))


async def above(session: AsyncSession, kr_number: int) -> tuple[int, str, bool] | None:
    """Of a KR's objective: its number, its stage, and whether either of them was closed."""
    closed = or_(Objective.closed_at.is_not(None), KeyResult.closed_at.is_not(None))
    found = await session.execute(
        select(Objective.number, Objective.stage, closed)
        .join(KeyResult, KeyResult.objective_number == Objective.number)
        .where(KeyResult.number == kr_number)
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1], bool(row[2]))


async def supporting(session: AsyncSession, numbers: Collection[int]) -> list[Objective]:
    """What supports these objectives and was not closed before it began."""
    found = select(Objective).where(Objective.supports.in_(numbers)).order_by(Objective.number)
    begun_or_open = or_(Objective.closed_at.is_(None), Objective.stage == "closed")
    return list(await session.scalars(found.where(begun_or_open)))


async def parents(session: AsyncSession, number: int) -> Mapping[int, Objective]:
    """An objective and all that it supports, from step to step; a circle ends where it began."""
    found: dict[int, Objective] = {}
    above: int | None = number
    while above is not None and above not in found:
        row = await session.scalar(select(Objective).where(Objective.number == above))
        if row is None:
            break
        found[above], above = row, row.supports
    return found


async def in_cycle(session: AsyncSession, cycle_id: str) -> list[Objective]:
    """The objectives of a cycle that are not closed, by number."""
    found = select(Objective).where(Objective.cycle_id == cycle_id, Objective.closed_at.is_(None))
    return list(await session.scalars(found.order_by(Objective.number)))


async def waiting(
    session: AsyncSession, owner_id: str, team_ids: Collection[str], *, company: bool
) -> list[Placed]:
    """What has not begun: of this owner, or with an open KR of theirs; and proposed in these teams,
    or for the company.
    """
    proposed = Objective.stage == "proposed"
    of_krs = select(KeyResult.objective_number).where(
        KeyResult.owner_id == owner_id, KeyResult.closed_at.is_(None)
    )
    theirs = [
        Objective.owner_id == owner_id,
        Objective.number.in_(of_krs),
        proposed & (Objective.level == "team") & Objective.team_id.in_(team_ids),
    ]
    if company:
        theirs.append(proposed & (Objective.level == "company"))
    found = (
        select(Objective, Cycle, Team)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .where(Objective.stage.in_(WAITING), Objective.closed_at.is_(None), or_(*theirs))
        .order_by(Objective.number.desc())
    )
    return [(row.Objective, row.Cycle, row.Team) for row in await session.execute(found)]


def proposed_to(member_id: str) -> Query[Sequence[Row[Any]]]:
    """Number and title of what is proposed in teams that this person runs, or for the company to
    an admin; the oldest first.
    """
    # Sorted here: SQLite would read every objective in this order.
    given = {"member": member_id}
    return Query(_proposed_to(), given, sorted)


@built_once
def _proposed_to() -> Select[*tuple[Any, ...]]:
    me = bindparam("member", type_=TeamMember.member_id.type)
    led = select(TeamMember.team_id).where(TeamMember.member_id == me, TeamMember.is_lead)
    is_admin = select(Member.id).where(Member.id == me, Member.is_admin).exists()
    asked = or_(
        (Objective.level == "team") & Objective.team_id.in_(led),
        (Objective.level == "company") & is_admin,
    )
    # Word for word as its index says it, which is of nothing else.
    is_proposed = Objective.stage == literal_column("'proposed'")
    return select(Objective.number, Objective.title).where(
        is_proposed, Objective.closed_at.is_(None), asked
    )


async def begin_krs(session: AsyncSession, objective_number: int, now: datetime) -> None:
    """The open KRs of this objective count from now on."""
    of_it = update(KeyResult).where(
        KeyResult.objective_number == objective_number, KeyResult.closed_at.is_(None)
    )
    begun = of_it.values(activated_at=now)
    await session.execute(begun.execution_options(synchronize_session="fetch"))


async def titled(session: AsyncSession, first: datetime) -> list[Objective]:
    """The objectives whose words may be meant: not closed, or not before this moment."""
    recent = or_(Objective.closed_at.is_(None), Objective.closed_at >= first)
    return list(await session.scalars(select(Objective).where(recent).order_by(Objective.number)))


async def waiting_krs(session: AsyncSession) -> list[tuple[int, str]]:
    """Number and title of the KRs of objectives that have not begun."""
    found = (
        select(KeyResult.number, KeyResult.title)
        .join(Objective, Objective.number == KeyResult.objective_number)
        .where(Objective.stage.in_(WAITING), Objective.closed_at.is_(None))
        .where(KeyResult.closed_at.is_(None))
    )
    rows = await session.execute(found.order_by(KeyResult.number))
    return [(number, title) for number, title in rows]


async def led_by(session: AsyncSession, member_id: str) -> list[str]:
    """The ids of the teams that this person runs."""
    led = select(TeamMember.team_id).where(TeamMember.member_id == member_id, TeamMember.is_lead)
    return list(await session.scalars(led))


async def teams_asking(session: AsyncSession, owner_id: str) -> set[str]:
    """The teams that have open KRs of this person's."""
    theirs = select(Objective.team_id).join_from(
        KeyResult, Objective, Objective.number == KeyResult.objective_number
    )
    found = theirs.where(KeyResult.owner_id == owner_id, *is_open())
    return set(await session.scalars(found.distinct()))


async def leads_to_ask(session: AsyncSession, team_id: str) -> list[str]:
    """The ids of those who run this team, without those who have left the workspace."""
    leads = await teams.leads_of(session, team_id)
    left = await teams.have_left(session, leads) if leads else set()
    return [id_ for id_ in leads if id_ not in left]


async def team_names(session: AsyncSession, ids: Collection[str] | None = None) -> dict[str, str]:
    """The names of these teams, or of all, by id and in the order of their names."""
    found = select(Team.name, Team.id)
    rows = await session.execute(found if ids is None else found.where(Team.id.in_(ids)))
    return {row.id: row.name for row in sorted(rows, key=lambda row: teams.by_name(*row))}
