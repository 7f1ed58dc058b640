"""Setting a team up and changing it: by its leads and admins, never over somebody else's change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.team import rules
from handlers.team.flows import people
from handlers.team.flows.which import is_lead
from handlers.team.rules import Draft, Setup, Unfit
from storage import team as teams
from storage import workspace as workspaces
from storage.db import new_id
from storage.team import Team

_COLUMNS: Final = (
    "name",
    "zone",
    "language",
    "checkin_weekday",
    "checkin_time",
    "checkin_rhythm",
    "checkin_walls",
    "digest_weekday",
    "digest_time",
    "votes",
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A team as it stands now. `changed` is False when the form said what was so already."""

    team_id: str
    channel: str
    version: int
    setup: Setup
    is_new: bool
    changed: bool


async def draft(session: AsyncSession, reader: Reader, channel: str, channel_name: str) -> Draft:
    """The form for this channel: its team as it is, or a new one. UserError for who may not."""
    team = await teams.team_of_channel(session, channel)
    if team is None and reader.is_guest:
        raise rules.guests_set_up_none()
    if team is None:
        setup = rules.first_setup(channel_name, reader.id, reader.zone, reader.say.language)
        return Draft(channel, setup, members_known=False)
    return await _as_it_is(session, reader, team)


async def draft_of(session: AsyncSession, reader: Reader, team_id: str) -> Draft:
    """The form of a team. UserError for who may not change it, or when it is gone."""
    team = await teams.team(session, team_id)
    if team is None:
        raise UserError("This team is gone. Open Home again to see what there is.")
    return await _as_it_is(session, reader, team)


async def _as_it_is(session: AsyncSession, reader: Reader, team: Team) -> Draft:
    await _may_change(session, team, reader)
    return Draft(team.channel, await setup_of(session, team), team.id, team.version)


async def setup_of(session: AsyncSession, team: Team) -> Setup:
    """What people decided about this team."""
    there = (await teams.members_of(session, [team.id]))[team.id]
    return Setup(
        **{name: getattr(team, name) for name in _COLUMNS},
        members=tuple(sorted(m.member_id for m in there)),
        leads=tuple(sorted(m.member_id for m in there if m.is_lead)),
    )


async def _may_change(session: AsyncSession, team: Team, reader: Reader) -> None:
    if await is_lead(session, team.id, reader):
        return
    leads = await teams.leads_of(session, team.id)
    raise UserError(
        "This channel is the home of {team}, which its leads ({leads}) and this workspace's admins"
        " can change. Ask one of them.",
        team=team.name,
        leads=await _names(session, leads),
    )


async def _names(session: AsyncSession, ids: Iterable[str]) -> list[str]:
    """Names and not mentions: errors in forms are plain text."""
    wanted = sorted(ids)
    known = await teams.members(session, wanted)
    return [known[id_].name if id_ in known else id_ for id_ in wanted]


async def save(session: AsyncSession, reader: Reader, filled: Draft, now: datetime) -> Saved:
    """Create or change the team. UserError if somebody was faster, or someone cannot be in it."""
    setup = await _checked(session, filled.setup)
    if filled.team_id is None:
        return await _create(session, reader, filled.channel, setup, now)
    team = await teams.team(session, filled.team_id, lock=True)
    if team is None or team.version != filled.version:
        raise UserError(
            "Somebody changed this team while you were writing. Close this form and type"
            " `/okr team` to see what it says now; nothing of yours was saved."
        )
    await _may_change(session, team, reader)
    return await _change(session, team, setup)


async def _checked(session: AsyncSession, setup: Setup) -> Setup:
    """Leads are members; whoever cannot be one is named by the field they stand in."""
    everyone = tuple(sorted({*setup.members, *setup.leads}))
    wrong = await people.unfit(session, everyone)
    for field, ids in (("leads", setup.leads), ("members", setup.members)):
        if found := {id_: wrong[id_] for id_ in ids if id_ in wrong}:
            raise await _cannot_be_in(session, found, field)
    return Setup(
        **{name: getattr(setup, name) for name in _COLUMNS},
        members=everyone,
        leads=tuple(sorted(setup.leads)),
    )


async def _cannot_be_in(session: AsyncSession, wrong: dict[str, Unfit], field: str) -> UserError:
    return UserError(
        "Please take out {names}: apps, deactivated people and people of other companies cannot"
        " answer a check-in.",
        field=field,
        names=await _names(session, wrong),
    )


async def _create(
    session: AsyncSession, reader: Reader, channel: str, setup: Setup, now: datetime
) -> Saved:
    # The counter's row is a lock: of two who set the same channel up at once, one waits here.
    await workspaces.next_numbers(session, "team")
    if await teams.team_of_channel(session, channel) is not None:
        raise UserError(
            "Somebody has just set up a team in this channel. Close this form and type `/okr team`"
            " to see it."
        )
    team = Team(
        id=new_id(),
        channel=channel,
        created_by=reader.id,
        created_at=now,
        version=1,
        **{name: getattr(setup, name) for name in _COLUMNS},
    )
    session.add(team)
    await session.flush()
    await teams.set_members(session, team.id, setup.members, setup.leads)
    return Saved(team.id, channel, 1, setup, is_new=True, changed=True)


async def _change(session: AsyncSession, team: Team, setup: Setup) -> Saved:
    changed = await setup_of(session, team) != setup
    if changed:
        for name in _COLUMNS:
            setattr(team, name, getattr(setup, name))
        team.version += 1
        await session.flush()
        await teams.set_members(session, team.id, setup.members, setup.leads)
    return Saved(team.id, team.channel, team.version, setup, is_new=False, changed=changed)
