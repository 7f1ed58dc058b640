"""reactions.add, reactions.remove, reactions.get."""

import re
from typing import Final

from bot.sandbox import events
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.limits import TIER_2, TIER_3
from bot.sandbox.methods.places import channel_seen, channel_used, message_at
from bot.sandbox.model import Channel, Message, Payload
from bot.sandbox.shapes import message_json, permalink

EMOJI: Final = re.compile(r"[a-z0-9_+'\-]{1,100}(::skin-tone-[2-6])?")
_PER_MESSAGE: Final = 50
_PER_PERSON: Final = 23


def add(call: Call) -> Payload:
    name, message = _target(call)
    people = message.reactions.get(name, [])
    if call.bot in people:
        raise SlackError("already_reacted")
    if not people and len(message.reactions) >= _PER_MESSAGE:
        raise SlackError("too_many_emoji")
    if sum(call.bot in users for users in message.reactions.values()) >= _PER_PERSON:
        raise SlackError("too_many_reactions")
    message.reactions[name] = [*people, call.bot]
    call.tell(events.reaction(call.bot, name, message, added=True))
    call.world.changed(call.workspace.id)
    return {}


def remove(call: Call) -> Payload:
    name, message = _target(call)
    if call.bot not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    message.reactions[name].remove(call.bot)
    if not message.reactions[name]:
        del message.reactions[name]
    call.tell(events.reaction(call.bot, name, message, added=False))
    call.world.changed(call.workspace.id)
    return {}


def get(call: Call) -> Payload:
    channel = channel_seen(call)
    message = _message(call, channel)
    shape = message_json(call.world, call.workspace, message)
    shape["permalink"] = permalink(call.workspace, message)
    return {"type": "message", "channel": channel.id, "message": shape}


def _target(call: Call) -> tuple[str, Message]:
    name = call.args.need("name").strip(":")
    if not EMOJI.fullmatch(name):
        raise SlackError("invalid_name")
    return name, _message(call, channel_used(call))


def _message(call: Call, channel: Channel) -> Message:
    if not call.args.text("timestamp"):
        raise SlackError("no_item_specified")
    return message_at(channel, call.args.text("timestamp"))


METHODS: Final = {
    "reactions.add": Method(add, TIER_3, ("reactions:write",)),
    "reactions.remove": Method(remove, TIER_2, ("reactions:write",)),
    "reactions.get": Method(get, TIER_3, ("reactions:read",), takes_json=False),
}
