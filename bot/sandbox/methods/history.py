"""conversations.history and replies: what was said in a channel, the last first, or in a thread."""

from collections.abc import Iterable
from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.limits import TIER_3
from bot.sandbox.methods.pages import page
from bot.sandbox.methods.places import channel_seen, message_at
from bot.sandbox.model import Channel, Message, Payload
from bot.sandbox.shapes import message_json

_SCOPES: Final = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
_ANY: Final = (*_SCOPES.values(), "mpim:history")


def history(call: Call) -> Payload:
    channel = _readable(call)
    said = [m for m in channel.messages.values() if m.thread_ts in (None, m.ts)]
    return _told(call, sorted(said, key=_when, reverse=True))


def replies(call: Call) -> Payload:
    """The first message of the thread stands before its replies, however old it is."""
    channel = _readable(call)
    first = message_at(channel, call.args.need("ts"))
    return _told(call, sorted(channel.threads(first.ts), key=_when), before=(first,))


def _readable(call: Call) -> Channel:
    """A channel that the bot is in, if reading what is said there was granted."""
    channel = channel_seen(call)
    call.need_scope(_SCOPES[channel.kind])
    if call.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _told(call: Call, said: Iterable[Message], before: tuple[Message, ...] = ()) -> Payload:
    """A page of what was said between `oldest` and `latest` and everybody sees."""
    wanted = [m for m in said if m.seen_by is None and _is_between(call, float(m.ts))]
    found, more = page(call, [*before, *wanted])
    shapes = [_shape(call, message) for message in found]
    return {"messages": shapes, "has_more": bool(more["response_metadata"]["next_cursor"]), **more}


def _is_between(call: Call, at: float) -> bool:
    oldest, latest = _moment(call, "oldest"), _moment(call, "latest")
    if call.args.flag("inclusive"):
        return (oldest is None or at >= oldest) and (latest is None or at <= latest)
    return (oldest is None or at > oldest) and (latest is None or at < latest)


def _moment(call: Call, name: str) -> float | None:
    text = call.args.text(name)
    try:
        return float(text) if text else None
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _shape(call: Call, message: Message) -> Payload:
    shape = message_json(call.world, call.workspace, message)
    if not call.args.flag("include_all_metadata"):
        shape.pop("metadata", None)
    return shape


def _when(message: Message) -> float:
    return float(message.ts)


METHODS: Final = {
    "conversations.history": Method(history, TIER_3, _ANY),
    "conversations.replies": Method(replies, TIER_3, _ANY),
}
