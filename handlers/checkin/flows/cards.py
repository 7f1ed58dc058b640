"""The cards that somebody has been sent, as they stand now."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.flows.asking import card_of
from handlers.checkin.flows.counted import as_counted
from handlers.checkin.flows.due import latest_of, rounds_of
from handlers.checkin.flows.known import given_by
from handlers.checkin.flows.snoozed import with_snoozed
from handlers.checkin.flows.ways import with_ways
from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Card, DueRound
from handlers.okr import flows as okr
from handlers.schedule.flows import errand
from storage import schedule
from storage import team as teams
from storage.checkin_answering import note_answered
from storage.checkin_reading import answered
from storage.schedule import Occurrence


async def cards_of(session: AsyncSession, member_id: str, now: datetime) -> list[Card]:
    """Every card about this person's latest rounds, with what is answered by now.

    Also one of which nothing is left: all that it asked for was closed, or given to others.
    """
    return await _cards(session, member_id, await rounds_of(session, member_id, now), now)


async def drawn_anew(session: AsyncSession, member_id: str, now: datetime) -> list[Card]:
    """The same after something was answered; that nothing is missing any more is written down."""
    mine = await rounds_of(session, member_id, now)
    whole = [part for part in mine if not (part.missing or part.is_skipped)]
    if whole and not await _stood_in_for(session, member_id, whole, now):
        keys = [(part.team_id, part.day) for part in whole]
        numbers = [kr.number for part in whole for kr in part.answered]
        await note_answered(session, member_id, keys, numbers)
    return await _cards(session, member_id, mine, now)


async def _stood_in_for(
    session: AsyncSession, member_id: str, whole: Sequence[DueRound], now: datetime
) -> bool:
    """Whether they are away, and others have answered in their place: they have not."""
    authors = {kr.author_id for part in whole for kr in part.answered}
    if not authors or member_id in authors:
        return False
    known = (await teams.members(session, [member_id])).get(member_id)
    return known is not None and absence.is_away(known, now) is not None


async def _cards(
    session: AsyncSession, member_id: str, mine: Sequence[DueRound], now: datetime
) -> list[Card]:
    parts = {part.team_id: part for part in await as_counted(session, mine, now)}
    since = now.date() - cadence.REMEMBERED
    rows = await schedule.of_members(session, cadence.ASKING, [member_id], since)
    others = {row.team_id for row in rows if row.state == "done"} - parts.keys()
    parts |= await _nothing_left(session, member_id, others, now) if others else {}
    parts = await _with_others(session, parts, now)
    planned = [row for row in rows if row.kind != cadence.SNOOZED]
    sent = sorted((r for r in planned if _is_about(r, parts)), key=_sending)
    groups = [list(group) for _, group in groupby(sent, key=_moment)]
    done = [row for row in rows if row.state == "done"]
    cards = [replace(card_of(group, parts), is_first=_is_first(group, done)) for group in groups]
    snoozed = [row for row in rows if row not in planned]
    every = await with_snoozed(session, cards, snoozed, parts)
    return await with_ways(session, [(member_id, card) for card in every])


async def _nothing_left(
    session: AsyncSession, member_id: str, team_ids: Collection[str], now: datetime
) -> dict[str, DueRound]:
    """The latest rounds of teams that ask nothing of this person any more."""
    latest = await latest_of(team_ids, now).read(session)
    known = await answered([(id_, one.day) for id_, one in latest.items()]).read(session)
    gave = {id_: given_by(member_id, id_, known) for id_ in latest}
    return {
        id_: DueRound(id_, "", one.day, one.closes_at, [], [], bool(one.closed_at), gave=gave[id_])
        for id_, one in latest.items()
    }


async def _with_others(
    session: AsyncSession, parts: dict[str, DueRound], now: datetime
) -> dict[str, DueRound]:
    """What this person has answered for others stays on their card, whoever is asked for it now."""
    shown = {kr.number for part in parts.values() for kr in (*part.answered, *part.missing)}
    numbers = {n for part in parts.values() for n in part.gave} - shown
    if not numbers:
        return parts
    krs = await okr.key_results(session, now, numbers=numbers)
    return {
        id_: replace(part, others=tuple(kr for kr in krs if kr.team_id == id_))
        for id_, part in parts.items()
    }


async def refresh(session: AsyncSession, member_id: str, now: datetime) -> None:
    """What this person owns has changed: their cards ask for what is left of it."""
    await schedule.again(session, [errand(cadence.REFRESH, now, person=member_id)])


def _is_about(row: Occurrence, parts: dict[str, DueRound]) -> bool:
    part = parts.get(row.team_id)
    return row.state == "done" and part is not None and part.day == row.day


def _is_first(group: Sequence[Occurrence], done: Collection[Occurrence]) -> bool:
    """Whether nothing was sent before it about any of its rounds."""
    places, sent_at = {(row.team_id, row.day) for row in group}, group[0].settled_at
    others = (row.settled_at for row in done if (row.team_id, row.day) in places)
    return not any(at and sent_at and at < sent_at for at in others)


def _moment(row: Occurrence) -> tuple[str, datetime | None]:
    """What settled together went out as one card."""
    return (row.kind, row.settled_at)


def _sending(row: Occurrence) -> tuple[str, str, str]:
    return (row.kind, str(row.settled_at), row.team_id)


async def card_named(session: AsyncSession, member_id: str, key: str, now: datetime) -> Card | None:
    """The card that a button stands on; None when it is of an earlier week.

    Its button shows the new card by itself: when there is no other, nobody else need redraw it.
    """
    cards = await drawn_anew(session, member_id, now)
    found = next((card for card in cards if card.key == key), None)
    if found is not None and len(cards) == 1:
        await schedule.cancel(session, cadence.REFRESH, member_id)
    return found
