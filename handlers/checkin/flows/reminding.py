"""Who of those that a reminder is due for is spared it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.ways import next_begins
from handlers.checkin.rules import away, cadence, snooze
from handlers.checkin.rules.asked import Card, DueRound, Key, card_key
from handlers.checkin.rules.reminding import LATELY_IS, Spared, spared
from handlers.kit.reader import Reader
from handlers.nudge import flows as nudge
from handlers.nudge.rules import Ask
from handlers.okr import flows as okr
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence
from storage.team import Member

Place = tuple[str, Key]  # a person, and a round


async def reasons(
    session: AsyncSession,
    rows: Sequence[Occurrence],
    people: Mapping[str, Member],
    now: datetime,
) -> tuple[dict[Occurrence, str | None], set[Place]]:
    """Why each of these reminders is not sent; None: it is. And for whom it is no reminder, since
    nothing has asked them yet. Three statements for any number.
    """
    if not rows:
        return {}, set()
    ids = {row.member_id for row in rows}
    known = await schedule.of_members(session, cadence.ASKING, ids, min(row.day for row in rows))
    updated = await okr.moved_since(session, ids, now - LATELY_IS)
    recent, first = _recent(known, now), _never_asked(known)
    again = await _again(session, known)
    found: dict[Occurrence, str | None] = {}
    for row in rows:
        about = _about(row, people, again, first, updated)
        found[row] = recent.get(_place(row)) or spared(row.kind, about, now)
    return found, set(map(_place, rows)) - {_place(row) for row in known if row.state == "done"}


def _about(
    row: Occurrence,
    people: Mapping[str, Member],
    again: Mapping[Place, datetime],
    first: Collection[Place],
    updated: Collection[str],
) -> Spared:
    """What is known of whom this reminds; of a first card only that it was put off."""
    who, person = _place(row), people.get(row.member_id)
    if person is None or who in first:
        return Spared(again_at=again.get(who))
    return Spared(person.reminders, again.get(who), row.member_id in updated)


def _place(row: Occurrence) -> Place:
    return (row.member_id, (row.team_id, row.day))


def days_for(row: Occurrence, today: date) -> tuple[date, ...]:
    """The days of which one that is off leaves this out. That of its round leaves out the prompt,
    wherever it comes; what follows comes on days of its own.
    """
    return (row.day, today) if row.kind == cadence.PROMPT else (today,)


async def _again(session: AsyncSession, known: Iterable[Occurrence]) -> dict[Place, datetime]:
    """When whoever has put their card off is asked again, and will be."""
    put_off = [row for row in known if row.kind == cadence.SNOOZED and row.state == "due"]
    begins = await next_begins(session, {row.team_id for row in put_off})
    return {
        _place(row): row.due_at
        for row in put_off
        if snooze.comes(row.due_at, begins.get(row.team_id))
    }


def _recent(known: Iterable[Occurrence], now: datetime) -> dict[Place, str]:
    """Where a card has only just come."""
    found: dict[Place, str] = {}
    for row in known:
        reason = _pause(row, now)
        if reason is not None:
            found[_place(row)] = reason
    return found


def _never_asked(known: Iterable[Occurrence]) -> set[Place]:
    """Who was away when their card was due: what they get now is their first, and no reminder."""
    known = list(known)
    gone = {_place(r) for r in known if r.kind == cadence.PROMPT and away.is_neutral(r.reason)}
    return gone - {_place(row) for row in known if row.state == "done"}


def _pause(row: Occurrence, now: datetime) -> str | None:
    if row.kind not in (cadence.PROMPT, cadence.SNOOZED):
        return None
    recent = row.settled_at is None or row.settled_at > now - cadence.PAUSE
    waits = row.kind == cadence.PROMPT and row.state == "due"
    return away.JUST_PROMPTED if (waits or row.state == "done") and recent else None


def called_first(cards: Mapping[str, Card], unasked: Collection[Place]) -> dict[str, Card]:
    """What goes out as reminders, by person; each with whether it is the first after all."""
    return {
        id_: replace(card, is_first=all((id_, part.key) in unasked for part in card.rounds))
        for id_, card in cards.items()
    }


async def too_often(
    session: AsyncSession, cards: Mapping[str, Card], readers: Mapping[str, Reader], now: datetime
) -> dict[str, str]:
    """Of these people, those who were asked enough already, and how."""
    asks = asks_of(cards, readers)
    found = await nudge.may_nudge(session, asks, now)
    return {person: why for (person, _), why in found.items() if why is not None}


def asks_of(cards: Mapping[str, Card], readers: Mapping[str, Reader]) -> list[Ask]:
    """What the ledger has to know of these cards, by person."""
    return [
        Ask(id_, card.key, card.kind, readers[id_].zone, _numbers(card))
        for id_, card in cards.items()
    ]


async def foreseen(
    session: AsyncSession,
    parts: Mapping[Occurrence, DueRound],
    reader: Reader,
    now: datetime,
) -> dict[Occurrence, str | None]:
    """Which of these reminders of one person they will be spared when they are due, and why, as
    things stand; or will be too much, by what they were asked until now: after a move east one can
    come on the day of its card.
    """
    rows = list(parts)
    asks = [
        (
            Ask(
                reader.id,
                card_key(row.kind, *parts[row].key, reader.id),
                row.kind,
                reader.zone,
                tuple(kr.number for kr in parts[row].missing),
            ),
            row.due_at,
        )
        for row in rows
    ]
    too_much = await nudge.foreseen(session, asks, now)
    spares = await _spares(session, rows)
    return {row: spares[row] or why for row, why in zip(rows, too_much, strict=True)}


async def _spares(
    session: AsyncSession, rows: Sequence[Occurrence]
) -> dict[Occurrence, str | None]:
    """Why each of these will be spared when it is due; None: it will not."""
    if not rows:
        return {}
    ids = {row.member_id for row in rows}
    known = await schedule.of_members(session, cadence.ASKING, ids, min(row.day for row in rows))
    people, first = await teams.members(session, ids), _never_asked(known)
    again = await _again(session, known)
    found: dict[Occurrence, str | None] = {}
    for at in {row.due_at for row in rows}:
        updated = await okr.moved_since(session, ids, at - LATELY_IS)
        for row in (row for row in rows if row.due_at == at):
            found[row] = spared(row.kind, _about(row, people, again, first, updated), at)
    return found


def _numbers(card: Card) -> tuple[int, ...]:
    return tuple(kr.number for kr in card.missing)


async def note_asked(
    session: AsyncSession, cards: Mapping[str, Card], readers: Mapping[str, Reader], now: datetime
) -> None:
    """These cards are sent: whatever nudges later knows."""
    await nudge.note(session, asks_of(cards, readers), now)


def without(rows: Collection[Occurrence], people: Mapping[str, str]) -> dict[Occurrence, str]:
    """The reminders of these people, each with the reason why it is left out."""
    return {row: people[row.member_id] for row in rows if row.member_id in people}


async def left_out(
    session: AsyncSession, why: Mapping[Occurrence, str | None]
) -> dict[Occurrence, str]:
    """Who is left out of their round: whoever is away, but for who has their card already, and of
    whom only a reminder falls on a day off.
    """
    gone = {row: reason for row, reason in why.items() if reason and away.is_neutral(reason)}
    off = {r for r, reason in gone.items() if r.kind != cadence.PROMPT and away.is_day_off(reason)}
    if not off:
        return gone
    since, people = min(row.day for row in off), {row.member_id for row in off}
    known = await schedule.of_members(session, cadence.ASKING, people, since)
    asked = {_place(row) for row in known if row.state == "done"}
    return {r: reason for r, reason in gone.items() if not (r in off and _place(r) in asked)}
