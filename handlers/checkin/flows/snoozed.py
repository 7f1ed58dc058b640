"""Cards that were put off: which of them came again, and which one will."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.ways import next_begins
from handlers.checkin.rules import cadence, snooze
from handlers.checkin.rules.asked import Card, DueRound, card_key
from handlers.checkin.rules.snooze import Again
from storage import nudge as nudges
from storage.schedule import Occurrence


async def with_snoozed(
    session: AsyncSession,
    cards: Sequence[Card],
    rows: Collection[Occurrence],
    parts: Mapping[str, DueRound],
) -> list[Card]:
    """These cards, and each that came again; with when the next one comes, where one does.

    `rows` are what is planned of the person to come again, or was: of these `parts`.
    """
    mine = [r for r in rows if r.team_id in parts and parts[r.team_id].day == r.day]
    if not mine:
        return list(cards)
    names = await nudges.keys_of(session, mine[0].member_id, cadence.SNOOZED)
    came = [card for group in _groups(mine) for card in _came(group, names, parts)]
    waiting = [row for row in mine if row.state == "due"]
    begins = await next_begins(session, {row.team_id for row in waiting})
    coming = [row for row in waiting if snooze.comes(row.due_at, begins.get(row.team_id))]
    return [_put_off(card, coming) for card in (*cards, *came)]


def _groups(rows: Collection[Occurrence]) -> list[list[Occurrence]]:
    """What came, or comes, as one card."""
    return [list(group) for _, group in groupby(sorted(rows, key=_place), key=_moment)]


def _moment(row: Occurrence) -> datetime:
    return row.settled_at or row.due_at


def _place(row: Occurrence) -> tuple[datetime, str]:
    return (_moment(row), row.team_id)


def _came(
    group: Sequence[Occurrence], names: Sequence[str], parts: Mapping[str, DueRound]
) -> list[Card]:
    """Each time that this card was sent, it has another name."""
    starts = [card_key(cadence.SNOOZED, r.team_id, r.day, r.member_id) + ":" for r in group]
    rounds = [parts[row.team_id] for row in group]
    mine = [name for name in names if any(name.startswith(start) for start in starts)]
    return [Card(name, cadence.SNOOZED, is_late=False, rounds=rounds) for name in mine]


def _put_off(card: Card, rows: Collection[Occurrence]) -> Card:
    """What is due already, and only waits for its turn, is on its way."""
    keys = {round_.key for round_ in card.rounds if round_.waits}
    coming = [r for r in rows if (r.team_id, r.day) in keys]
    if not coming:
        return card
    first = min(coming, key=_place)
    return replace(card, again=Again(first.due_at, first.zone))
