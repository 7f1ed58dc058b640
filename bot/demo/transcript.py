"""Who saw what, at which local time: a played week as Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.demo.looks import names
from bot.demo.witness import Seen
from bot.sandbox.model import Person, Workspace

MOMENT: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person did, in words that follow their name."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One paragraph of the transcript, and its place among those of one moment."""

    at: datetime
    text: str
    place: int


def write(title: str, workspace: Workspace, deeds: Iterable[Deed], seen: Iterable[Seen]) -> str:
    """The whole transcript, oldest first; a deed stands before what it made appear, and behind
    what somebody wrote, as it may be about that.
    """
    entries = [
        *(_deed(workspace, deed) for deed in deeds),
        *(_sighted(workspace, one, n) for one, n in _told_once(seen)),
    ]
    lines, day = [f"# {title}", ""], ""
    for entry in sorted(entries, key=lambda e: (e.at, e.place)):
        heading = f"{entry.at:%A, %d %B %Y} (UTC)"
        if heading != day:
            lines += [f"## {heading}", ""]
            day = heading
        lines += [entry.text, ""]
    return "\n".join(lines)


def local(at: datetime, person: Person) -> str:
    """A moment on a person's wall: Wed 10:00:00 (Europe/Berlin)."""
    return f"{at.astimezone(ZoneInfo(person.zone)):%a %H:%M:%S} ({person.zone})"


def _told_once(seen: Iterable[Seen]) -> list[tuple[Seen, int]]:
    """Each sight, with how many messages of one place came to look so within a moment: who
    answers after a reminder has two cards that show it.
    """
    found: list[tuple[Seen, int]] = []
    for one in seen:
        at = next((n for n, (other, _) in enumerate(found) if _is_alike(one, other)), None)
        if at is None:
            found.append((one, 1))
        else:
            found[at] = (found[at][0], found[at][1] + 1)
    return found


def _is_alike(one: Seen, other: Seen) -> bool:
    """Whether another message of this place has just been changed to the same."""
    told = (one.what, one.channel, one.look) == (other.what, other.channel, other.look)
    return told and one.what == "changed" and one.ts != other.ts and one.at - other.at < MOMENT


def _deed(workspace: Workspace, deed: Deed) -> Entry:
    person = workspace.people[deed.who]
    return Entry(deed.at, f"{local(deed.at, person)}: *{person.real_name} {deed.words}*", 1)


def _sighted(workspace: Workspace, seen: Seen, n: int) -> Entry:
    is_written = seen.what == "new" and seen.user != workspace.bot_user
    return Entry(seen.at, _sight(workspace, seen, n), 0 if is_written else 2)


def _sight(workspace: Workspace, seen: Seen, n: int = 1) -> str:
    said = "" if seen.what == "gone" else names(workspace, seen.look)
    files = [
        f"[picture: {workspace.files[f].alt_text or workspace.files[f].name}]" for f in seen.files
    ]
    quoted = "\n".join(f"> {line}".rstrip() for line in [*said.splitlines(), *files])
    where = _where(workspace, seen, n)
    return f"{where}:\n\n{quoted}" if quoted else f"{where}."


def _where(workspace: Workspace, seen: Seen, n: int) -> str:
    channel = workspace.channels[seen.channel]
    author = workspace.people[seen.user].real_name
    first = names(workspace, seen.look).splitlines()[:1]
    what = {
        "new": f"from {author}",
        "changed": "that this has changed" if n == 1 else f"that {n} messages have changed to this",
        "gone": f"that this goes away again: {''.join(first)}",
    }[seen.what]
    thread = " in a thread" if seen.thread_ts and seen.thread_ts != seen.ts else ""
    if channel.kind == "im":
        reader = next(p for p in channel.members if p != workspace.bot_user)
        person = workspace.people[reader]
        return f"{local(seen.at, person)}: **{person.real_name}** sees {what}{thread}"
    alone = f" (only {workspace.people[seen.seen_by].real_name})" if seen.seen_by else ""
    return f"{seen.at:%a %H:%M:%S} UTC: **#{channel.name}** sees{alone} {what}{thread}"
