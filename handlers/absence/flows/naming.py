"""Who may be named to stand in for somebody: whoever may answer for the same teams."""

from collections.abc import Collection, Iterable
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from storage import team as teams
from storage.okr_life import teams_asking
from storage.team import Member

OFFERED: Final = 5  # people who could be named instead


async def check_stand_in(
    session: AsyncSession, reader: Reader, stand_in: str, *, field: str | None = None
) -> None:
    """UserError for somebody who cannot answer for this person; `field` is where it was chosen."""
    if stand_in == reader.id:
        raise UserError(
            "You cannot stand in for yourself. Name somebody else, or nobody.", field=field
        )
    known = (await teams.members(session, [stand_in])).get(stand_in)
    if known is not None and not _answers(known):
        raise UserError(
            "{name} cannot stand in for you: apps, deactivated people and people of other companies"
            " answer no check-in. Name somebody else, or nobody.",
            field=field,
            name=known.name,
        )
    if known is None or not known.is_admin:
        await _refuse_outsider(session, reader, stand_in, known, field)


def _answers(member: Member) -> bool:
    return not (member.deleted or member.is_bot or member.is_stranger)


async def _refuse_outsider(
    session: AsyncSession, reader: Reader, stand_in: str, known: Member | None, field: str | None
) -> None:
    """A stand-in is shown what is asked of a team. A guest has to be in each of them, as Slack
    shows them no other; a member in one, as hardly two people are in all the same.
    """
    ids = {team.id for team in await teams.teams_of(session, reader.id)}
    ids |= await teams_asking(session, reader.id)
    found = (await teams.members_of(session, ids)).items()
    there = {id_: {row.member_id for row in rows} for id_, rows in found}
    lacking = [id_ for id_, people in there.items() if stand_in not in people]
    is_guest = known is not None and known.is_guest
    if not lacking or (len(lacking) < len(there) and not is_guest):
        return
    names = await teams.names(session, lacking)
    others = set[str]().union(*there.values()) - {reader.id, stand_in}
    raise _outsider(
        known.name if known else stand_in, names.values(), await _names(session, others), field
    )


async def _names(session: AsyncSession, ids: Collection[str]) -> list[str]:
    """The first of those who answer check-ins."""
    found = (await teams.members(session, ids)).values()
    return sorted((one.name for one in found if _answers(one)), key=str.casefold)[:OFFERED]


def _outsider(name: str, lacking: Iterable[str], people: list[str], field: str | None) -> UserError:
    where = sorted(lacking, key=str.casefold)
    if not people:
        return UserError(
            "{name} is not in {teams}, and cannot stand in for you there. Name nobody, or ask a"
            " lead to add {name} with `/okr team`.",
            field=field,
            name=name,
            teams=where,
        )
    return UserError(
        "{name} is not in {teams}, and cannot stand in for you there. You could name one of"
        " {people}; or ask a lead to add {name} with `/okr team`.",
        field=field,
        name=name,
        teams=where,
        people=people,
    )
