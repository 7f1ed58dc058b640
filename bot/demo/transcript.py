"""Who saw what, at which local time: a played week as Markdown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox.model import Channel, Message, Person, Workspace

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person did, in words, and what they saw at once."""

    at: datetime
    who: str
    words: str
    saw: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph of the transcript."""

    at: datetime
    text: str


def write(title: str, workspace: Workspace, deeds: Iterable[Deed], since: datetime) -> str:
    """The whole transcript, oldest first."""
    entries = [*_messages(workspace, since), *(_deed(workspace, deed) for deed in deeds)]
    lines = [f"# {title}", ""]
    day = ""
    for entry in sorted(entries, key=lambda e: e.at):
        heading = entry.at.strftime("%A, %d %B %Y (UTC)")
        if heading != day:
            lines += [f"## {heading}", ""]
            day = heading
        lines += [entry.text, ""]
    return "\n".join(lines)


def local(at: datetime, person: Person) -> str:
    """A moment on a person's wall: Wed 10:00 (Europe/Berlin)."""
    return f"{at.astimezone(ZoneInfo(person.zone)):%a %H:%M:%S} ({person.zone})"


def _messages(workspace: Workspace, since: datetime) -> Iterator[Entry]:
    for channel in workspace.channels.values():
        for message in channel.messages.values():
            if message.sent_at >= since:
                yield Entry(message.sent_at, _message(workspace, channel, message))


def _message(workspace: Workspace, channel: Channel, message: Message) -> str:
    said = names(workspace, as_text(message.text, message.blocks))
    author = workspace.people[message.user].real_name if message.user in workspace.people else "?"
    thread = " in a thread" if message.thread_ts and message.thread_ts != message.ts else ""
    if channel.kind == "im":
        reader = next(p for p in channel.members if p != workspace.bot_user)
        person = workspace.people[reader]
        where = f"{local(message.sent_at, person)}: **{person.real_name}** sees from {author}"
    else:
        seen = workspace.people.get(message.seen_by or "")
        whom = f" (only {seen.real_name})" if seen else ""
        where = f"{message.sent_at:%a %H:%M:%S} UTC: **#{channel.name}** sees{whom} from {author}"
    return f"{where}{thread}:\n\n{_quoted(said)}{_reactions(workspace, message)}"


def _reactions(workspace: Workspace, message: Message) -> str:
    given = [
        f":{name}: {', '.join(workspace.people[u].real_name for u in users)}"
        for name, users in message.reactions.items()
    ]
    return f"\n\n{' · '.join(given)}" if given else ""


def _deed(workspace: Workspace, deed: Deed) -> Entry:
    person = workspace.people[deed.who]
    text = f"{local(deed.at, person)}: *{person.real_name} {deed.words}*"
    return Entry(deed.at, f"{text}\n\n{_quoted(names(workspace, deed.saw))}" if deed.saw else text)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def names(workspace: Workspace, text: str) -> str:
    """Mentions as names, for people who read this outside Slack."""

    def person(found: re.Match[str]) -> str:
        known = workspace.people.get(found[1])
        return f"@{known.real_name}" if known else found[0]

    def channel(found: re.Match[str]) -> str:
        known = workspace.channels.get(found[1])
        return f"#{known.name}" if known else found[0]

    text = re.sub(r"<@(\w+)(?:\|[^>]*)?>", person, text)
    text = re.sub(r"<#(\w+)(?:\|[^>]*)?>", channel, text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_text(fallback: str, blocks: list[Block]) -> str:
    """What a message or view says, block by block; buttons in brackets."""
    return "\n".join(line for block in blocks for line in _block(block)) or fallback


def _block(block: Block) -> Iterator[str]:
    kind = block["type"]
    if kind == "header":
        yield f"**{block['text']['text']}**"
    elif kind == "section":
        if "text" in block:
            yield block["text"]["text"]
        for field in block.get("fields", ()):
            yield field["text"]
        if "accessory" in block:
            yield from _elements([block["accessory"]])
    elif kind == "context":
        yield " · ".join(e.get("text", e.get("alt_text", "")) for e in block["elements"])
    elif kind == "actions":
        yield from _elements(block["elements"])
    elif kind == "input":
        yield f"{block['label']['text']}: ____"
    elif kind == "divider":
        yield "---"


def _elements(elements: list[Block]) -> Iterator[str]:
    shown = [e["text"]["text"] for e in elements if isinstance(e.get("text"), dict)]
    if shown:
        yield " ".join(f"[{text}]" for text in shown)
