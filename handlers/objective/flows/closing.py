"""Closing a KR: nobody is asked for it any more, and all that was said of it stays."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.objective.flows.following import hearers
from handlers.objective.flows.reading import krs_of, over, the_kr
from handlers.objective.flows.rights import refuse_strangers_to_kr
from handlers.objective.rules.state import OneKr
from handlers.okr.flows import no_such_kr, note
from handlers.okr.rules.audit import Changed, Noted, What, plain
from handlers.okr.rules.life import read_reason
from storage import okr_life


@dataclass(frozen=True, slots=True)
class ClosedKr:
    """A KR that counts no more, or again. `people`: whose lists change; `hear`: who is told."""

    one: OneKr
    noted: tuple[Noted, ...]
    people: frozenset[str]
    hear: frozenset[str]


async def close_kr(
    session: AsyncSession, reader: Reader, number: int, now: datetime, reason: str
) -> ClosedKr:
    """Close it. UserError for who may not, when it is closed already, and without a reason."""
    row = await okr_life.lock_kr(session, number)
    one = await the_kr(session, number, now)
    if row is None or one is None:
        raise no_such_kr(number)
    await refuse_strangers_to_kr(session, reader, one)
    if one.closed_at is not None:
        raise closed_already(number)
    why = read_reason(reason, field="why")
    await refuse_weightless(session, one, Decimal(0), now)
    row.closed_at = now
    changed = [Changed(What.CLOSED, plain(one.kr.value))]
    above = one.objective.number
    noted = await note(session, reader.id, now, above, changed, kr_number=number, reason=why)
    hear = await hearers(session, one) if one.is_open else set()
    after = await the_kr(session, number, now) or one
    people = {one.kr.owner_id, one.objective.owner_id, reader.id}
    return ClosedKr(after, tuple(noted), frozenset(people), frozenset(hear - {reader.id}))


async def reopen_kr(
    session: AsyncSession, reader: Reader, number: int, now: datetime, reason: str
) -> ClosedKr:
    """Let it count again. UserError for who may not, when it is open, and without a reason."""
    row = await okr_life.lock_kr(session, number)
    one = await may_reopen(session, reader, number, now)
    assert row is not None
    why = read_reason(reason, field="why")
    row.closed_at = None
    above, changed = one.objective.number, [Changed(What.REOPENED)]
    noted = await note(session, reader.id, now, above, changed, kr_number=number, reason=why)
    after = await the_kr(session, number, now) or one
    hear = await hearers(session, after) if after.is_open else set()
    people = {one.kr.owner_id, one.objective.owner_id, reader.id}
    return ClosedKr(after, tuple(noted), frozenset(people), frozenset(hear - {reader.id}))


async def may_reopen(session: AsyncSession, reader: Reader, number: int, now: datetime) -> OneKr:
    """The closed KR, where this person may open it again. UserError as in `reopen_kr`."""
    one = await the_kr(session, number, now)
    if one is None:
        raise no_such_kr(number)
    await refuse_strangers_to_kr(session, reader, one)
    if one.objective.closed_at is not None:
        raise over(one.objective)
    if one.closed_at is None:
        raise UserError("{kr} is open already; nothing was changed.", kr=f"KR-{number}")
    return one


def closed_already(number: int) -> UserError:
    return UserError(
        "{kr} is closed, so nothing was changed. `/okr show {kr}` says when and why.",
        kr=f"KR-{number}",
    )


async def refuse_weightless(
    session: AsyncSession, one: OneKr, weight: Decimal, now: datetime
) -> None:
    """UserError where with this weight no KR of its objective would weigh anything."""
    others = [
        other
        for other in await krs_of(session, one.objective.number, now)
        if other.kr.number != one.kr.number and other.closed_at is None
    ]
    if weight or not others or any(other.kr.weight for other in others):
        return
    raise UserError(
        "The other key results of O-{n} weigh 0, so it could not be counted together any more."
        " Give one of them a weight first: `/okr edit KR-{other}`.",
        n=str(one.objective.number),
        other=str(others[0].kr.number),
        field="weight",
    )
