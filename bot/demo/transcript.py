"""Who saw what, at which local time: a played week as Markdown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.witness import Seen
from bot.sandbox.model import Person, Workspace

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person did, in words that follow their name."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph of the transcript."""

    at: datetime
    text: str


def write(title: str, workspace: Workspace, deeds: Iterable[Deed], seen: Iterable[Seen]) -> str:
    """The whole transcript, oldest first; a deed stands before what it made appear."""
    entries = [
        *(_deed(workspace, deed) for deed in deeds),
        *(Entry(one.at, _sight(workspace, one)) for one in seen),
    ]
    lines, day = [f"# {title}", ""], ""
    for entry in sorted(entries, key=lambda e: e.at):
        heading = f"{entry.at:%A, %d %B %Y} (UTC)"
        if heading != day:
            lines += [f"## {heading}", ""]
            day = heading
        lines += [entry.text, ""]
    return "\n".join(lines)


def local(at: datetime, person: Person) -> str:
    """A moment on a person's wall: Wed 10:00:00 (Europe/Berlin)."""
    return f"{at.astimezone(ZoneInfo(person.zone)):%a %H:%M:%S} ({person.zone})"


def _deed(workspace: Workspace, deed: Deed) -> Entry:
    person = workspace.people[deed.who]
    return Entry(deed.at, f"{local(deed.at, person)}: *{person.real_name} {deed.words}*")


def _sight(workspace: Workspace, seen: Seen) -> str:
    said = names(workspace, as_text(seen.text, seen.blocks))
    files = [
        f"[picture: {workspace.files[f].alt_text or workspace.files[f].name}]" for f in seen.files
    ]
    quoted = "\n".join(f"> {line}".rstrip() for line in [*said.splitlines(), *files])
    return f"{_where(workspace, seen)}:\n\n{quoted}"


def _where(workspace: Workspace, seen: Seen) -> str:
    channel = workspace.channels[seen.channel]
    author = workspace.people[seen.user].real_name
    what = "that this has changed" if seen.again else f"from {author}"
    thread = " in a thread" if seen.thread_ts and seen.thread_ts != seen.ts else ""
    if channel.kind == "im":
        reader = next(p for p in channel.members if p != workspace.bot_user)
        person = workspace.people[reader]
        return f"{local(seen.at, person)}: **{person.real_name}** sees {what}{thread}"
    alone = f" (only {workspace.people[seen.seen_by].real_name})" if seen.seen_by else ""
    return f"{seen.at:%a %H:%M:%S} UTC: **#{channel.name}** sees{alone} {what}{thread}"


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
        yield from (field["text"] for field in block.get("fields", ()))
        yield from _buttons([block.get("accessory") or {}])
    elif kind == "context":
        yield " · ".join(e.get("text", e.get("alt_text", "")) for e in block["elements"])
    elif kind == "actions":
        yield from _buttons(block["elements"])
    elif kind == "input":
        yield f"{block['label']['text']}: ____"
    elif kind == "divider":
        yield "---"


def _buttons(elements: list[Block]) -> Iterator[str]:
    shown = [e["text"]["text"] for e in elements if isinstance(e.get("text"), dict)]
    if shown:
        yield " ".join(f"[{text}]" for text in shown)
