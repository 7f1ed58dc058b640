"""What comes back from earlier rounds, in two statements."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import flows as blockers
from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.back import Back, back_of
from handlers.question import flows as questions


async def coming_back(session: AsyncSession, member_id: str, parts: Sequence[DueRound]) -> Back:
    """What this person promised last, and what is still in their way, for their rounds' forms."""
    if not parts:
        return Back()
    promised = await questions.promises(session, [part.key for part in parts], member_id)
    return back_of(parts, promised, await blockers.open_of(session, member_id))
