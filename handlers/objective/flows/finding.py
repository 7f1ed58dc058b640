"""Which objective or KR somebody means: by number, or by words of its title."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.objective.flows.reading import krs_numbered
from handlers.objective.rules.state import Link
from handlers.okr.flows.finding import CLOSE, EXACT, WORD, best_of, find, likeness
from handlers.okr.rules import KrState
from handlers.okr.rules.life import Stage
from storage import okr_life

REMEMBERED: Final = timedelta(days=120)  # what was closed longer ago is found by its number


async def objectives_like(session: AsyncSession, words: str, now: datetime) -> list[Link]:
    """The objectives that these words fit, the best first; several where they fit alike."""
    rows = await okr_life.titled(session, now - REMEMBERED)
    scored = [(likeness(words, row.title), row) for row in rows]
    best = max((score for score, _ in scored), default=0.0)
    least = EXACT if best == EXACT else max(best - CLOSE, WORD)
    near = sorted((-score, row.number, row) for score, row in scored if score >= least)
    return [Link(row.number, row.title, Stage(row.stage)) for _, _, row in near]


async def krs_like(session: AsyncSession, words: str, now: datetime) -> list[KrState]:
    """The KRs that these words fit, the best first: open ones, else those that have not begun."""
    if found := await find(session, words, now):
        return found
    near = best_of(words, await okr_life.waiting_krs(session), lambda one: one[1])
    known = await krs_numbered(session, [number for number, _ in near], now)
    return [known[number].kr for number, _ in near]
