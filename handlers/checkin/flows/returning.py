"""What comes back from earlier rounds, in two statements."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import flows as blockers
from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.back import Back, back_of, of_krs
from handlers.checkin.rules.pages import Sheet
from handlers.question import flows as questions


async def coming_back(
    session: AsyncSession, member_id: str, parts: Sequence[DueRound], sheet: Sheet
) -> Back:
    """What this person promised last, and what is still in their way, for a page of their form.

    What is about a KR comes back beside it, and with the questions where it has no page.
    """
    numbers = sheet.page.numbers
    if not (parts or numbers):
        return Back()
    promised = await questions.promises(session, [part.key for part in parts], member_id)
    open_ = await blockers.open_of(member_id).read(session)
    rest = [one for one in open_ if one.kr_number not in sheet.krs]
    return replace(back_of(parts, promised, rest), of_krs=of_krs(open_, numbers, sheet.days))
