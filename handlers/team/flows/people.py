"""The directory: what Slack says of people, and whose day that changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.statuses import away_by_status
from handlers.schedule.flows import errand
from handlers.team import rules
from storage import schedule
from storage import team as teams
from storage.team import Member

FRESH: Final = timedelta(days=1)


async def learn(
    session: AsyncSession, users: Iterable[Mapping[str, Any]], now: datetime
) -> list[str]:
    """Write down Slack's user objects; the teams whose plans that touches, all of them locked.

    A plan is touched when somebody in the team has another zone, or has left or come back. Whose
    status takes them for away no longer is followed by an errand.
    """
    facts = {f["id"]: f for f in map(rules.facts_of, users)}
    before = await teams.members(session, facts)
    moved = [id_ for id_, new in facts.items() if _moved(before.get(id_), new)]
    back = [id_ for id_, new in facts.items() if _is_back(before.get(id_), new)]
    await schedule.plan(session, [errand(rules.CHANGED, now, person=id_) for id_ in back])
    for id_, new in facts.items():
        known = before.get(id_)
        new["zone"] = new["zone"] or (known.zone if known else None)
        new["seen_at"] = now
    await teams.remember(session, list(facts.values()))
    return [team.id for team in await teams.lock(session, await teams.teams_with(session, moved))]


def _moved(known: Member | None, new: Mapping[str, Any]) -> bool:
    if known is None:
        return True
    away = known.deleted != new["deleted"]
    return away or (new["zone"] is not None and known.zone != new["zone"])


def _is_back(known: Member | None, new: Mapping[str, Any]) -> bool:
    """Whether their status said that they were away, and does no longer."""
    if known is None or not away_by_status(known.status_emoji, known.status_text):
        return False
    return not away_by_status(new["status_emoji"], new["status_text"])


async def not_fresh(session: AsyncSession, ids: Iterable[str], now: datetime) -> list[str]:
    """Of these people, those of whom we do not know, or have not heard for a day."""
    wanted = sorted(set(ids))
    known = await teams.members(session, wanted)
    return [i for i in wanted if i not in known or known[i].seen_at < now - FRESH]


async def unfit(session: AsyncSession, ids: Iterable[str]) -> dict[str, rules.Unfit]:
    """Of these people, those who cannot be in a team, and why."""
    found = {}
    for id_, member in (await teams.members(session, list(ids))).items():
        why = rules.unfit(
            is_bot=member.is_bot, deleted=member.deleted, is_stranger=member.is_stranger
        )
        if why is not None:
            found[id_] = why
    return found
