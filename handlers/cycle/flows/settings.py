"""A workspace's rhythm, and cycles with dates of their own: for admins."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.rules.naming import read_name
from handlers.kit.errors import FormError, UserError
from handlers.kit.reader import Reader
from handlers.okr.flows import OpenCycles, open_for
from handlers.okr.rules.cycle import Period, Rhythm, own
from storage import cycle as cycles
from storage.db import insert_once
from storage.okr import Cycle


@dataclass(frozen=True, slots=True)
class NewCycle:
    """A cycle with dates of its own, as it was filled in."""

    name: str
    starts: date
    ends: date


def refuse_others(reader: Reader) -> None:
    """UserError for who is no admin."""
    if not reader.is_admin:
        raise UserError(
            "Cycles count for the whole workspace: its admins set the rhythm and make cycles with"
            " dates of their own. Ask one of them; `/okr cycle` shows what runs."
        )


async def set_rhythm(
    session: AsyncSession, reader: Reader, rhythm: Rhythm, now: datetime
) -> tuple[OpenCycles, Rhythm]:
    """From the next cycle on; what runs stays as it is. With the rhythm before. UserError for who
    is no admin.
    """
    refuse_others(reader)
    before = (await open_for(session, reader.zone, now)).rhythm
    await cycles.set_rhythm(session, rhythm)
    return await open_for(session, reader.zone, now), before


async def proposed(session: AsyncSession, reader: Reader, now: datetime) -> tuple[date, date]:
    """First and last day of a new one, until somebody says otherwise: those of the next cycle."""
    following = (await open_for(session, reader.zone, now)).following
    return following.starts, following.ends


async def make(session: AsyncSession, reader: Reader, new: NewCycle, now: datetime) -> Period:
    """Make it. UserError for who is no admin, FormError for what does not fit."""
    refuse_others(reader)
    period = _checked(new, reader.day(now))
    there = await cycles.named(session, period.id)
    if there is not None or not await insert_once(
        session, Cycle, id=period.id, starts=period.starts, ends=period.ends
    ):
        raise FormError(
            {
                "name": UserError(
                    "There is a cycle of this name already; `/okr cycle {name}` shows it. Choose"
                    " another name.",
                    name=period.id,
                )
            }
        )
    return period


def _checked(new: NewCycle, today: date) -> Period:
    wrong: dict[str, UserError] = {}
    name = ""
    try:
        name = read_name(new.name)
    except UserError as error:
        wrong["name"] = error
    try:
        period = own(new.starts, new.ends, name or "–")
    except UserError as error:
        wrong["ends"] = error
    else:
        if period.ends < today:
            wrong["ends"] = UserError("It would be over already. Choose a day that lies ahead.")
    if wrong:
        raise FormError(wrong)
    return period
