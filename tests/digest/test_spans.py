"""From when until when a digest tells: nothing is left out between two, and nothing told twice."""

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.views import lines
from handlers.kit.text import Say
from storage import digest
from tests.digest.conftest import Furniture, friday, gathered


async def posted(session: AsyncSession, last: datetime) -> None:
    """A digest of the team at that moment."""
    before = {"team_id": "care", "day": last.date(), "since": last - timedelta(days=7)}
    kept = {"until": last, "outgoing_key": "x", "figures": {}}
    await digest.write_all(session, [before | kept])


async def test_a_late_checkin_is_in_the_next_digest(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    """It speaks of Wednesday, but was made after the digest."""
    team = await room.team(krs=1)
    last = friday(weeks=-1)
    await posted(session, last)
    await room.update(1, "30", last + timedelta(hours=2))
    (moved,) = (await gathered(session, team)).moved
    assert "first value: 30 %" in lines.moved(english, moved)


async def test_an_update_committed_while_its_digest_was_gathered_is_in_the_next(
    session: AsyncSession, room: Furniture
) -> None:
    team, last = await room.team(krs=2), friday(weeks=-1)
    await room.update(1, "20", last - timedelta(seconds=1))
    early = await gathered(session, team, last)
    await room.update(2, "30", last - timedelta(seconds=1))
    await posted(session, early.until)
    late = await gathered(session, team)
    assert [(m.after, m.updates) for m in early.krs] == [(None, 0), (None, 0)]
    assert [(m.after, m.updates) for m in late.krs] == [(Decimal(20), 1), (Decimal(30), 1)]


async def test_a_preview_tells_what_was_made_at_this_very_moment(
    session: AsyncSession, room: Furniture
) -> None:
    team = await room.team(krs=1)
    await room.update(1, "20", friday())
    contents = await gathered(session, team, to_post=False)
    assert [(m.after, m.updates) for m in contents.krs] == [(Decimal(20), 1)]
