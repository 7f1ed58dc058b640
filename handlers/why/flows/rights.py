"""Leads may ask about those in their teams, admins about everybody, others about themselves."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from storage import team as teams


async def teams_to_see(session: AsyncSession, reader: Reader, person_id: str) -> set[str] | None:
    """Of which teams this reader may see somebody's prompts; None: of all.

    UserError names who can, where they may not.
    """
    if person_id == reader.id or reader.is_admin:
        return None
    there = await teams.members_of(session, await teams.teams_with(session, [person_id]))
    leads = {team_id: {m.member_id for m in rows if m.is_lead} for team_id, rows in there.items()}
    mine = {team_id for team_id, ids in leads.items() if reader.id in ids}
    if mine:
        return mine
    people = sorted(set().union(*leads.values()) - {person_id})
    people = sorted(set(people) - await teams.have_left(session, people))
    known = await teams.members(session, [*people, person_id])
    name = known[person_id].name if person_id in known else person_id
    if not people:
        raise UserError(
            "When {name} is asked, only {name} and this workspace's admins can see. Ask one of"
            " them; `/okr why` alone tells about you.",
            name=name,
        )
    raise UserError(
        "When {name} is asked, only {name}, their leads ({leads}) and this workspace's admins can"
        " see. Ask one of them; `/okr why` alone tells about you.",
        name=name,
        leads=[known[id_].name if id_ in known else id_ for id_ in people],
    )
