"""What people said that they would do, and whether it happened."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.question.rules import REMEMBERED, Kept, Promise, kept_of
from storage import question as storage
from storage.question import Key, Reply


async def promises(
    session: AsyncSession, keys: Collection[Key], member_id: str
) -> dict[Key, list[Promise]]:
    """What this person promised last before each of these rounds, with what they said of it.

    Of a round that they left out nothing comes back twice: the last one before it counts.
    """
    found: dict[Key, list[Promise]] = {key: [] for key in keys}
    if not keys:
        return found
    since = min(day for _, day in keys) - REMEMBERED
    rows = await storage.promised_by(session, [team for team, _ in keys], member_id, since)
    for team_id, day in keys:
        before = [row for row in rows if row.team_id == team_id and row.day < day]
        last = max((row.day for row in before), default=None)
        found[team_id, day] = [_promise(row) for row in before if row.day == last]
    return found


async def promised_in(session: AsyncSession, keys: Collection[Key]) -> dict[Key, list[Promise]]:
    """What everybody promised in these rounds, and whether it happened."""
    found: dict[Key, list[Promise]] = {key: [] for key in keys}
    for row in await storage.promised(session, keys) if keys else ():
        found[row.team_id, row.day].append(_promise(row))
    return found


async def keep(
    session: AsyncSession, member_id: str, told: Mapping[tuple[Key, str], Kept | None]
) -> None:
    """What this person says of their own promises, by round and question; None takes it back."""
    places: dict[Kept | None, list[tuple[Key, str]]] = defaultdict(list)
    for place, kept in sorted(told.items(), key=str):
        places[kept].append(place)
    for kept, of_it in places.items():
        await storage.set_kept(session, member_id, of_it, kept)


def _promise(row: Reply) -> Promise:
    return Promise(
        row.team_id, row.day, row.member_id, row.question_id, row.text, kept_of(row.kept)
    )
