"""All objectives of a workspace at once, for a table of them; and what was changed of them."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, case, func, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncResult, AsyncSession
from sqlalchemy.orm import aliased

from storage.db import locked
from storage.okr import Cycle, KeyResult, Objective, Update
from storage.okr_audit import Change
from storage.okr_shape import KrTeam, Step
from storage.team import Member, Team, TeamMember
from storage.workspace import Workspace

AT_ONCE: Final = 500  # rows that are read before the next ones are asked for
_OF_KR: Final = aliased(Update)


@dataclass(frozen=True, slots=True)
class Present:
    """What a workspace has beside its KRs, whole."""

    objectives: Sequence[Objective]
    cycles: Sequence[Cycle]
    teams: Sequence[Team]
    steps: Mapping[int, list[Step]]
    shares: Mapping[int, list[str]]


@dataclass(frozen=True, slots=True)
class Folk:
    """Who is in a workspace, who of them cannot own anything, and in which team each is first."""

    people: frozenset[str]
    unfit: frozenset[str]
    homes: Mapping[str, str]
    rhythm: str
    bot_user: str


async def workspaces(session: AsyncSession) -> list[str]:
    """The ids of all workspaces that were ever installed."""
    return sorted(await session.scalars(select(Workspace.workspace_id)))


async def present(session: AsyncSession, *, lock: bool = False) -> Present:
    """Everything but the KRs; with `lock` nobody else changes objectives until it ends."""
    found, by = select(Objective), [Objective.number]
    objectives = await session.scalars(locked(found, by=by) if lock else found.order_by(*by))
    steps: dict[int, list[Step]] = {}
    for step in await session.scalars(select(Step).order_by(Step.kr_number, Step.position)):
        steps.setdefault(step.kr_number, []).append(step)
    shares: dict[int, list[str]] = {}
    for row in await session.scalars(select(KrTeam).order_by(KrTeam.kr_number, KrTeam.team_id)):
        shares.setdefault(row.kr_number, []).append(row.team_id)
    return Present(
        list(objectives),
        list(await session.scalars(select(Cycle))),
        list(await session.scalars(select(Team).order_by(Team.created_at, Team.id))),
        steps,
        shares,
    )


async def krs(session: AsyncSession, *, lock: bool = False) -> AsyncGenerator[Row[Any]]:
    """Every KR with its current `value`, by objective and position; read as they are asked for.

    With `lock` nobody else changes them until this session ends.
    """
    columns = (getattr(KeyResult, column.name) for column in KeyResult.__table__.c)
    found = select(*columns, _current_value().label("value"))
    by = [KeyResult.objective_number, KeyResult.position, KeyResult.number]
    found = locked(found, KeyResult, by=by) if lock else found.order_by(*by)
    result: AsyncResult[Any] = await session.stream(found)
    async for rows in result.partitions(AT_ONCE):
        for row in rows:
            yield row


def _current_value() -> ColumnElement[Any]:
    return (
        select(_OF_KR.value)
        .where(_OF_KR.kr_number == KeyResult.number, _OF_KR.withdrawn_at.is_(None))
        .order_by(_OF_KR.day.desc(), _OF_KR.made_at.desc())
        .limit(1)
        .correlate(KeyResult)
        .scalar_subquery()
    )


async def titles(session: AsyncSession) -> tuple[dict[int, str], dict[int, tuple[int, str]]]:
    """Of objectives their titles, of KRs their objectives and titles; by number."""
    of_objectives = await session.execute(select(Objective.number, Objective.title))
    found = await session.execute(
        select(KeyResult.number, KeyResult.objective_number, KeyResult.title)
    )
    return dict(iter(of_objectives)), {n: (o, title) for n, o, title in found}


async def changes(session: AsyncSession) -> AsyncGenerator[Change]:
    """Every change, the oldest first; read as they are asked for."""
    found = select(Change).order_by(Change.made_at, Change.id)
    async for change in await session.stream_scalars(found.execution_options(yield_per=AT_ONCE)):
        yield change


async def updates(session: AsyncSession) -> AsyncGenerator[Row[Any]]:
    """Every update with the value `before` it, withdrawn or not, the oldest first."""
    columns = (getattr(Update, column.name) for column in Update.__table__.c)
    before = func.lag(Update.value).over(
        partition_by=(Update.workspace_id, Update.kr_number), order_by=(Update.made_at, Update.nth)
    )
    exact = type_coerce(before, Update.value.type)
    found = select(*columns, exact.label("before")).order_by(Update.made_at, Update.id)
    result: AsyncResult[Any] = await session.stream(found)
    async for rows in result.partitions(AT_ONCE):
        for row in rows:
            yield row


async def heard(session: AsyncSession) -> dict[int, tuple[int, datetime, date | None]]:
    """Of each KR with updates: the number of the last one, its moment, and the latest day that
    one which counts speaks of.
    """
    day = func.max(case((Update.withdrawn_at.is_(None), Update.day)))
    found = select(Update.kr_number, func.max(Update.nth), func.max(Update.made_at), day)
    rows = await session.execute(found.group_by(Update.kr_number))
    return {number: (nth or 0, made_at, spoken_of) for number, nth, made_at, spoken_of in rows}


async def last_positions(session: AsyncSession) -> dict[int, int]:
    """Of each objective that has KRs the place of its last one."""
    found = select(KeyResult.objective_number, func.max(KeyResult.position))
    rows = await session.execute(found.group_by(KeyResult.objective_number))
    return {number: last or 0 for number, last in rows}


async def folk(session: AsyncSession) -> Folk:
    """The people of the workspace, and how it runs."""
    workspace = await session.scalar(select(Workspace))
    members = await session.execute(
        select(Member.id, or_(Member.is_bot, Member.deleted, Member.is_stranger))
    )
    unfit = dict(iter(members))
    homes: dict[str, str] = {}
    of_teams = select(TeamMember.member_id, Team.id).join(Team, Team.id == TeamMember.team_id)
    for member, team in await session.execute(of_teams.order_by(Team.created_at, Team.id)):
        homes.setdefault(member, team)
    return Folk(
        people=frozenset(unfit) | frozenset(homes),
        unfit=frozenset(id_ for id_, is_unfit in unfit.items() if is_unfit),
        homes=homes,
        rhythm=workspace.rhythm if workspace else "quarter",
        bot_user=workspace.bot_user if workspace else "",
    )
