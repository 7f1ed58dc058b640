"""Asking each owner once for grades and lessons, and once more for what is missing."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.off_work import off_work
from handlers.cycle.flows.reading import ended
from handlers.cycle.rules import due
from handlers.cycle.rules.card import Card
from handlers.cycle.rules.ended import Ended, of_person
from handlers.kit.reader import Reader
from handlers.nudge import flows as nudge
from handlers.nudge.rules import OFF, Ask, Profile
from handlers.schedule.rules.trying import FAILED
from storage import cycle as cycles
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence
from storage.team import Member

Group = tuple[str, date]  # a person and the last day of the cycle: one card
Groups = Mapping[Group, Sequence[Occurrence]]
Posts = Mapping[tuple[str, date], Occurrence]

LEFT = "deactivated"
NOTHING = "no key results"
ANSWERED = "answered already"
MISSED = "missed"


@dataclass(frozen=True, slots=True)
class _Facts:
    ended: Sequence[Ended]
    posts: Posts
    people: Mapping[str, Member]
    off: Mapping[Group, str]  # why they do not work today, of those who are reminded


async def grouped(
    session: AsyncSession, batch: Sequence[Occurrence], now: datetime
) -> dict[Group, list[Occurrence]]:
    """What is due of these people now, all teams of each, whoever has claimed them."""
    groups: dict[Group, list[Occurrence]] = defaultdict(list)
    members = {row.member_id for row in batch}
    for row in await schedule.together(session, batch[0].kind, members):
        if row.due_at <= now:
            groups[row.member_id, row.day].append(row)
    return dict(groups)


async def ask(
    session: AsyncSession, groups: Groups, readers: Mapping[str, Reader], now: datetime
) -> list[Card]:
    """Settle what is due, or put it off into working hours and days; the cards to send."""
    facts = await _facts(session, groups, readers, now)
    cards: dict[Group, Card] = {}
    why: dict[Group, str | None] = {}
    for group, rows in groups.items():
        card = cards[group] = _card(group, rows, facts, now)
        zone = readers[card.member_id].zone
        off = facts.off.get(group)
        later = due.next_day(now, zone) if off else _send_at(rows, zone, now)
        reason = _why_not(card, facts)
        if reason is None and off and (card.until is None or later >= card.until):
            reason = off
        if reason is None and later > now:
            for row in rows:
                schedule.put_off(row, later, because=off)
            continue
        why[group] = reason
    why |= await _refused(session, [cards[g] for g in why if why[g] is None], readers, now)
    await _settle(session, {row: why[group] for group in why for row in groups[group]}, now)
    sent = [cards[group] for group, reason in why.items() if reason is None]
    await nudge.note(session, _asks(sent, readers), now)
    return sent


async def _refused(
    session: AsyncSession, cards: Sequence[Card], readers: Mapping[str, Reader], now: datetime
) -> Mapping[Group, str | None]:
    """Who has been asked too often for a reminder; the card itself comes in any case."""
    reminders = [card for card in cards if card.kind == due.REMIND]
    found = await nudge.may_nudge(session, _asks(reminders, readers), now)
    return {(c.member_id, c.ends): found[c.member_id, c.key] for c in reminders}


def _asks(cards: Sequence[Card], readers: Mapping[str, Reader]) -> list[Ask]:
    return [
        Ask(c.member_id, c.key, c.kind, readers[c.member_id].zone, c.owed.grades) for c in cards
    ]


async def _settle(
    session: AsyncSession, why: Mapping[Occurrence, str | None], now: datetime
) -> None:
    for reason in dict.fromkeys(why.values()):
        rows = [row for row, one in why.items() if one == reason]
        await schedule.settle_all(session, rows, now, skipped=reason)


def _send_at(rows: Iterable[Occurrence], zone: str, now: datetime) -> datetime:
    return due.send_at(min(map(_meant_at, rows)), now, zone)


def _meant_at(row: Occurrence) -> datetime:
    """When it should be sent: what waited for a day of work is not late."""
    return row.due_at if row.reason not in (None, FAILED) else row.first_due_at


async def _facts(
    session: AsyncSession, groups: Groups, readers: Mapping[str, Reader], now: datetime
) -> _Facts:
    """In as many statements for a thousand people as for one."""
    days = {day for _, day in groups}
    found = await ended(session, now, ends=days)
    people = await teams.members(session, {person for person, _ in groups})
    reminded = {g: rows for g, rows in groups.items() if rows[0].kind == due.REMIND}
    return _Facts(
        ended=found,
        posts=await posts_of(session, found),
        people=people,
        off=await off_work(session, reminded, readers, people, now) if reminded else {},
    )


async def posts_of(session: AsyncSession, found: Iterable[Ended]) -> Posts:
    """When the results of these are posted, by team and last day."""
    keys = {(one.team_id, one.ends) for one in found}
    if not keys:
        return {}
    team_ids, days = {id_ for id_, _ in keys}, {day for _, day in keys}
    return await cycles.posts(session, due.POST, team_ids, days)


async def posted(session: AsyncSession, found: Collection[Ended]) -> list[Ended]:
    """Those whose result is posted already, or closed without one."""
    posts = await posts_of(session, found)
    return [
        one
        for one in found
        if one.is_closed
        and ((row := posts.get((one.team_id, one.ends))) is None or row.state != "due")
    ]


def _card(group: Group, rows: Sequence[Occurrence], facts: _Facts, now: datetime) -> Card:
    person, day = group
    late = any(due.is_late(_meant_at(row), now) for row in rows)
    of_day = [one for one in facts.ended if one.ends == day]
    return card_of(rows[0].kind, person, day, of_day, facts.posts, is_late=late)


def card_of(
    kind: str, person: str, day: date, found: Iterable[Ended], posts: Posts, *, is_late: bool
) -> Card:
    """The card of this person about these objectives."""
    theirs = of_person(found, person)
    return Card(kind, person, day, theirs, until_of(theirs, posts), is_late)


def until_of(found: Collection[Ended], posts: Posts) -> datetime | None:
    """When the first of their results is posted; None when all of them are, or never will be."""
    moments = [
        row.due_at
        for one in found
        if (row := posts.get((one.team_id, one.ends))) is not None and row.state == "due"
    ]
    return min(moments, default=None)


def _why_not(card: Card, facts: _Facts) -> str | None:
    """Why this card is not sent; None when it is."""
    member = facts.people.get(card.member_id)
    if member is not None and (member.deleted or member.is_bot):
        return LEFT
    if not card.ended:
        return NOTHING
    if card.is_done:
        return ANSWERED
    if card.kind != due.REMIND:
        return None
    if member is not None and member.reminders == Profile.OFF:
        return OFF
    return MISSED if card.is_late else None
