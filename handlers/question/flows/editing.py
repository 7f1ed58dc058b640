"""Changing what a team asks itself: by its leads and admins, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.question.flows.asking import asked_in, begin, value_of
from handlers.question.rules import MOST, Asked, Preset
from handlers.question.rules.editing import Draft, Purpose, moved, version_of
from handlers.schedule.rules.rhythm import OPENS
from handlers.team.flows import is_lead
from storage import question as storage
from storage import schedule
from storage import team as teams
from storage.db import new_id
from storage.question import Question
from storage.team import Team


@dataclass(frozen=True, slots=True)
class Listed:
    """A team's questions in their order, as one person may see or change them."""

    team_id: str
    team_name: str
    questions: tuple[Asked, ...]
    may_change: bool
    leads: tuple[str, ...]
    coming: date | None = None  # the day of the next round that is planned
    asked_then: frozenset[str] = frozenset()  # which of them are asked in it

    @property
    def version(self) -> str:
        return version_of([one.id for one in self.questions])

    @property
    def dropped(self) -> list[Preset]:
        """Those of ours that the team does not ask."""
        kept = {one.preset for one in self.questions}
        return [preset for preset in Preset if preset not in kept]

    def others(self, id_: str) -> list[Asked]:
        return [one for one in self.questions if one.id != id_]


async def listed(session: AsyncSession, reader: Reader, team_id: str, now: datetime) -> Listed:
    """What this team asks; it begins with ours. Nobody else changes it until this session ends."""
    team = await _locked(session, team_id)
    await begin(session, team_id, now)
    return await _listed(session, reader, team)


async def add(
    session: AsyncSession, reader: Reader, team_id: str, draft: Draft, now: datetime
) -> Listed:
    """One more question, the last. UserError when there are as many as can be."""
    team, rows = await _to_change(session, reader, team_id)
    _refuse_more(team, rows)
    session.add(_row(team_id, draft, len(rows) + 1, now))
    await session.flush()
    return await _listed(session, reader, team)


@dataclass(frozen=True, slots=True)
class Overtaken:
    """The question was changed or removed (`now` None) by somebody else; nothing was saved."""

    now: Asked | None


async def change(
    session: AsyncSession, reader: Reader, team_id: str, id_: str, draft: Draft, now: datetime
) -> Listed | Overtaken:
    """The question as it says: the old one is retired, since people have replied to it."""
    team, rows = await _to_change(session, reader, team_id)
    row = next((one for one in rows if one.id == id_), None)
    if row is None:
        return Overtaken(await _in_its_place(session, id_, rows))
    if _differs(row, draft):
        row.retired_at = now
        session.add(_row(team_id, draft, row.position, now))
        await session.flush()
    return await _listed(session, reader, team)


async def move(
    session: AsyncSession, reader: Reader, team_id: str, id_: str, by: int, *, seen: str
) -> Listed | None:
    """The question one up (-1) or down (1); None when the list is not the one that was `seen`."""
    team, rows = await _to_change(session, reader, team_id)
    ids = [row.id for row in rows]
    if id_ not in ids or version_of(ids) != seen:
        return None
    _number(moved(rows, ids.index(id_), by))
    await session.flush()
    return await _listed(session, reader, team)


async def remove(
    session: AsyncSession, reader: Reader, team_id: str, id_: str, now: datetime
) -> Listed | None:
    """The question is not asked any more; None when another has taken its place meanwhile."""
    team, rows = await _to_change(session, reader, team_id)
    row = next((one for one in rows if one.id == id_), None)
    if row is None:
        taken = await _in_its_place(session, id_, rows)
        return None if taken is not None else await _listed(session, reader, team)
    row.retired_at = now
    await session.flush()
    return await _listed(session, reader, team)


async def put_back(session: AsyncSession, reader: Reader, team_id: str, id_: str) -> Listed:
    """A question that was removed is asked again, in its place. UserError when that is too late."""
    team, rows = await _to_change(session, reader, team_id)
    row = (await storage.questions_by_id(session, [id_])).get(id_)
    if row is None or row.team_id != team_id:
        raise UserError("This question is gone. Add it once more.")
    if row.retired_at is not None:
        _refuse_more(team, rows)
        row.retired_at = None
        rows.insert(min(row.position - 1, len(rows)), row)
        _number(rows)
        await session.flush()
    return await _listed(session, reader, team)


async def _locked(session: AsyncSession, team_id: str) -> Team:
    team = await teams.team(session, team_id, lock=True)
    if team is None:
        raise UserError("This team is gone. Open Home again to see what there is.")
    return team


async def _to_change(
    session: AsyncSession, reader: Reader, team_id: str
) -> tuple[Team, list[Question]]:
    team = await _locked(session, team_id)
    if not await is_lead(session, team_id, reader):
        raise UserError(
            "Only the leads of {team} and this workspace's admins can change what it asks.",
            team=team.name,
        )
    return team, await storage.questions(session, [team_id])


async def _listed(session: AsyncSession, reader: Reader, team: Team) -> Listed:
    leads = await teams.leads_of(session, team.id)
    rows = await storage.questions(session, [team.id])
    coming = (await schedule.next_days(session, OPENS, [team.id])).get(team.id)
    then = (await asked_in(session, {team.id: coming}))[team.id] if coming else []
    return Listed(
        team.id,
        team.name,
        tuple(value_of(row) for row in rows),
        reader.is_admin or reader.id in leads,
        tuple(leads),
        coming,
        frozenset(one.id for one in then),
    )


async def _in_its_place(session: AsyncSession, id_: str, rows: Sequence[Question]) -> Asked | None:
    """What took the place of a question at the moment in which it was retired."""
    old = (await storage.questions_by_id(session, [id_])).get(id_)
    if old is None or old.retired_at is None:
        return None
    then = [row for row in rows if row.made_at == old.retired_at]
    then.sort(key=lambda row: row.position != old.position)
    return value_of(then[0]) if then else None


def _refuse_more(team: Team, rows: Sequence[Question]) -> None:
    if len(rows) >= MOST:
        raise UserError(
            "{team} asks {most} questions already, which is the most. Remove one first.",
            team=team.name,
            most=MOST,
        )


def _number(rows: Sequence[Question]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position


def _row(team_id: str, draft: Draft, position: int, now: datetime) -> Question:
    return Question(id=new_id(), team_id=team_id, position=position, made_at=now, **_kept(draft))


def _kept(draft: Draft) -> dict[str, str | bool]:
    return {
        "preset": draft.preset or "",
        "text": draft.text,
        "kind": draft.kind,
        "options": "\n".join(draft.options),
        "rounds": draft.rounds,
        "is_promise": draft.purpose is Purpose.PROMISE,
    }


def _differs(row: Question, draft: Draft) -> bool:
    return any(getattr(row, name) != value for name, value in _kept(draft).items())
