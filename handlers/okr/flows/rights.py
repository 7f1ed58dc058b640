"""Who may update a KR: its owner, the leads of its team, and admins; one's own is one's own.

Whoever stands in for an owner who is away may update it as well, and change nothing else of it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.rules import KrState
from handlers.okr.rules.life import Actor, Level, may_change
from storage import okr_life
from storage import team as teams
from storage.team import Team

NAMED: Final = 10  # key results in one sentence


async def may_update(
    session: AsyncSession, reader: Reader, krs: Iterable[KrState], now: datetime
) -> frozenset[int]:
    """The numbers of those KRs that this person may update."""
    krs = list(krs)
    members = await teams.members_of(session, {kr.team_id for kr in krs})
    led = {
        id_
        for id_, there in members.items()
        for m in there
        if m.is_lead and m.member_id == reader.id
    }
    theirs = [kr for kr in krs if is_theirs(reader, kr, leads=kr.team_id in led)]
    others = [kr for kr in krs if kr not in theirs]
    theirs += await stands_in_for(session, reader, others, now)
    return frozenset(kr.number for kr in theirs)


async def stands_in_for(
    session: AsyncSession, reader: Reader, krs: Sequence[KrState], now: datetime
) -> list[KrState]:
    """Those of these KRs whose owner is away, with this person in their place."""
    if not krs:
        return []
    owners = await absence.stood_in_for(session, reader.id, now)
    return [kr for kr in krs if kr.owner_id in owners]


def is_theirs(reader: Reader, kr: KrState, *, leads: bool) -> bool:
    """Whether this person, who runs its team or not, may change this KR."""
    return may_change(Actor(kr.owner_id == reader.id, leads, reader.is_admin), kr.level)


async def refuse_strangers(
    session: AsyncSession, reader: Reader, krs: Sequence[KrState], now: datetime
) -> None:
    """UserError, saying who can, if there is one among these that this person may not update."""
    allowed = await may_update(session, reader, krs, now)
    for kr in krs:
        if kr.number not in allowed:
            raise await not_yours(session, kr)


async def only_theirs(
    session: AsyncSession, reader: Reader, krs: Sequence[KrState], now: datetime
) -> list[KrState]:
    """Those of several KRs that this person may update; one alone is judged when it is recorded.

    UserError when there is none among them.
    """
    if len(krs) == 1:
        return list(krs)
    allowed = await may_update(session, reader, krs, now)
    if not allowed:
        raise UserError(
            "None of these is yours to update: {names}. Their owners are {owners}; nothing was"
            " changed.",
            names=[f"KR-{kr.number}" for kr in krs[:NAMED]],
            owners=await _owners(session, krs[:NAMED]),
        )
    return [kr for kr in krs if kr.number in allowed]


async def _owners(session: AsyncSession, krs: Sequence[KrState]) -> list[str]:
    ids = list(dict.fromkeys(kr.owner_id for kr in krs))
    known = await teams.profiles(session, ids)
    return [known[id_].name or id_ for id_ in ids]


async def not_yours(session: AsyncSession, kr: KrState) -> UserError:
    if kr.level is Level.PERSONAL:
        known = await teams.profiles(session, [kr.owner_id])
        return UserError(
            "{kr} belongs to {owner}'s own objective: only {owner} updates it. Nothing was"
            " changed.",
            kr=f"KR-{kr.number}",
            owner=known[kr.owner_id].name or kr.owner_id,
        )
    leads = [id_ for id_ in await okr_life.leads_to_ask(session, kr.team_id) if id_ != kr.owner_id]
    known = await teams.profiles(session, [kr.owner_id, *leads])
    names = {id_: profile.name or id_ for id_, profile in known.items()}
    if not leads or kr.level is Level.COMPANY:
        return UserError(
            "{kr} is updated by its owner {owner} and by admins. Ask one of them; nothing was"
            " changed.",
            kr=f"KR-{kr.number}",
            owner=names[kr.owner_id],
        )
    return UserError(
        "{kr} is updated by its owner {owner}, by the leads of {team} ({leads}) and by admins. Ask"
        " one of them; nothing was changed.",
        kr=f"KR-{kr.number}",
        owner=names[kr.owner_id],
        team=kr.team_name,
        leads=[names[id_] for id_ in leads],
    )


async def their_team(session: AsyncSession, person: Reader, team_id: str) -> tuple[Team, Actor]:
    """The team that somebody makes an objective for, and what they are to it.

    UserError for who is not in it, unless they are an admin.
    """
    team = await teams.team(session, team_id)
    there = {m.member_id: m for m in (await teams.members_of(session, [team_id]))[team_id]}
    if team is None or not (person.is_admin or person.id in there):
        raise UserError(
            "You are not in this team any more, so nothing was made. Ask one of its leads to add"
            " you with `/okr team`."
        )
    leads = person.id in there and there[person.id].is_lead
    return team, Actor(leads=leads, is_admin=person.is_admin)
