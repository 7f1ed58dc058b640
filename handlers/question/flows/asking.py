"""What is asked in a round."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.question.flows.places import places
from handlers.question.rules import (
    FIRST,
    Asked,
    Kind,
    Preset,
    Rounds,
    is_asked,
    is_promise,
)
from storage import question as storage
from storage.db import Query, new_id
from storage.question import Question


async def asked_in(session: AsyncSession, days: Mapping[str, date]) -> dict[str, list[Asked]]:
    """The questions of each team's round of this day, in their order. `days`: team -> day."""
    return await in_these(session, await of_teams(days).read(session), days)


def of_teams(team_ids: Collection[str]) -> Query[list[Asked]]:
    """What these teams ask, be it not in every round; each team's in its order."""
    return storage.asked(team_ids).then(lambda rows: [value_of(row) for row in rows])


async def in_these(
    session: AsyncSession, asked: Sequence[Asked], days: Mapping[str, date]
) -> dict[str, list[Asked]]:
    """Those of these questions that each team's round of this day asks. `days`: team -> day."""
    at_times = [one for one in asked if one.rounds is not Rounds.EVERY]
    where = await places(session, {one.team_id: days[one.team_id] for one in at_times}, at_times)
    found: dict[str, list[Asked]] = {team_id: [] for team_id in days}
    for one in asked:
        if one.rounds is Rounds.EVERY or is_asked(one.rounds, where[one.team_id]):
            found[one.team_id].append(one)
    return found


async def in_form(session: AsyncSession, ids: Collection[str]) -> list[Asked]:
    """These questions, also those that were retired while a form was open."""
    known = await storage.questions_by_id(session, ids) if ids else {}
    return [value_of(known[id_]) for id_ in ids if id_ in known]


def value_of(row: Question | Row[Any]) -> Asked:
    return Asked(
        id=row.id,
        team_id=row.team_id,
        kind=Kind(row.kind),
        text=row.text,
        preset=Preset(row.preset) if row.preset else None,
        options=tuple(row.options.splitlines()),
        is_promise=row.is_promise,
        rounds=Rounds(row.rounds),
    )


async def begin(session: AsyncSession, team_id: str, now: datetime) -> None:
    """A team that was never asked what it asks itself begins with ours."""
    if await storage.ever_asked(session, team_id):
        return
    session.add_all(
        Question(
            id=new_id(),
            team_id=team_id,
            position=position,
            preset=preset,
            is_promise=is_promise(preset),
            made_at=now,
        )
        for position, preset in enumerate(FIRST, start=1)
    )
    await session.flush()
