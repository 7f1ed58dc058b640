"""Who hears of changes to a KR: whoever asked to, and whoever has a share in it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.objective.flows.reading import the_kr
from handlers.objective.rules.state import OneKr
from handlers.okr.flows import no_such_kr
from storage import okr_audit
from storage import team as teams


async def hearers(session: AsyncSession, one: OneKr) -> set[str]:
    """Followers, its owner and its objective's, and the leads of the teams that share it.

    Without those who have left the workspace.
    """
    asked = (await okr_audit.followers(session, [one.kr.number]))[one.kr.number]
    shared = await teams.members_of(session, list(one.teams)) if one.teams else {}
    leads = {m.member_id for there in shared.values() for m in there if m.is_lead}
    everybody = {*asked, one.kr.owner_id, one.objective.owner_id, *leads}
    return everybody - await teams.have_left(session, everybody)


async def follow(
    session: AsyncSession, member_id: str, number: int, now: datetime, *, on: bool
) -> OneKr:
    """Tell this person of changes, or no more. UserError where there is no such KR."""
    one = await the_kr(session, number, now)
    if one is None:
        raise no_such_kr(number)
    if on:
        await okr_audit.follow(session, number, member_id, now)
    else:
        await okr_audit.unfollow(session, number, member_id)
    return one


async def is_following(session: AsyncSession, member_id: str, number: int) -> bool:
    """Whether they asked to hear of this KR."""
    return member_id in (await okr_audit.followers(session, [number]))[number]
