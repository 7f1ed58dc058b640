"""All that one person sees of one workspace, as one JSON object."""

from bot.sandbox.model import Channel, View, Workspace, World
from bot.sandbox.page.marks import Marks, tells
from bot.sandbox.page.people import Json, messages, person, thread


def snapshot(  # each line is one part of the page
    world: World, workspace: Workspace, user: str, marks: Marks, *, channel: str, thread_ts: str
) -> Json:
    """Channel and thread may be empty or gone: then the page shows something else."""
    marks.look(workspace)
    open_channel = next((c for c in workspace.visible_to(user) if c.id == channel), None)
    dm = workspace.im(user)
    return {
        "now": world.clock.now().isoformat(),
        "arrived": marks.arrived(workspace),
        "workspace": workspace.id,
        "me": user,
        "bot": workspace.bot_user,
        "workspaces": [_workspace(w) for w in world.workspaces.values()],
        "people": [person(p, workspace, marks) for p in workspace.people.values()],
        "channels": [_channel(c, workspace, user, marks) for c in _channels(workspace, user)],
        "dm": _channel(dm, workspace, user, marks) if dm else None,
        "open": _open(open_channel, workspace, user, marks) if open_channel else None,
        "thread": thread(open_channel, thread_ts, user, workspace) if open_channel else [],
        "home": _view(workspace.homes.get(user)),
        "modals": [_view(v) for v in workspace.modals.get(user, [])],
    }


def app_card(world: World) -> Json:
    """What the manifest says of the app: its commands and shortcuts, its two tabs."""
    manifest = world.app.manifest
    features = manifest.get("features", {})
    home = features.get("app_home", {})
    shown = manifest.get("display_information", {})
    return {
        "name": features.get("bot_user", {}).get("display_name") or shown.get("name", "App"),
        "description": shown.get("description", ""),
        "commands": features.get("slash_commands", []),
        "shortcuts": features.get("shortcuts", []),
        "home_tab": bool(home.get("home_tab_enabled")),
        "messages_tab": bool(home.get("messages_tab_enabled")),
        "read_only": bool(home.get("messages_tab_read_only_enabled")),
    }


def _channels(workspace: Workspace, user: str) -> list[Channel]:
    return [c for c in workspace.visible_to(user) if c.kind != "im"]


def _workspace(one: Workspace) -> Json:
    people = [p.id for p in one.people.values() if not (p.is_bot or p.deleted)]
    return {"id": one.id, "name": one.name, "domain": one.domain, "people": len(people)}


def _channel(one: Channel, workspace: Workspace, user: str, marks: Marks) -> Json:
    member = user in one.members
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "topic": one.topic,
        "archived": one.archived,
        "member": member,
        "members": sorted(one.members),
        "unread": marks.unread(workspace.id, user, one) if member else 0,
        "last": max((m.ts for m in one.messages.values() if tells(m, user)), default=""),
    }


def _open(one: Channel, workspace: Workspace, user: str, marks: Marks) -> Json:
    return {
        "id": one.id,
        "read": marks.read(workspace.id, user, one.id),
        "messages": messages(one, user, workspace),
    }


def _view(one: View | None) -> Json | None:
    if one is None:
        return None
    return {"id": one.id, "hash": one.hash, "payload": one.payload, "state": one.state}
