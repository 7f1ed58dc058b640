"""Writing a table of objectives down: whatever it has, in the same few statements."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from storage.db import Base, among_given, keys_given, upsert
from storage.okr import Cycle, KeyResult, Objective
from storage.okr_audit import Change
from storage.okr_shape import KrTeam, Step

Rows = Sequence[dict[str, Any]]


def blank(table: type[Base]) -> dict[str, Any]:
    """A row with what every column holds of which nobody has said anything."""
    return {
        column.name: column.default.arg if column.default is not None else None
        for column in table.__table__.c
        if column.name != "workspace_id"
    }


async def put_cycles(session: AsyncSession, rows: Rows) -> None:
    """Cycles that are not there yet."""
    await upsert(session, Cycle, rows, update=())


async def objectives(session: AsyncSession, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """These objectives, as rows to be changed and put back."""
    return await _rows(session, Objective, Objective.number, numbers)


async def krs(session: AsyncSession, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """These KRs, as rows to be changed and put back."""
    return await _rows(session, KeyResult, KeyResult.number, numbers)


async def _rows(
    session: AsyncSession,
    table: type[Base],
    key: InstrumentedAttribute[int],
    numbers: Collection[int],
) -> dict[int, dict[str, Any]]:
    if not numbers:
        return {}
    columns = [getattr(table, column.name) for column in table.__table__.c]
    which, given = _one_of(session, key, numbers)
    found = await session.execute(select(*columns).where(which), given)
    return {row["number"]: dict(row) for row in found.mappings()}


def _one_of(
    session: AsyncSession, key: InstrumentedAttribute[int], numbers: Collection[int]
) -> tuple[ColumnElement[bool], dict[str, Any]]:
    """A condition and its parameters, of any number: a table may have thousands of rows."""
    given = keys_given(session, [key], [(number,) for number in numbers])
    return among_given(session.get_bind().dialect.name, [key]), given


async def put_objectives(session: AsyncSession, rows: Rows) -> None:
    """New objectives, and those that are there as they are from now on."""
    await upsert(session, Objective, rows, update=_but_keys(Objective))


async def put_krs(session: AsyncSession, rows: Rows) -> None:
    """New KRs, and those that are there as they are from now on."""
    await upsert(session, KeyResult, rows, update=_but_keys(KeyResult))


def _but_keys(table: type[Base]) -> list[str]:
    return [column.name for column in table.__table__.c if not column.primary_key]


async def steps(
    session: AsyncSession, kr_numbers: Collection[int]
) -> dict[int, dict[str, dict[str, Any]]]:
    """Of these KRs the steps by their titles; of two alike the last."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    if kr_numbers:
        which, given = _one_of(session, Step.kr_number, kr_numbers)
        chosen = select(Step).where(which).order_by(Step.kr_number, Step.position)
        for step in await session.scalars(chosen, given):
            done = {"done_at": step.done_at, "done_by": step.done_by}
            found.setdefault(step.kr_number, {})[step.title] = done
    return found


async def put_steps(session: AsyncSession, steps: Mapping[int, Rows]) -> None:
    """These KRs have these steps, and no others."""
    if steps:
        await _delete(session, Step, Step.kr_number, steps)
    await upsert(session, Step, _with_kr(steps), update=())


async def put_shares(session: AsyncSession, shares: Mapping[int, Sequence[str]]) -> None:
    """These KRs are shared with these teams, and no others."""
    if shares:
        await _delete(session, KrTeam, KrTeam.kr_number, shares)
    rows = [{"kr_number": n, "team_id": id_} for n, ids in shares.items() for id_ in ids]
    await upsert(session, KrTeam, rows, update=())


async def _delete(
    session: AsyncSession,
    table: type[Base],
    key: InstrumentedAttribute[int],
    numbers: Collection[int],
) -> None:
    which, given = _one_of(session, key, numbers)
    gone = delete(table).where(which).execution_options(synchronize_session=False)
    await session.execute(gone, given)


def _with_kr(rows: Mapping[int, Rows]) -> list[dict[str, Any]]:
    return [{"kr_number": number, **row} for number, of_kr in rows.items() for row in of_kr]


async def add_changes(session: AsyncSession, rows: Rows) -> None:
    """What was changed, for the history."""
    await upsert(session, Change, rows, update=())
