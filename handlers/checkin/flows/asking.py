"""Whether somebody is asked now, about which rounds, or why not."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.due import rounds_of
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.asked import Card, DueRound, card_key
from handlers.kit.holidays import holiday
from handlers.kit.reader import Reader
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.checkin import Round
from storage.schedule import Occurrence
from storage.team import Member

Group = Sequence[Occurrence]  # of one kind, one person and one moment: it goes out as one card


@dataclass(frozen=True, slots=True)
class _Facts:
    """What decides whether somebody is asked. `parts`, by team: what they have to answer."""

    latest: Mapping[str, Round]
    parts: Mapping[str, DueRound]
    teams: frozenset[str]
    unfit: str | None
    away: str | None


async def grouped(session: AsyncSession, batch: Group, now: datetime) -> list[Group]:
    """What is due of these people now, each person's teams together, others' claims included."""
    rows = await schedule.together(session, batch[0].kind, {row.member_id for row in batch})
    groups: dict[str, list[Occurrence]] = defaultdict(list)
    for row in rows:
        if row.due_at <= now:
            groups[row.member_id].append(row)
    return list(groups.values())


async def prompt(session: AsyncSession, group: Group, reader: Reader, now: datetime) -> Card | None:
    """Settle prompts, or put them off; the card to send, if one is."""
    facts = await _facts(session, group, reader, now)
    why = {row: _why_not(row, facts, now, away.ANSWERED_EARLY) for row in group}
    later = cadence.send_at(min(row.first_due_at for row in group), now, reader.zone)
    for row in [r for r in group if why[r] is None and later > now]:
        if later < facts.latest[row.team_id].closes_at:
            schedule.put_off(row, later)
            del why[row]
        else:
            why[row] = away.ROUND_OVER
    return await _settled(session, why, facts, now)


async def remind(session: AsyncSession, group: Group, reader: Reader, now: datetime) -> Card | None:
    """Settle reminders; the card to send, if one is. A reminder that was missed stays unsent."""
    facts = await _facts(session, group, reader, now)
    paused = await _not_to_remind(session, group, now)
    why: dict[Occurrence, str | None] = {}
    for row in group:
        if cadence.is_late(row.first_due_at, now):
            why[row] = away.MISSED
        else:
            reason = _why_not(row, facts, now, away.NOTHING_MISSING)
            why[row] = reason or paused.get(row.team_id)
    return await _settled(session, why, facts, now)


async def _facts(session: AsyncSession, group: Group, reader: Reader, now: datetime) -> _Facts:
    asked = [row.team_id for row in group]
    member = (await teams.members(session, [reader.id])).get(reader.id)
    latest = await rounds.latest_rounds(session, asked, now.date() - cadence.REMEMBERED)
    parts = await rounds_of(session, reader.id, now)
    today = await asyncio.to_thread(holiday, reader.day(now), reader.zone)
    return _Facts(
        latest=latest,
        parts={part.team_id: part for part in parts},
        teams=frozenset(team.id for team in await teams.teams_of(session, reader.id)),
        unfit=_unfit(member),
        away=_away(member, now, today),
    )


def _unfit(member: Member | None) -> str | None:
    if member is None:
        return None
    return away.DEACTIVATED if member.deleted else away.BOT if member.is_bot else None


def _away(member: Member | None, now: datetime, today: str | None) -> str | None:
    if member is None:
        return away.away_reason(now, None, "", "", today)
    return away.away_reason(now, member.away_until, member.status_emoji, member.status_text, today)


def _why_not(row: Occurrence, facts: _Facts, now: datetime, answered: str) -> str | None:
    """Why this occurrence asks nobody; None when it does."""
    round_ = facts.latest.get(row.team_id)
    if round_ is None or round_.day != row.day or _is_over(round_, now):
        return away.ROUND_OVER
    if facts.unfit:
        return facts.unfit
    part = facts.parts.get(row.team_id)
    if part is None:
        return away.NO_KEY_RESULTS if row.team_id in facts.teams else away.LEFT
    return facts.away if part.missing else answered


def _is_over(round_: Round, now: datetime) -> bool:
    return round_.closed_at is not None or round_.closes_at <= now


async def _not_to_remind(
    session: AsyncSession, group: Group, now: datetime
) -> dict[str, str | None]:
    """Teams whose prompt has only just come, or was left out because the person was away."""
    since = min(row.day for row in group)
    prompts = await schedule.of_member(session, [cadence.PROMPT], group[0].member_id, since)
    return {p.team_id: _pause(p, now) for p in prompts}


def _pause(prompt_: Occurrence, now: datetime) -> str | None:
    if away.is_neutral(prompt_.reason):
        return prompt_.reason
    recent = prompt_.settled_at is None or prompt_.settled_at > now - cadence.PAUSE
    return away.JUST_PROMPTED if prompt_.state in ("due", "done") and recent else None


async def _settled(
    session: AsyncSession, why: Mapping[Occurrence, str | None], facts: _Facts, now: datetime
) -> Card | None:
    for row, reason in why.items():
        schedule.settle(row, now, skipped=reason)
        if reason is not None and away.is_neutral(reason):
            await rounds.note_skipped(session, (row.team_id, row.day), row.member_id, reason)
    asked = [row for row, reason in why.items() if reason is None]
    return card_of(asked, facts.parts) if asked else None


def card_of(rows: Group, parts: Mapping[str, DueRound]) -> Card:
    """The card that settled these occurrences, as it stands."""
    first = rows[0]
    return Card(
        key=card_key(first.kind, first.team_id, first.day, first.member_id),
        kind=first.kind,
        is_late=any(cadence.is_late(r.first_due_at, r.settled_at or r.due_at) for r in rows),
        rounds=[parts[row.team_id] for row in rows],
    )
