"""Putting a card off, and sending it again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows import holding
from handlers.checkin.flows.asking import Facts, Group, Why, facts_of, settled, unasked
from handlers.checkin.flows.cards import cards_of
from handlers.checkin.rules import away, cadence, snooze
from handlers.checkin.rules.asked import Card
from handlers.checkin.rules.snooze import Again, Until
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.schedule.flows import errand
from storage import schedule
from storage.schedule import Occurrence


async def put_off(
    session: AsyncSession, reader: Reader, key: str, until: Until, now: datetime
) -> Card | None:
    """Have this card sent again then; the last wish counts. The card as it stands now: one of
    which nothing waits is not put off; None: it is of an earlier round. UserError where the next
    round would have begun by then.
    """
    cards = await cards_of(session, reader.id, now)
    card = next((one for one in cards if one.key == key), None)
    if card is None or not card.waits:
        return card
    again = snooze.again(until, now, reader.zone, card.own)
    if not snooze.comes(again.at, card.begins):
        raise UserError(
            "By then the next check-in has begun, and this card would come too late. Choose an"
            " earlier moment, or answer now."
        )
    rows = [
        {
            "kind": cadence.SNOOZED,
            "team_id": part.team_id,
            "day": part.day,
            "member_id": reader.id,
            "wall_day": again.wall.date(),
            "wall_time": again.wall.time(),
            "zone": again.zone,
            "due_at": again.at,
        }
        for part in card.rounds
        if part.waits
    ]
    await schedule.anew(session, rows)
    if len(cards) > 1:
        await _redraw(session, [reader.id], now)
    return replace(card, again=Again(again.at, again.zone))


async def come_again(
    session: AsyncSession,
    groups: Mapping[str, Group],
    readers: Mapping[str, Reader],
    now: datetime,
) -> dict[str, Card]:
    """Settle what was put off; the cards to send, by person. The earlier ones say so no more.

    Whoever is away then is asked on the first day on which they are not.
    """
    facts = await facts_of(session, groups, readers, now)
    why: Why = {}
    for person, group in groups.items():
        why |= _decided(group, facts, readers[person], now)
    await _redraw(session, sorted(groups), now)
    return await settled(session, why, facts, now)


async def _redraw(session: AsyncSession, people: list[str], now: datetime) -> None:
    again = [errand(cadence.REFRESH, now, person=person) for person in people]
    await schedule.again(session, again)


def _decided(group: Group, facts: Facts, reader: Reader, now: datetime) -> Why:
    """Without those that are put off once more, and those for which their reader wants quiet."""
    why: Why = {}
    later = cadence.send_at(min(row.due_at for row in group), now, reader.zone)
    for row in group:
        reason = _why_not(row, facts)
        if away.is_neutral(reason):
            schedule.put_off(row, snooze.a_day_later(now, row.wall_time, reader.zone))
        elif reason is None and later > now:
            schedule.put_off(row, later)
        else:
            why[row] = reason
    if holding.held_again([r for r in why if why[r] is None], facts.people, facts.latest, now):
        return {row: reason for row, reason in why.items() if reason is not None}
    return why


def _why_not(row: Occurrence, facts: Facts) -> str | None:
    """A round that is over takes the answer as a late one, until the next one begins."""
    round_ = facts.latest.get(row.team_id)
    if round_ is None:
        return away.ROUND_OVER
    if round_.day != row.day:
        return snooze.NEXT_ROUND
    return unasked(row, facts, away.NOTHING_MISSING)
