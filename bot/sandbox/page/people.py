"""People and messages as the page's JSON."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from bot.sandbox.model import Channel, File, Message, Person, Workspace
from bot.sandbox.page.marks import Marks, is_for

Json = dict[str, Any]


def badges(person: Person) -> list[str]:
    flags = {
        "app": person.is_bot,
        "owner": person.is_owner,
        "admin": person.is_admin and not person.is_owner,
        "guest": person.is_guest,
        "deactivated": person.deleted,
    }
    return [name for name, on in flags.items() if on]


def person(one: Person, workspace: Workspace, marks: Marks) -> Json:
    """One person, with the messages from the app that they have not read."""
    dm = workspace.im(one.id)
    return {
        "id": one.id,
        "name": one.name,
        "real_name": one.real_name,
        "title": one.title,
        "zone": one.zone,
        "locale": one.locale,
        "colour": one.colour,
        "status_text": one.status_text,
        "status_emoji": one.status_emoji,
        "badges": badges(one),
        "is_bot": one.is_bot,
        "deleted": one.deleted,
        "unread": marks.unread(workspace.id, one.id, dm) if dm and not one.is_bot else 0,
    }


def messages(channel: Channel, user: str, workspace: Workspace) -> list[Json]:
    """What this person sees in the channel, replies left to their thread."""
    seen = [m for m in channel.messages.values() if is_for(m, user)]
    replies = _by_thread(seen)
    return [
        message(m, workspace, replies.get(m.ts, [])) for m in seen if m.thread_ts in (None, m.ts)
    ]


def thread(channel: Channel, ts: str, user: str, workspace: Workspace) -> list[Json]:
    """The root and its replies; nothing if the root is gone."""
    root = channel.messages.get(ts)
    replies = [m for m in channel.threads(ts) if is_for(m, user)]
    return [message(m, workspace, []) for m in ([root, *replies] if root else [])]


def _by_thread(seen: Iterable[Message]) -> dict[str, list[Message]]:
    threads: dict[str, list[Message]] = defaultdict(list)
    for one in seen:
        if one.thread_ts not in (None, one.ts):
            threads[one.thread_ts or ""].append(one)
    return threads


def message(one: Message, workspace: Workspace, replies: list[Message]) -> Json:
    return {
        "ts": one.ts,
        "channel": one.channel,
        "user": one.user,
        "text": one.text,
        "sent_at": one.sent_at.isoformat(),
        "blocks": one.blocks,
        "thread_ts": one.thread_ts,
        "bot": one.bot_id is not None,
        "ephemeral": one.seen_by is not None,
        "edited": one.edited,
        "reactions": [{"name": n, "users": u} for n, u in one.reactions.items() if u],
        "files": [file(workspace.files[f]) for f in one.files if f in workspace.files],
        "replies": _replies(replies),
    }


def _replies(replies: list[Message]) -> Json | None:
    if not replies:
        return None
    people = list(dict.fromkeys(m.user for m in replies))
    return {"count": len(replies), "people": people, "last": replies[-1].sent_at.isoformat()}


def file(one: File) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title or one.name,
        "alt": one.alt_text or one.title or one.name,
        "size": len(one.content),
        "image": image_type(one) is not None,
    }


def image_type(one: File) -> str | None:
    """The content type of a picture, told by its first bytes; None for any other file."""
    kinds = {b"\x89PNG\r\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
    return next((kind for magic, kind in kinds.items() if one.content.startswith(magic)), None)
