"""chat.*: post, update, delete, ephemeral, permalink."""

from typing import Final

from bot.sandbox import chat, events
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.limits import POSTING, SPECIAL, TIER_3, TIER_4
from bot.sandbox.methods.places import channel_posted_to, channel_seen, channel_used, message_at
from bot.sandbox.model import Channel, Message, Payload
from bot.sandbox.shapes import message_json, permalink


def content(call: Call) -> Payload:
    """The words of a message; what is not given is not there."""
    args = call.args
    given: Payload = {name: args.text(name) for name in ("text", "markdown_text") if args.has(name)}
    for name, error in _STRUCTURES.items():
        if args.has(name):
            given[name] = args.structure(name, error=error)
    return given


_STRUCTURES: Final = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}


def post_message(call: Call) -> Payload:
    channel = channel_posted_to(call)
    message = chat.compose(
        call.world,
        call.workspace,
        channel,
        call.bot,
        content(call),
        thread_ts=call.args.text("thread_ts") or None,
    )
    call.slack.limits.post(call.workspace.id, channel.id)
    chat.publish(call.world, call.workspace, message)
    call.tell(events.message(call.world, call.workspace, message))
    return _answer(call, message)


def update(call: Call) -> Payload:
    message = _own(call, channel_used(call))
    before = message_json(call.world, call.workspace, message)
    chat.edit(call.world, call.workspace, message, content(call))
    call.tell(events.message_changed(call.world, call.workspace, message, before))
    return _answer(call, message) | {"text": message.text}


def delete(call: Call) -> Payload:
    message = _own(call, channel_used(call), error="cant_delete_message")
    chat.delete(call.world, call.workspace, message)
    call.tell(events.message_deleted(call.world, call.workspace, message))
    return {"channel": message.channel, "ts": message.ts}


def post_ephemeral(call: Call) -> Payload:
    channel = channel_used(call)
    user = call.args.need("user")
    person = call.workspace.people.get(user)
    if person is None or person.deleted or user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = chat.post(
        call.world,
        call.workspace,
        channel,
        call.bot,
        content(call),
        seen_by=user,
        thread_ts=call.args.text("thread_ts") or None,
    )
    return {"message_ts": message.ts}


def get_permalink(call: Call) -> Payload:
    channel = channel_seen(call)
    message = message_at(channel, call.args.need("message_ts"))
    return {"channel": channel.id, "permalink": permalink(call.workspace, message)}


def _own(call: Call, channel: Channel, *, error: str = "cant_update_message") -> Message:
    message = message_at(channel, call.args.need("ts"))
    if message.user != call.bot:
        raise SlackError(error)
    return message


def _answer(call: Call, message: Message) -> Payload:
    shape = message_json(call.world, call.workspace, message)
    return {"channel": message.channel, "ts": message.ts, "message": shape}


METHODS: Final = {
    "chat.postMessage": Method(post_message, POSTING, ("chat:write",)),
    "chat.update": Method(update, TIER_3, ("chat:write",)),
    "chat.delete": Method(delete, TIER_3, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, TIER_4, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink, SPECIAL, takes_json=False),
}
