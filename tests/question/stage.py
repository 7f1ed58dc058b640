"""A team that asks itself things, with rounds that were, are and will be."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.reader import Reader
from storage import schedule
from storage.checkin import Round
from storage.db import new_id
from storage.question import Question, Reply
from tests.okr.stage import ANNA, BEN, CHEN, TEXTS, add_team, know_people
from tests.world import START

__all__ = ["ANNA", "BEN", "CHEN", "TEXTS", "add_team", "know_people"]


async def add_round(session: AsyncSession, team: str, day: date) -> None:
    session.add(Round(team_id=team, day=day, opens_at=START, closes_at=START))
    await session.flush()


async def plan_round(session: AsyncSession, team: str, day: date) -> None:
    """It will open."""
    at = datetime.combine(day, time(8), START.tzinfo)
    row = {"kind": "checkin.open", "team_id": team, "day": day, "wall_day": day}
    await schedule.plan(session, [row | {"wall_time": time(8), "zone": "UTC", "due_at": at}])


async def add_question(
    session: AsyncSession, team: str, text: str, *, position: int = 1, **more: Any
) -> str:
    """A question of a team; its id."""
    row = Question(id=new_id(), team_id=team, position=position, text=text, made_at=START, **more)
    session.add(row)
    await session.flush()
    return row.id


async def add_reply(
    session: AsyncSession, team: str, day: date, who: str, question: str, text: str
) -> None:
    session.add(
        Reply(
            team_id=team,
            day=day,
            member_id=who,
            question_id=question,
            text=text,
            replied_at=START,
            is_late=False,
        )
    )
    await session.flush()


def reader(who: str, *, admin: bool = False) -> Reader:
    return Reader(who, who, "Europe/Berlin", TEXTS.say("en-US"), is_admin=admin)


def texts(found: Sequence[Any]) -> list[str]:
    return [one.text for one in found]
