"""How Slack encodes what people type: mentions, channels, and the three special characters."""

import re
from typing import Final

from bot.sandbox.model import Workspace

_TOKEN: Final = re.compile(
    r"<(?P<sigil>[@#])(?P<id>[UWC][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|(?<![\w@#/])(?P<bare>[@#])(?P<name>[\w.\-]*\w)"
)
_BROADCASTS: Final = ("channel", "here", "everyone")


def encode(workspace: Workspace, typed: str, *, labels: bool) -> str:
    """Mentions as `<@U1>`, channels as `<#C1>`, `&<>` escaped; with labels `<@U1|name>`."""
    parts, end = [], 0
    for found in _TOKEN.finditer(typed):
        parts += [_escaped(typed[end : found.start()]), _token(workspace, found, labels=labels)]
        end = found.end()
    return "".join([*parts, _escaped(typed[end:])])


def plain(workspace: Workspace, typed: str) -> str:
    """Mentions as people read them, `@name` and `#name`: commands without should_escape."""

    def name(found: re.Match[str]) -> str:
        sigil, id_ = found["sigil"], found["id"]
        known = workspace.people.get(id_) if sigil == "@" else workspace.channels.get(id_ or "")
        return f"{sigil}{known.name}" if known else found[0]

    return _TOKEN.sub(name, typed)


def _token(workspace: Workspace, found: re.Match[str], *, labels: bool) -> str:
    sigil, id_ = found["sigil"] or found["bare"], found["id"]
    if sigil == "@":
        if found["name"] in _BROADCASTS:
            return f"<!{found['name']}>"
        people = workspace.people.values()
        person = next((p for p in people if id_ == p.id or found["name"] == p.name), None)
        label = f"|{person.name}" if person and labels else ""
        return f"<@{person.id}{label}>" if person else _escaped(found[0])
    channels = (c for c in workspace.channels.values() if c.kind != "im")
    channel = next((c for c in channels if id_ == c.id or found["name"] == c.name), None)
    if channel is None:
        return _escaped(found[0])
    label = f"|{channel.name if channel.kind == 'public' else ''}"
    return f"<#{channel.id}{label if labels else ''}>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
