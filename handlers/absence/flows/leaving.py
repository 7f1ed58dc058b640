"""`/okr away`: from when until when somebody is away, and who stands in for them."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.flows.naming import check_stand_in
from handlers.absence.rules import CHANGED
from handlers.absence.rules.days import read_span
from handlers.absence.rules.leave import Leave
from handlers.kit.errors import UserError
from handlers.kit.mrkdwn import mentioned, readable
from handlers.kit.reader import Reader
from handlers.schedule.flows import errand, plan_errand
from handlers.schedule.rules import moment
from storage import absence as rows
from storage import schedule
from storage import team as teams
from storage.team import Member

_PERSON: Final = re.compile(r"<@[^<>\s]+>")
_SICK: Final = re.compile(
    r"(?:(?:off|on)\s+)?(?:sick(?:\s+leave)?|ill|unwell)\b|生病了?|病假|[请請]病假", re.IGNORECASE
)
_ON: Final = re.compile(r"\A(?:(?:on|from|by)\b|[在于於从從])\s*", re.IGNORECASE)
_NOBODY: Final = re.compile(r"(nobody|no one|none)\b|没有人|沒有人|无|無", re.IGNORECASE)


def read_leave(text: str, reader: Reader, now: datetime) -> Leave:
    """`until Monday @tom`, on the person's own walls. UserError as `read_span`.

    Whoever names nobody keeps the stand-in that they have; `nobody` takes it back.
    """
    typed = _in_order(text.strip(), reader.day(now))
    span = read_span(typed, reader.day(now), reader.say.locale, check=_read_stand_in)
    stand_in, keeps = _read_stand_in(span.rest)
    return Leave(
        begins=moment(span.first, time(0), reader.zone) if span.first else None,
        ends=moment(span.back, time(0), reader.zone),
        stand_in=stand_in,
        keeps=keeps,
    )


def not_back_then(text: str, reader: Reader, now: datetime) -> UserError:
    """What `/okr away back` says to a day: until then they are away."""
    day = _ON.sub("", text)
    try:
        until = read_leave(f"until {day}", reader, now)
    except UserError:
        return UserError(
            "I do not know what to do with “{typed}” here: type `/okr {verb}` alone.",
            typed=readable(text, {})[:40],
            verb="away back",
        )
    return UserError(
        "`/okr away back` ends your absence now. To be away until {day} copy `/okr away until"
        " {until}`.",
        day=reader.day(until.ends),
        until=reader.day(until.ends).isoformat(),
    )


def _in_order(text: str, today: date) -> str:
    """What was typed, with the days in front. UserError where there are none."""
    day = (today + timedelta(days=7)).isoformat()
    if sick := _SICK.match(text):
        text = text[sick.end() :].strip(" ,，")
        if not text:
            raise UserError(
                "Get well soon! For today alone copy `/okr away today`; for longer say until when,"
                " like `/okr away until {day}`.",
                day=day,
            )
    if (person := _PERSON.match(text)) is None:
        return text
    days = text[person.end() :].strip()
    if not days:
        raise UserError(
            "Say as well until when {name} stands in for you: `/okr away until {day} {name}`.",
            name=readable(person[0], {}),
            day=day,
        )
    return f"{days} {person[0]}"


def _read_stand_in(text: str) -> tuple[str | None, bool]:
    """Who is named behind the days, and whether the one who was named before is kept. UserError
    for anything else.
    """
    people = mentioned(text)
    rest = _PERSON.sub("", text).strip()
    nobody = _NOBODY.match(rest)
    left = rest[nobody.end() :].strip() if nobody else rest
    if left or len(people) > 1 or (people and nobody):
        raise UserError(
            "I do not know what “{text}” means here. Name one person to stand in for you, or"
            " nobody: `/okr away until Monday @name`.",
            text=readable(left or rest or text, {})[:40],
        )
    return (people[0] if people else None), not people and not nobody


async def leave(
    session: AsyncSession, reader: Reader, typed: Leave, before: Leave | None, now: datetime
) -> Leave:
    """They are away, and whoever stands in hears of it. UserError for who cannot stand in.

    `before`: the absence that they have planned or are in. It gives way, unless this one goes on
    from it.
    """
    typed, stand_in = typed.going_on(before), typed.stand_in
    if typed.keeps:
        known = (await teams.members(session, [reader.id])).get(reader.id)
        stand_in = known.stand_in if known else None
    elif stand_in:
        await check_stand_in(session, reader, stand_in)
    decided = {"away_from": typed.begins, "away_until": typed.ends, "stand_in": stand_in}
    await rows.set_away(session, reader.id, reader.name, **decided)
    changes = [errand(CHANGED, at, person=reader.id) for at in (now, typed.ends)]
    await schedule.plan(
        session, changes
    )  # rounds follow them when they leave, and when they return
    return Leave(typed.begins, typed.ends, stand_in)


async def come_back(session: AsyncSession, reader: Reader, now: datetime) -> None:
    """They are there again, and what they had planned is off; their stand-in stays named."""
    await rows.set_away(session, reader.id, reader.name, away_from=None, away_until=None)
    await plan_errand(session, CHANGED, now, person=reader.id)


async def leave_of(session: AsyncSession, member_id: str, now: datetime) -> Leave | None:
    """The absence that somebody has planned, or is in; None when there is none."""
    return leave_in((await teams.members(session, [member_id])).get(member_id), now)


async def left_alone(
    session: AsyncSession, member_id: str, left: Leave, now: datetime
) -> dict[str, Leave]:
    """For whom nobody stands in while this person is away, as they have named this one; with
    their own absence.
    """
    named_by = (await rows.around(member_id).read(session)).named_by
    theirs = {one.id: leave_in(one, now) for one in named_by if one.id != member_id}
    return {id_: one for id_, one in theirs.items() if one is not None and one.meets(left)}


def leave_in(known: Member | Row[Any] | None, now: datetime) -> Leave | None:
    """The same of somebody as the directory knows them."""
    if known is None or known.away_until is None or known.away_until <= now:
        return None
    begins = known.away_from if known.away_from and known.away_from > now else None
    return Leave(begins, known.away_until, known.stand_in)
