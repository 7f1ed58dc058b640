"""conversations.* and users.conversations: open, info, members, list, join."""

from typing import Final

from bot.sandbox import events
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.limits import TIER_2, TIER_3, TIER_4
from bot.sandbox.methods.pages import page
from bot.sandbox.methods.places import channel_seen, open_im
from bot.sandbox.model import Channel, Payload
from bot.sandbox.shapes import channel_json

_READ: Final = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
_ANY_READ: Final = (*_READ.values(), "mpim:read")
_KINDS: Final = {"public_channel": "public", "private_channel": "private", "im": "im"}


def open_(call: Call) -> Payload:
    if call.args.has("channel"):
        channel = channel_seen(call)
        if channel.kind != "im":
            raise SlackError("channel_not_found")
        return _opened(call, channel, existed=True)
    users = call.args.words("users")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        call.need_scope("mpim:write")
        raise SlackError("method_not_supported_for_channel_type")
    person = call.workspace.people.get(users[0])
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    existed = call.workspace.im(person.id) is not None
    return _opened(call, open_im(call.world, call.workspace, person.id), existed=existed)


def _opened(call: Call, channel: Channel, *, existed: bool) -> Payload:
    full = call.args.flag("return_im")
    shape = channel_json(call.workspace, channel) if full else {"id": channel.id}
    return {"channel": shape} | ({"no_op": True, "already_open": True} if existed else {})


def info(call: Call) -> Payload:
    channel = _readable(call)
    members = call.args.flag("include_num_members")
    return {"channel": channel_json(call.workspace, channel, members=members)}


def members(call: Call) -> Payload:
    found, more = page(call, sorted(_readable(call).members))
    return {"members": found, **more}


def list_(call: Call) -> Payload:
    channels = list(call.workspace.visible_to(call.bot))
    return _listed(call, [c for c in channels if c.kind != "im" or call.bot in c.members])


def users_conversations(call: Call) -> Payload:
    user = call.args.text("user", call.bot)
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    channels = call.workspace.visible_to(call.bot)
    return _listed(call, [channel for channel in channels if user in channel.members])


def _listed(call: Call, channels: list[Channel]) -> Payload:
    kinds = set()
    for word in call.args.words("types") or ["public_channel"]:
        if word == "mpim":
            call.need_scope("mpim:read")
        elif (kind := _KINDS.get(word)) is None:
            raise SlackError("invalid_types")
        else:
            call.need_scope(_READ[kind])
            kinds.add(kind)
    archived = not call.args.flag("exclude_archived")
    wanted = [c for c in channels if c.kind in kinds and (archived or not c.archived)]
    found, more = page(call, wanted)
    shapes = [channel_json(call.workspace, c, members=True) for c in found]
    return {"channels": shapes, **more}


def join(call: Call) -> Payload:
    if not call.args.has("channel"):
        raise invalid_arguments("missing required field: channel")
    channel = channel_seen(call)
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    there = call.bot in channel.members
    if not there:
        channel.members.add(call.bot)
        call.tell(events.member(call.workspace, channel, call.bot, joined=True))
        call.world.changed(call.workspace.id)
    shape = channel_json(call.workspace, channel)
    warning: Payload = {
        "warning": "already_in_channel",
        "response_metadata": {"warnings": ["already_in_channel"]},
    }
    return {"channel": shape, **(warning if there else {})}


def _readable(call: Call) -> Channel:
    """The channel, if the app was granted reading its kind."""
    channel = channel_seen(call)
    call.need_scope(_READ[channel.kind])
    return channel


METHODS: Final = {
    "conversations.open": Method(open_, TIER_3, ("im:write", "mpim:write")),
    "conversations.info": Method(info, TIER_3, _ANY_READ, takes_json=False),
    "conversations.members": Method(members, TIER_4, _ANY_READ, takes_json=False),
    "conversations.list": Method(list_, TIER_2, _ANY_READ, takes_json=False),
    "conversations.join": Method(join, TIER_3, ("channels:join",)),
    "users.conversations": Method(users_conversations, TIER_3, _ANY_READ),
}
