"""Who saw what, at which local time: a played week as Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.demo.looks import names
from bot.demo.witness import Seen
from bot.sandbox.model import Person, Workspace


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
    said = "" if seen.what == "gone" else names(workspace, seen.look)
    files = [
        f"[picture: {workspace.files[f].alt_text or workspace.files[f].name}]" for f in seen.files
    ]
    quoted = "\n".join(f"> {line}".rstrip() for line in [*said.splitlines(), *files])
    return f"{_where(workspace, seen)}:\n\n{quoted}" if quoted else f"{_where(workspace, seen)}."


def _where(workspace: Workspace, seen: Seen) -> str:
    channel = workspace.channels[seen.channel]
    author = workspace.people[seen.user].real_name
    first = names(workspace, seen.look).splitlines()[:1]
    what = {
        "new": f"from {author}",
        "changed": "that this has changed",
        "gone": f"that this goes away again: {''.join(first)}",
    }[seen.what]
    thread = " in a thread" if seen.thread_ts and seen.thread_ts != seen.ts else ""
    if channel.kind == "im":
        reader = next(p for p in channel.members if p != workspace.bot_user)
        person = workspace.people[reader]
        return f"{local(seen.at, person)}: **{person.real_name}** sees {what}{thread}"
    alone = f" (only {workspace.people[seen.seen_by].real_name})" if seen.seen_by else ""
    return f"{seen.at:%a %H:%M:%S} UTC: **#{channel.name}** sees{alone} {what}{thread}"
