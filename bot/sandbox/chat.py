"""Posting, editing and deleting messages, whoever does it: methods, people, response URLs."""

import itertools
from typing import Any, Final

from bot.sandbox.blockkit import message_problems
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message, Payload, Workspace, World

TEXT_CUT: Final = 40_000
TEXT_EDITED: Final = 4_000
_CONTENT: Final = ("text", "blocks", "attachments", "markdown_text", "files")


def post(
    world: World,
    workspace: Workspace,
    channel: Channel,
    user: str,
    payload: Payload,
    *,
    seen_by: str | None = None,
    thread_ts: str | None = None,
) -> Message:
    """Put a message into a channel; `seen_by` makes it ephemeral, for that person only."""
    message = compose(
        world, workspace, channel, user, payload, seen_by=seen_by, thread_ts=thread_ts
    )
    return publish(world, workspace, message)


def compose(
    world: World,
    workspace: Workspace,
    channel: Channel,
    user: str,
    payload: Payload,
    *,
    seen_by: str | None = None,
    thread_ts: str | None = None,
) -> Message:
    """A message that nobody sees yet, or what Slack would say of it."""
    check(world, workspace, payload)
    if not any(map(payload.get, _CONTENT)):
        raise SlackError("no_text")
    return Message(
        ts=world.new_ts(),
        channel=channel.id,
        user=user,
        text=(payload.get("text") or "")[:TEXT_CUT],
        sent_at=world.clock.now(),
        blocks=blocks_of(payload),
        thread_ts=_root(channel, thread_ts),
        bot_id=workspace.bot_id if user == workspace.bot_user else None,
        seen_by=seen_by,
        files=list(payload.get("files") or []),
        attachments=list(payload.get("attachments") or []),
        metadata=payload.get("metadata"),
    )


def publish(world: World, workspace: Workspace, message: Message) -> Message:
    """Show a composed message."""
    workspace.channels[message.channel].messages[message.ts] = message
    world.changed(workspace.id)
    return message


def edit(world: World, workspace: Workspace, message: Message, payload: Payload) -> Message:
    """Replace what is given. Text without blocks removes the blocks; blocks alone keep the text."""
    check(world, workspace, payload)
    if not any(payload.get(name) is not None for name in _CONTENT):
        raise SlackError("no_text")
    text = payload.get("text")
    if text is not None and len(text) > TEXT_EDITED:
        raise SlackError("msg_too_long")
    blocks = blocks_of(payload)
    if not (blocks or text or message.text or message.attachments):
        raise SlackError("no_text")
    message.edited = message.edited or (text is not None and text != message.text)
    message.text = message.text if text is None else text
    message.blocks = blocks
    if payload.get("attachments") is not None:
        message.attachments = payload["attachments"]
    message.metadata = payload.get("metadata", message.metadata)
    world.changed(workspace.id)
    return message


def delete(world: World, workspace: Workspace, message: Message) -> None:
    workspace.channels[message.channel].messages.pop(message.ts, None)
    world.changed(workspace.id)


def check(world: World, workspace: Workspace, payload: Payload) -> None:
    """Raise what Slack would say of this content."""
    if payload.get("markdown_text") and (payload.get("text") or payload.get("blocks")):
        raise SlackError("markdown_text_conflict")
    if len(payload.get("markdown_text") or "") > 12_000:
        raise SlackError("msg_too_long")
    if len(payload.get("attachments") or []) > 100:
        raise SlackError("too_many_attachments")
    _check_metadata(payload.get("metadata"))
    _check_blocks(world, workspace, payload.get("blocks"), "invalid_blocks")
    for attachment in payload.get("attachments") or []:
        if not isinstance(attachment, dict):
            raise SlackError("invalid_attachments")
        _check_blocks(world, workspace, attachment.get("blocks"), "invalid_attachments")


def _check_blocks(world: World, workspace: Workspace, blocks: Any, error: str) -> None:
    if blocks is not None and not isinstance(blocks, list):
        raise SlackError(f"{error}_format" if error == "invalid_blocks" else error)
    lines = [str(problem) for problem in message_problems({"blocks": blocks or []})]
    lines = lines or unready_files(world, workspace, blocks or [], "/blocks")
    if lines:
        messages = [f"[ERROR] {line}" for line in lines]
        raise SlackError(error, errors=lines, response_metadata={"messages": messages})


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or set(metadata) - {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(
        metadata.get("event_payload"), dict
    ):
        raise SlackError("invalid_metadata_schema")


def unready_files(
    world: World, workspace: Workspace, blocks: list[Payload], pointer: str
) -> list[str]:
    """Images of files that Slack does not have, or is still working on."""
    problems = []
    for number, block in enumerate(blocks):
        shared = block.get("slack_file")
        if block.get("type") != "image" or not isinstance(shared, dict):
            continue
        file = workspace.files.get(shared.get("id", ""))
        if file is None or file.ready_at is None or world.clock.now() < file.ready_at:
            problems.append(f"invalid slack file [json-pointer:{pointer}/{number}/slack_file]")
    return problems


def blocks_of(payload: Payload) -> list[Payload]:
    """The blocks of a payload with the ids that Slack gives to those without one."""
    if text := payload.get("markdown_text"):
        return with_ids([{"type": "markdown", "text": text}])
    return with_ids(payload.get("blocks") or [])


def with_ids(blocks: list[Payload]) -> list[Payload]:
    """Blocks and elements always come back with an id; ours are their places."""
    taken = {block.get("block_id") for block in blocks}
    free = (f"b{n}" for n in itertools.count(1) if f"b{n}" not in taken)
    return [
        _with_action_ids({**block, "block_id": block.get("block_id") or next(free)})
        for block in blocks
    ]


def _with_action_ids(block: Payload) -> Payload:
    kind = block["type"]
    if kind == "actions":
        block["elements"] = [_named(e, f"a{n}") for n, e in enumerate(block["elements"], 1)]
    elif kind == "input":
        block["element"] = _named(block["element"], "a1")
    elif kind == "section" and "accessory" in block:
        block["accessory"] = _named(block["accessory"], "a1")
    return block


def _named(element: Payload, name: str) -> Payload:
    if element.get("type") == "image" or element.get("action_id"):
        return element
    return {**element, "action_id": name}


def _root(channel: Channel, thread_ts: str | None) -> str | None:
    """The parent that a reply belongs to: a reply to a reply goes to the same parent."""
    if not thread_ts:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None or parent.seen_by is not None:
        raise SlackError("thread_not_found")
    return parent.thread_ts or parent.ts
