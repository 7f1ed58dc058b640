"""What messages of the simulated Slack say, as plain text."""

import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.model import Workspace

Block = dict[str, Any]


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
