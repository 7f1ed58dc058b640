"""Whether somebody is asked now, about which rounds, or why not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.off import Off, off_on
from handlers.checkin.flows import holding, reminding
from handlers.checkin.flows.due import latest_of, parts_of
from handlers.checkin.flows.ways import with_ways
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.asked import Card, DueRound, card_key, snoozed_key
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.schedule.rules.trying import FAILED
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.checkin_reading import Latest
from storage.schedule import Occurrence
from storage.team import Member, TeamMember

Group = Sequence[Occurrence]  # of one kind, one person and one moment: it goes out as one card
Why = dict[Occurrence, str | None]  # why it asks nobody; None: it does


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether people are asked. `parts`: person -> team -> what is asked of them."""

    latest: Mapping[str, Latest]
    parts: Mapping[str, Mapping[str, DueRound]]
    teams: Mapping[str, Sequence[TeamMember]]
    people: Mapping[str, Member]
    away: Mapping[str, str | None]
    days: Mapping[str, date]  # what the walls of those who may be asked say
    off: Sequence[Off]
    stand_ins: Collection[str]


async def grouped(session: AsyncSession, batch: Group, now: datetime) -> dict[str, Group]:
    """What is due of these people now: all teams of each, whoever has claimed them."""
    rows = await schedule.together(session, batch[0].kind, {row.member_id for row in batch})
    groups: dict[str, list[Occurrence]] = defaultdict(list)
    for row in rows:
        if row.due_at <= now:
            groups[row.member_id].append(row)
    return dict(groups)


async def prompt(
    session: AsyncSession,
    groups: Mapping[str, Group],
    readers: Mapping[str, Reader],
    now: datetime,
) -> dict[str, Card]:
    """Settle prompts, or put them off; the cards to send, by person."""
    facts = await facts_of(session, groups, readers, now)
    why: Why = {}
    for person, group in groups.items():
        why |= _prompted(group, facts, readers[person], now)
    return await settled(session, why, facts, now)


def _prompted(group: Group, facts: Facts, reader: Reader, now: datetime) -> Why:
    """Without those that are put off."""
    why = {row: why_not(row, facts, now, away.ANSWERED_EARLY) for row in group}
    asking = [row for row in group if why[row] is None]
    if holding.held(asking, facts.people, facts.latest, now):
        return {row: reason for row, reason in why.items() if reason is not None}
    later = cadence.send_at(min(map(holding.meant_at, group)), now, reader.zone)
    for row in [r for r in asking if later > now]:
        if later < facts.latest[row.team_id].closes_at:
            schedule.put_off(row, later)
            del why[row]
        else:
            why[row] = _too_late(row)
    return why


async def remind(
    session: AsyncSession,
    groups: Mapping[str, Group],
    readers: Mapping[str, Reader],
    now: datetime,
) -> dict[str, Card]:
    """Settle reminders; the cards to send, by person. One that was missed stays unsent."""
    facts = await facts_of(session, groups, readers, now)
    why: Why = {}
    for row in (row for group in groups.values() for row in group):
        missed = away.MISSED if cadence.is_late(holding.meant_at(row), now) else None
        why[row] = missed or why_not(row, facts, now, away.NOTHING_MISSING)
    spared, unasked = await reminding.reasons(session, _asking(why), facts.people, now)
    why |= spared
    _hold_reminders(groups, why, facts, now)
    asked = _asking(why)
    often = await reminding.too_often(session, cards_for(asked, facts), readers, now)
    why |= reminding.without(asked, often)
    return reminding.called_first(await settled(session, why, facts, now), unasked)


def _asking(why: Why) -> list[Occurrence]:
    return [row for row, reason in why.items() if reason is None]


def _hold_reminders(groups: Mapping[str, Group], why: Why, facts: Facts, now: datetime) -> None:
    """What would disturb waits, or is left out where it could come too late to be of use."""
    for group in groups.values():
        asking = [row for row in group if why[row] is None]
        if holding.held(asking, facts.people, facts.latest, now):
            for row in asking:
                del why[row]
        elif holding.disturbs(asking, facts.people, now):
            why |= dict.fromkeys(asking, away.QUIET)


async def facts_of(
    session: AsyncSession,
    groups: Mapping[str, Group],
    readers: Mapping[str, Reader],
    now: datetime,
) -> Facts:
    """In as many statements for a thousand people as for one."""
    asked = {row.team_id for group in groups.values() for row in group}
    people = await teams.members(session, groups)
    latest = await latest_of(asked, now).read(session)
    krs = await okr.key_results(session, now, team_ids=asked)
    there = await teams.members_of(session, asked)
    members = {id_: [m.member_id for m in there[id_]] for id_ in asked}
    whose = {kr.owner_id for kr in krs}.union(*members.values())
    gone = await absence.absences(session, readers, people, whose, now)
    names = await teams.names(session, asked)
    parts = await parts_of(session, krs, latest, members, names, gone.instead)
    return Facts(
        latest=latest,
        parts=parts,
        teams=there,
        people=people,
        away=gone.why,
        days={id_: reader.day(now) for id_, reader in readers.items()},
        off=await absence.days_off(now).read(session),
        stand_ins=gone.named,
    )


def _unfit(member: Member | None) -> str | None:
    if member is not None and member.deleted:
        return away.DEACTIVATED
    return away.BOT if member is not None and member.is_bot else None


def _too_late(row: Occurrence) -> str:
    """What had failed until then is not told as if nobody had been to blame."""
    return FAILED if row.reason == FAILED else away.ROUND_OVER


def why_not(row: Occurrence, facts: Facts, now: datetime, answered: str) -> str | None:
    """Why this occurrence asks nobody; None when it does."""
    round_ = facts.latest.get(row.team_id)
    if round_ is None or round_.day != row.day or _is_over(round_, now):
        return _too_late(row)
    return unasked(row, facts, answered)


def unasked(row: Occurrence, facts: Facts, answered: str) -> str | None:
    """The same, of a round that takes answers, be it late ones."""
    unfit = _unfit(facts.people.get(row.member_id))
    if unfit:
        return unfit
    part = facts.parts.get(row.member_id, {}).get(row.team_id)
    if part is None:
        return _has_no_part(row, facts)
    if part.skipped is not None:
        return away.SKIPPED
    if not part.waits:
        return _stood_in(row, part, facts) or answered
    off = off_on(facts.off, row.team_id, *reminding.days_for(row, facts.days[row.member_id]))
    return facts.away[row.member_id] or (off.reason if off else None)


def _stood_in(row: Occurrence, part: DueRound, facts: Facts) -> str | None:
    """Why they are away, if it was somebody else who answered for them."""
    others = any(kr.author_id != row.member_id for kr in part.answered)
    return facts.away[row.member_id] if others else None


def _has_no_part(row: Occurrence, facts: Facts) -> str:
    if any(m.member_id == row.member_id for m in facts.teams[row.team_id]):
        return away.NO_KEY_RESULTS
    return away.NOT_NEEDED if row.member_id in facts.stand_ins else away.LEFT


def _is_over(round_: Latest, now: datetime) -> bool:
    return round_.closed_at is not None or round_.closes_at <= now


async def settled(session: AsyncSession, why: Why, facts: Facts, now: datetime) -> dict[str, Card]:
    """Settle these; the cards of those that ask, by person."""
    ends = {row: (reason, None if reason else row.reason) for row, reason in why.items()}
    for skipped, held in set(ends.values()):
        rows = [row for row, end in ends.items() if end == (skipped, held)]
        await schedule.settle_all(session, rows, now, skipped=skipped, held=held)
    left_out = await reminding.left_out(session, why)
    await rounds.note_skipped(
        session, {((row.team_id, row.day), row.member_id): left_out[row] for row in left_out}
    )
    await rounds.take_part_again(session, _reminded(why), but=away.SKIPPED)
    cards = cards_for(_asking(why), facts)
    return dict(zip(cards, await with_ways(session, cards.items()), strict=True))


def _reminded(why: Why) -> list[tuple[tuple[str, date], str]]:
    """Who is reminded, and in which round: a pause that left an earlier reminder out is over."""
    asking = (row for row in _asking(why) if row.kind != cadence.PROMPT)
    return [((row.team_id, row.day), row.member_id) for row in asking]


def cards_for(rows: Iterable[Occurrence], facts: Facts) -> dict[str, Card]:
    """What these people are sent: one card each."""
    asked: dict[str, list[Occurrence]] = defaultdict(list)
    for row in rows:
        asked[row.member_id].append(row)
    return {person: card_of(theirs, facts.parts[person]) for person, theirs in asked.items()}


def card_of(rows: Group, parts: Mapping[str, DueRound]) -> Card:
    """The card that settled these occurrences, as it stands."""
    first = rows[0]
    return Card(
        key=key_of(first),
        kind=first.kind,
        is_late=first.kind != cadence.SNOOZED and any(map(_is_late, rows)),
        rounds=[parts[row.team_id] for row in rows],
    )


def _is_late(row: Occurrence) -> bool:
    return cadence.is_late(holding.meant_at(row), row.settled_at or row.due_at)


def key_of(first: Occurrence) -> str:
    """The outbox's name for the card that settles this occurrence, and others after it."""
    place = (first.team_id, first.day, first.member_id)
    if first.kind == cadence.SNOOZED:
        return snoozed_key(*place, first.first_due_at)
    return card_key(first.kind, *place)
