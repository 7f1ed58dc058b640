"""What a person is to an objective or a KR, and who else has a hand in it."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.objective.flows.reading import the_objective
from handlers.objective.rules.state import Objective, OneKr
from handlers.okr.rules.life import Actor, Hands, Level, may_change, not_theirs
from storage import okr_life
from storage import team as teams


async def actor_to(session: AsyncSession, reader: Reader, objective: Objective) -> Actor:
    """What they are to an objective."""
    leads = reader.id in await teams.leads_of(session, objective.home.id)
    return Actor(objective.owner_id == reader.id, leads, reader.is_admin)


async def actor_to_kr(session: AsyncSession, reader: Reader, one: OneKr) -> Actor:
    """The same of a KR: its owner owns it, and so does its objective's.

    A personal objective is its owner's alone, KRs and all.
    """
    return await _actor(session, reader, one.objective, one.kr.owner_id)


async def _actor(
    session: AsyncSession, reader: Reader, objective: Objective, kr_owner: str
) -> Actor:
    above = await actor_to(session, reader, objective)
    owns = kr_owner == reader.id and objective.level is not Level.PERSONAL
    return Actor(above.owns or owns, above.leads, above.is_admin)


async def hands_in(session: AsyncSession, objective: Objective) -> Hands:
    """Who has a hand in it, by name."""
    leads = await okr_life.leads_to_ask(session, objective.home.id)
    others = [id_ for id_ in leads if id_ != objective.owner_id]
    names = await names_of(session, [objective.owner_id, *others])
    named = tuple(names[id_] for id_ in others)
    return Hands(objective.level, names[objective.owner_id], objective.home.name, named)


async def names_of(session: AsyncSession, ids: list[str]) -> dict[str, str]:
    """Names and not mentions: refusals are plain text in forms."""
    known = await teams.profiles(session, ids)
    return {id_: profile.name or id_ for id_, profile in known.items()}


async def refuse_strangers(session: AsyncSession, reader: Reader, objective: Objective) -> None:
    """UserError, saying who can, for whoever may not change this objective."""
    if not may_change(await actor_to(session, reader, objective), objective.level):
        raise not_theirs(await hands_in(session, objective), objective.number)


async def refuse_strangers_to_kr(session: AsyncSession, reader: Reader, one: OneKr) -> None:
    """The same of a KR."""
    if may_change(await actor_to_kr(session, reader, one), one.objective.level):
        return
    hands = await hands_in(session, one.objective)
    owner = (await names_of(session, [one.kr.owner_id]))[one.kr.owner_id]
    raise _not_theirs(one, hands, owner)


async def may_change_kr(session: AsyncSession, reader: Reader, number: int) -> bool:
    """Whether this person may change this KR."""
    for (kr, row, *_), *_ in await okr_life.krs(session, numbers=[number]):
        above = await the_objective(session, row.number)
        return may_change(await _actor(session, reader, above, kr.owner_id), above.level)
    return False


def _not_theirs(one: OneKr, hands: Hands, owner: str) -> UserError:
    kr, owners = f"KR-{one.kr.number}", list(dict.fromkeys([owner, hands.owner]))
    if hands.level is Level.PERSONAL:
        return UserError(
            "{kr} is part of {owner}'s own objective: only {owner} changes it. Nothing was"
            " changed.",
            kr=kr,
            owner=hands.owner,
        )
    leads = [name for name in hands.leads if name not in owners]
    if hands.level is Level.COMPANY or not leads:
        return UserError(
            "{kr} is changed by its owner and its objective's ({owners}) and by admins. Ask one"
            " of them; nothing was changed.",
            kr=kr,
            owners=owners,
        )
    return UserError(
        "{kr} is changed by its owner and its objective's ({owners}), by the leads of {team}"
        " ({leads}) and by admins. Ask one of them; nothing was changed.",
        kr=kr,
        owners=owners,
        team=hands.team,
        leads=leads,
    )
