"""Which channel or message a call means, and whether the bot may use it there."""

from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message, Workspace, World


def channel_seen(call: Call, name: str = "channel") -> Channel:
    """A channel that the bot can see; what it cannot see does not exist for it."""
    return seen(call, call.args.need(name))


def channel_used(call: Call, name: str = "channel") -> Channel:
    """A channel that the bot is in and that is not archived."""
    return used(call, call.args.need(name))


def seen(call: Call, id_: str) -> Channel:
    channel = call.workspace.channels.get(id_)
    if channel is None or (channel.kind != "public" and call.bot not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def used(call: Call, id_: str) -> Channel:
    channel = seen(call, id_)
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def channel_posted_to(call: Call) -> Channel:
    """Where a message goes: a channel, or a person, whose DM is opened if need be."""
    id_ = call.args.need("channel")
    if id_ in call.workspace.people:
        channel = open_im(call.world, call.workspace, id_)
    else:
        channel = channel_seen(call)
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and not messages_tab(call.world):
        raise SlackError("messages_tab_disabled")
    if call.bot not in channel.members and "chat:write.public" not in call.workspace.scopes:
        raise SlackError("not_in_channel")
    return channel


def open_im(world: World, workspace: Workspace, user: str) -> Channel:
    """The app's DM with a person, made if there was none."""
    if (channel := workspace.im(user)) is not None:
        return channel
    person = workspace.people[user]
    if user == workspace.bot_user:
        raise SlackError("channel_not_found")
    if person.is_bot:
        raise SlackError("cannot_dm_bot")
    channel = Channel(world.new_id("D"), "", "im", {workspace.bot_user, user})
    workspace.channels[channel.id] = workspace.ims[user] = channel
    world.changed(workspace.id)
    return channel


def message_at(channel: Channel, ts: str) -> Message:
    """A message by its ts; ephemerals cannot be found again."""
    message = channel.messages.get(ts)
    if message is None or message.seen_by is not None:
        raise SlackError("message_not_found")
    return message


def messages_tab(world: World) -> bool:
    home = world.app.manifest.get("features", {}).get("app_home", {})
    return bool(home.get("messages_tab_enabled", True))
