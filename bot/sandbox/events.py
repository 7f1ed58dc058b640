"""The events an app may hear of: their shapes, and which of them reach it."""

from typing import Final

from bot.sandbox.model import Channel, Message, Payload, Person, Workspace, World
from bot.sandbox.shapes import message_json, quiet_json, user_json, view_json

_SCOPES: Final = {"dnd_updated_user": "dnd:read"}  # of events that an app may go without
_KINDS: Final = {"im": "message.im", "public": "message.channels", "private": "message.groups"}
_CHANNEL_LETTER: Final = {"public": "C", "private": "G", "im": "D"}
_CHANNEL_TYPE: Final = {"public": "channel", "private": "group", "im": "im"}
_LIFE: Final = ("archive", "unarchive", "rename", "created", "deleted")


def stamp(world: World) -> str:
    """A moment as events carry it: seconds with microseconds, as text."""
    micros = int(world.clock.now().timestamp() * 1_000_000)
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


def callback(world: World, workspace: str, event: Payload) -> Payload:
    """The envelope of an event, with an id that stays the same in every retry."""
    now, here = world.clock.now(), world.workspaces[workspace]
    event_id = world.new_id("Ev")
    return {
        "token": "sandbox-verification-token",
        "team_id": workspace,
        "context_team_id": workspace,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": {"event_ts": stamp(world), **event},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now.timestamp()),
        "event_context": f"4-{event_id}",
        "is_ext_shared_channel": False,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace,
                "user_id": here.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
    }


def heard_as(world: World, workspace: Workspace, event: Payload) -> str | None:
    """The name under which the app subscribes to this event; None if it does not hear of it."""
    if workspace.inactive:
        return None
    channel = _channel_of(workspace, event)
    name = str(event["type"])
    if name == "message" and channel is not None:
        name = _KINDS[channel.kind]
    settings = world.app.manifest.get("settings", {}).get("event_subscriptions", {})
    if name not in settings.get("bot_events", []):
        return None
    if not {_SCOPES.get(name)} <= {None, *workspace.scopes}:
        return None
    return name if channel is None or _seen(workspace, channel, event) else None


def _channel_of(workspace: Workspace, event: Payload) -> Channel | None:
    place = event.get("channel") or event.get("item", {}).get("channel")
    return workspace.channels.get(place["id"] if isinstance(place, dict) else place or "")


def _seen(workspace: Workspace, channel: Channel, event: Payload) -> bool:
    """The bot hears from channels it is in, of its own going, of any public channel's life."""
    life = any(event["type"] == f"channel_{change}" for change in _LIFE)
    own = event.get("user") == workspace.bot_user
    return own or workspace.bot_user in channel.members or (life and channel.kind == "public")


def message(world: World, workspace: Workspace, said: Message) -> Payload:
    """Something was said; in the app's direct messages that is `message.im`."""
    channel = workspace.channels[said.channel]
    return _spoken(workspace, said) | {
        "type": "message",
        "channel_type": _CHANNEL_TYPE[channel.kind],
        **({"bot_id": said.bot_id, "app_id": world.app.id} if said.bot_id else {}),
    }


def message_changed(
    world: World, workspace: Workspace, message: Message, before: Payload
) -> Payload:
    """A message was edited: no user of its own at the top, as Slack sends it."""
    return _hidden(world, workspace, message, "message_changed") | {
        "message": message_json(world, workspace, message),
        "previous_message": before,
    }


def message_deleted(world: World, workspace: Workspace, message: Message) -> Payload:
    return _hidden(world, workspace, message, "message_deleted") | {
        "deleted_ts": message.ts,
        "previous_message": message_json(world, workspace, message),
    }


def _hidden(world: World, workspace: Workspace, message: Message, subtype: str) -> Payload:
    moment = stamp(world)
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": message.channel,
        "channel_type": _CHANNEL_TYPE[workspace.channels[message.channel].kind],
        "ts": moment,
        "event_ts": moment,
    }


def app_mention(workspace: Workspace, said: Message) -> Payload:
    return _spoken(workspace, said) | {"type": "app_mention"}


def _spoken(workspace: Workspace, said: Message) -> Payload:
    thread = {"thread_ts": said.thread_ts} if said.thread_ts else {}
    return {
        "user": said.user,
        "text": said.text,
        "ts": said.ts,
        "event_ts": said.ts,
        "channel": said.channel,
        "team": workspace.id,
        "blocks": said.blocks,
        **thread,
    }


def reaction(user: str, name: str, to: Message, *, added: bool) -> Payload:
    return {
        "type": "reaction_added" if added else "reaction_removed",
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": to.channel, "ts": to.ts},
        "item_user": to.user,
    }


def app_home_opened(world: World, workspace: Workspace, user: str, im: str, tab: str) -> Payload:
    """A tab of the app was opened; the Home view comes along once there is one."""
    home = workspace.homes.get(user)
    view = {"view": view_json(world, workspace, home)} if home and tab == "home" else {}
    return {"type": "app_home_opened", "user": user, "channel": im, "tab": tab, **view}


def member(
    workspace: Workspace, channel: Channel, user: str, *, joined: bool, inviter: str = ""
) -> Payload:
    return {
        "type": "member_joined_channel" if joined else "member_left_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": _CHANNEL_LETTER[channel.kind],
        "team": workspace.id,
        **({"inviter": inviter} if inviter else {}),
    }


def person(world: World, workspace: Workspace, who: Person, kind: str) -> Payload:
    """`user_change` or `team_join`; without locale, which Slack gives on request only."""
    now = int(world.clock.now().timestamp())
    cached = {"cache_ts": now} if kind == "user_change" else {}
    email = "users:read.email" in workspace.scopes
    return {"type": kind, "user": user_json(world, workspace, who, email=email), **cached}


def quiet(who: Person) -> Payload:
    """`dnd_updated_user`: what everybody else hears of somebody's do-not-disturb."""
    return {"type": "dnd_updated_user", "user": who.id, "dnd_status": quiet_json(who)}


def channel_life(world: World, channel: Channel, change: str, user: str) -> Payload:
    """`archive`, `unarchive` or `rename`; private channels have names of their own for these."""
    family = "group" if channel.kind == "private" else "channel"
    event: Payload = {"type": f"{family}_{change}"}
    if change != "rename":
        moved = {"is_moved": 0} if change == "archive" else {}
        return event | {"channel": channel.id, "user": user, **moved}
    created = int(world.clock.now().timestamp())
    shape = {"id": channel.id, "name": channel.name, "name_normalized": channel.name}
    return event | {"channel": shape | {"created": created}}
