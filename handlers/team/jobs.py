"""Asking Slack about people, outside any transaction; each errand fails alone."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import SlackBusyError, SlackError, UserError
from handlers.kit.routing import Job
from handlers.outbox import flows as outbox
from handlers.schedule.jobs import run_errands
from handlers.team import flows, rules, views
from handlers.team.flows import errands, people
from handlers.team.rules import Note
from storage import team as teams
from storage.schedule import Due

PAGE: Final = 200
STRANGERS: Final = 30  # members of a channel whom we ask about one by one; the rest later

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Channel:
    """Who is in a channel, and what it is called; `note` says why somebody is missing."""

    name: str
    people: tuple[str, ...]
    note: Note | None = None


async def look_up(deps: Deps, now: datetime) -> datetime | None:
    """Fill in the forms that wait for a channel's members."""
    return await run_errands(deps, errands.LOOK_UP, now, _fill_in)


async def meet(deps: Deps, now: datetime) -> datetime | None:
    """Get to know members of teams."""
    return await run_errands(deps, errands.MEET, now, _meet)


async def directory(deps: Deps, now: datetime) -> None:
    """Have every workspace's directory read once a day; events keep it fresh in between."""
    for workspace in deps.slack.workspaces():
        async with deps.sessions.workspace(workspace, reading=True) as session:
            old = await errands.directory_is_old(session, now)
        if old:
            async with deps.sessions.workspace(workspace) as session:
                await errands.read_directory(session, now)


async def pages(deps: Deps, now: datetime) -> datetime | None:
    """Read directories, page by page."""
    return await run_errands(deps, errands.DIRECTORY, now, _read_page, keep=True)


async def _fill_in(deps: Deps, due: Due, now: datetime) -> None:
    wanted = errands.wanted(due)
    channel = await _channel(deps, due.workspace_id, wanted.channel)
    await _learn_strangers(deps, due.workspace_id, channel.people, now)
    view = await _form(deps, due, channel, now)
    await deps.slack.call(
        due.workspace_id, "views.update", {"external_id": wanted.view, "view": view}
    )


async def _form(deps: Deps, due: Due, channel: Channel, now: datetime) -> Block:
    wanted = errands.wanted(due)
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        reader = await deps.reader(session, due.member_id)
        try:
            draft = await flows.draft(session, reader, wanted.channel, channel.name)
        except UserError as error:  # somebody else has just made this channel their team's home
            return views.refused(reader.say, error.told(reader.say))
        draft = await flows.dated(session, deps.rounds_ahead, draft, now)
        out = await people.unfit(session, channel.people)
    if not draft.members_known:
        there = tuple(id_ for id_ in channel.people if id_ not in out) or draft.setup.members
        setup = replace(draft.setup, members=there)
        draft = replace(draft, setup=setup, members_known=True, note=channel.note)
    return views.setup_form(reader.say, draft, reader.zone, now, external_id=wanted.view)


async def _channel(deps: Deps, workspace: str, channel: str) -> Channel:
    """Ask Slack; a channel that it does not show to us is nobody's, with a note."""
    asked: dict[str, Any] = {"channel": channel}
    try:
        info = await deps.slack.call(workspace, "conversations.info", asked)
        name = str(info["channel"].get("name") or "")
        asked |= {"limit": rules.MOST_MEMBERS * 2}
        found = await deps.slack.call(workspace, "conversations.members", asked)
    except SlackBusyError:
        raise
    except SlackError as error:
        hidden = error.code in ("channel_not_found", "missing_scope", "not_in_channel")
        return Channel("", (), Note.UNSEEN if hidden else Note.SILENT)
    more = (found.get("response_metadata") or {}).get("next_cursor")
    if more or len(found["members"]) > rules.MOST_MEMBERS:
        return Channel(name, (), Note.CROWD)
    return Channel(name, tuple(sorted(found["members"])))


async def _learn_strangers(deps: Deps, workspace: str, ids: tuple[str, ...], now: datetime) -> None:
    async with deps.sessions.workspace(workspace, reading=True) as session:
        unknown = await people.not_fresh(session, ids, now)
    await _ask_about(deps, workspace, unknown[:STRANGERS], now)


async def _ask_about(deps: Deps, workspace: str, ids: list[str], now: datetime) -> None:
    users = []
    for id_ in ids:
        asked = {"user": id_, "include_locale": True}
        try:
            users.append((await deps.slack.call(workspace, "users.info", asked))["user"])
        except SlackBusyError:
            await _learn(deps, workspace, users, now)
            raise
        except SlackError as error:
            log.info("Slack does not say who %s is: %s", id_, error.code)
    await _learn(deps, workspace, users, now)


async def _learn(deps: Deps, workspace: str, users: list[dict[str, Any]], now: datetime) -> None:
    if not users:
        return
    async with deps.sessions.workspace(workspace) as session:
        for team_id in await flows.learn(session, users, now):
            for hook in deps.after_team:
                await hook(session, team_id, now)


async def _meet(deps: Deps, due: Due, now: datetime) -> None:
    """Ask about a team's members; those who cannot be in it are left out, and that is told."""
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        there = (await teams.members_of(session, [due.team_id]))[due.team_id]
        unknown = await people.not_fresh(session, [m.member_id for m in there], now)
    await _ask_about(deps, due.workspace_id, unknown, now)
    async with deps.sessions.workspace(due.workspace_id) as session:
        team = await teams.team(session, due.team_id, lock=True)
        out = await people.unfit(session, unknown)
        if team is None or not out:
            return
        await teams.leave_out(session, team.id, out)
        say = (await deps.reader(session, due.member_id)).say
        told = views.left_out(say, team.name, out)
        key = f"team:out:{team.id}:{team.version}"
        await outbox.post(session, key, due.member_id, told, now)
        for hook in deps.after_team:
            await hook(session, team.id, now)


async def _read_page(deps: Deps, due: Due, now: datetime) -> None:
    asked = {"limit": PAGE, "include_locale": True, "cursor": due.team_id or None}
    page = await deps.slack.call(due.workspace_id, "users.list", asked)
    await _learn(deps, due.workspace_id, page["members"], now)
    cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
    if cursor:
        async with deps.sessions.workspace(due.workspace_id) as session:
            await errands.read_directory(session, now, cursor)


JOBS: Final = (
    Job("team.lookup", look_up, kinds=frozenset({errands.LOOK_UP})),
    Job("team.meet", meet, kinds=frozenset({errands.MEET})),
    Job("team.directory", directory, every=30),
    Job("team.pages", pages, kinds=frozenset({errands.DIRECTORY})),
)
