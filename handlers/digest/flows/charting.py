"""What a digest's chart draws, and handing the picture on."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.rules.due import days
from handlers.digest.rules.lines import Lines, lines_of
from handlers.okr import flows as okr
from handlers.outbox import flows as outbox
from storage import digest as digests
from storage import schedule
from storage.schedule import Due
from storage.team import Team


async def gather(session: AsyncSession, team: Team, due: Due, now: datetime) -> Lines | None:
    """The lines of the digest's chart; None when there is nothing to draw."""
    digest = await digests.of_day(session, team.id, due.day)
    if digest is None:
        return None
    krs = await okr.key_results(session, now, team_ids=[team.id])
    steps: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for update in await digests.steps(session, [kr.number for kr in krs], digest.until):
        steps[update.kr_number].append((update.day, update.value))
    shown = digest.figures
    first = {moved["kr"] for moved in shown["moved"]} | {int(n) for n in shown["help"]}
    _, end = days(digest.since, digest.until, team.zone)
    return lines_of(team.name, krs, steps, first, end)


async def hand_over(
    session: AsyncSession, due: Due, parent: str, file: dict[str, Any] | None, now: datetime
) -> None:
    """Put the picture into the digest's thread; without one the digest stands alone."""
    row = await schedule.get(session, due)
    if row is None:
        return
    if file is not None:
        await outbox.upload(session, f"{parent}:chart", parent, file, now)
    schedule.settle(row, now, skipped=None if file is not None else "nothing to draw, or no way to")
