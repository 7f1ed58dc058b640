"""Blocks and views for tests of the sandbox."""

from typing import Any

from bot.sandbox.model import View
from bot.sandbox.server import Sandbox
from bot.sandbox.views import open_view

Payload = dict[str, Any]


def plain(text: str) -> Payload:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Payload:
    return {"text": plain(value.title()), "value": value}


def field(block_id: str, kind: str = "plain_text_input", **element: Any) -> Payload:
    """An input block; its element is called `it`. `optional` and the like go to the block."""
    about = {k: element.pop(k) for k in ("optional", "dispatch_action") if k in element}
    inner = {"type": kind, "action_id": "it", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": inner,
    } | about


def row(*elements: Payload) -> Payload:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def button(action_id: str = "go") -> Payload:
    return {"type": "button", "action_id": action_id, "text": plain("Go"), "value": "KR-3"}


def select(action_id: str, *values: str, **more: Any) -> Payload:
    options = [option(value) for value in values]
    return {"type": "static_select", "action_id": action_id, "options": options, **more}


def modal(*blocks: Payload, **more: Any) -> Payload:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": list(blocks),
        **more,
    }


def home(*blocks: Payload) -> Payload:
    return {"type": "home", "blocks": list(blocks)}


def show(sandbox: Sandbox, *blocks: Payload, over: View | None = None, **more: Any) -> View:
    """Put a form in front of Mei."""
    workspace = sandbox.world.workspaces["T1"]
    return open_view(sandbox.world, workspace, "U1", modal(*blocks, **more), previous=over)
