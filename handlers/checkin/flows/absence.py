"""`/okr away`: whoever is away is skipped, and is not missed."""

from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.schedule.rules import moment
from storage import checkin as rounds

LONGEST: Final = timedelta(days=366)


def read_return(text: str, reader: Reader, now: datetime) -> datetime | None:
    """`until 2026-12-01` -> that midnight on the person's wall; `back` -> None. Else UserError."""
    words = text.lower().split()
    if words == ["back"]:
        return None
    if words[:1] == ["until"]:
        words = words[1:]
    if len(words) != 1:
        raise UserError(
            "Say until when: `/okr away until {day}` is the day you are back. When you are back"
            " sooner, type `/okr away back`.",
            day=(reader.day(now) + timedelta(days=7)).isoformat(),
        )
    return moment(_day(words[0], reader.day(now)), time(0), reader.zone)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UserError(
            "“{text}” is not a date that I can read. Write it like {day}.",
            text=text[:40],
            day=today.isoformat(),
        ) from None
    if not today < day <= today + LONGEST:
        raise UserError(
            "The day you are back has to lie ahead, within a year. Write it like {day}.",
            day=(today + timedelta(days=7)).isoformat(),
        )
    return day


async def set_away(session: AsyncSession, reader: Reader, until: datetime | None) -> None:
    """From now until then the person is skipped; None: they are back."""
    await rounds.set_away(session, reader.id, reader.name, until)
