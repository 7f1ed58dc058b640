"""files.getUploadURLExternal and files.completeUploadExternal."""

from typing import Any, Final

from bot.sandbox import chat, events, files
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.limits import TIER_4
from bot.sandbox.methods.places import used
from bot.sandbox.model import Channel, Message, Payload
from bot.sandbox.shapes import file_json


def get_upload_url(call: Call) -> Payload:
    name, length = call.args.need("filename"), call.args.number("length", 0)
    alt_text = call.args.text("alt_txt")
    if length < 1:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    if len(alt_text) > 1000:
        raise SlackError("alt_txt_too_large")
    file = files.announce(call.world, call.workspace, name, length, alt_text)
    url = f"{call.slack.url}/upload/v1/{call.workspace.id}/{file.id}"
    return {"upload_url": url, "file_id": file.id}


def complete_upload(call: Call) -> Payload:
    asked = _asked(call)
    channels = [used(call, id_) for id_ in _channel_ids(call)]
    messages = [_composed(call, channel, asked) for channel in channels]
    for channel in channels:
        call.slack.limits.post(call.workspace.id, channel.id)
    done = [files.complete(call.world, call.workspace, f["id"], _title(f)) for f in asked]
    for message in messages:
        chat.publish(call.world, call.workspace, message)
        said = events.message(call.world, call.workspace, message)
        call.tell(said | {"subtype": "file_share"})
    return {"files": [file_json(call.workspace, f, host=call.slack.url) for f in done]}


def _composed(call: Call, channel: Channel, asked: list[Payload]) -> Message:
    return chat.compose(
        call.world,
        call.workspace,
        channel,
        call.bot,
        {**_message(call), "files": [file["id"] for file in asked]},
        thread_ts=call.args.text("thread_ts") or None,
    )


def _asked(call: Call) -> list[Payload]:
    asked: Any = call.args.structure("files")
    if not isinstance(asked, list) or not asked:
        raise invalid_arguments("missing required field: files")
    for file in asked:
        if not isinstance(file, dict) or not isinstance(file.get("id"), str):
            raise invalid_arguments("missing required field: id [json-pointer:/files]")
    return asked


def _title(file: Payload) -> str:
    return str(file.get("title") or "")


def _channel_ids(call: Call) -> list[str]:
    ids = call.args.words("channels")
    if one := call.args.text("channel_id"):
        ids.append(one)
    if len(ids) > 100:
        raise SlackError("channels_limit_exceeded")
    return list(dict.fromkeys(ids))


def _message(call: Call) -> Payload:
    """The words beside the file: a comment, or else blocks."""
    if comment := call.args.text("initial_comment"):
        return {"text": comment}
    blocks = call.args.structure("blocks", error="invalid_blocks")
    return {"blocks": blocks} if blocks else {}


METHODS: Final = {
    "files.getUploadURLExternal": Method(
        get_upload_url, TIER_4, ("files:write",), takes_json=False
    ),
    "files.completeUploadExternal": Method(complete_upload, TIER_4, ("files:write",)),
}
