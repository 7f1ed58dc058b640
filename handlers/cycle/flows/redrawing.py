"""Cards that show values: who has to see theirs anew after an update, and what they say then."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows import telling
from handlers.cycle.rules import due
from handlers.cycle.rules.card import Card
from handlers.cycle.rules.ended import Ended, owners
from handlers.deps import Moved, MovedKr, Soon, TakenBack
from handlers.outbox import flows as outbox
from storage import cycle as cycles
from storage import schedule
from storage.schedule import Occurrence


async def after_update(_: AsyncSession, moved: Moved) -> list[Soon]:
    """The owners of these KRs may have a card that shows what they stood at before."""
    return _soon(moved.updates, moved.now)


async def after_withdrawal(_: AsyncSession, taken: TakenBack) -> list[Soon]:
    """The card shows the value that counts again."""
    return _soon([taken.kr], taken.now)


async def after_objective(session: AsyncSession, person: str, now: datetime) -> None:
    """What this person owns was closed, or reads otherwise: a card that was sent follows."""
    days = await cycles.days_done(session, due.ASK, person, (now - due.MATTERS).date())
    await schedule.again(session, [_redraw(day, person, now) for day in days])


async def after_result(session: AsyncSession, found: Iterable[Ended], now: datetime) -> None:
    """The results of these are posted: no card says any more until when that takes answers."""
    cards = {(one.ends, person) for one in found for person in owners([one])}
    await schedule.again(session, [_redraw(ends, who, now) for ends, who in sorted(cards)])


def _soon(krs: Iterable[MovedKr], now: datetime) -> list[Soon]:
    """Until somebody can have been asked, nothing: that is most of a cycle."""
    cards = {(kr.cycle_ends, kr.owner_id) for kr in krs if due.may_be_asked(kr.cycle_ends, now)}
    return [_redraw(ends, person, now) for ends, person in sorted(cards)]


def _redraw(ends: date, person: str, now: datetime) -> Soon:
    wall = now.astimezone(UTC)
    return {
        "kind": due.REDRAW,
        "team_id": "",
        "day": ends,
        "member_id": person,
        "wall_day": wall.date(),
        "wall_time": wall.time(),
        "zone": "UTC",
        "due_at": now,
    }


async def sent_cards(
    session: AsyncSession, rows: Iterable[Occurrence], now: datetime
) -> list[tuple[Card, outbox.Payload | None]]:
    """The cards of these people that were sent, as they stand, with what each says by now."""
    people: dict[date, list[str]] = defaultdict(list)
    for row in rows:
        people[row.day].append(row.member_id)
    keys = [
        due.card_key(kind, d, who) for d in people for who in people[d] for kind in due.OF_PERSON
    ]
    there = await outbox.last_payloads(session, keys)
    found: list[Card] = []
    for day in people if there else ():
        found += await telling.cards(session, people[day], day, now)
    return [(card, there[card.key]) for card in found if card.key in there]
