"""Small blocks to build payloads from, and where they may be tried."""

from typing import Any

from bot.sandbox.blockkit import message_problems, view_problems

Block = dict[str, Any]


def text(length: int, kind: str = "plain_text") -> Block:
    return {"type": kind, "text": "x" * length}


def section(**fields: Any) -> Block:
    return {"type": "section", **fields}


def option(value: int = 1, label: int = 1, **more: Any) -> Block:
    return {"text": text(label), "value": "v" * value, **more}


def menu(kind: str = "static_select", **fields: Any) -> Block:
    return {"type": kind, "action_id": "a", **fields}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: Any) -> Block:
    return {"type": "button", "text": text(1), **fields}


def ask(element: Block, **fields: Any) -> Block:
    return {"type": "input", "label": text(1), "element": element, **fields}


def image(**fields: Any) -> Block:
    return {"type": "image", "alt_text": "a chart", "image_url": "https://ex.com/a.png", **fields}


def table(rows: int, cells: int, length: int = 1) -> Block:
    row = [{"type": "raw_text", "text": "x" * length}] * cells
    return {"type": "table", "rows": [row] * rows}


def chart(kind: str, **fields: Any) -> Block:
    return {"type": "data_visualization", "title": "NPS", "chart": {"type": kind, **fields}}


def points(*labels: str) -> list[Block]:
    return [{"label": label, "value": 1} for label in labels]


def in_message(*blocks: Block) -> list[str]:
    return [str(problem) for problem in message_problems({"blocks": list(blocks)})]


def in_modal(*blocks: Block, **fields: Any) -> list[str]:
    view = {
        "type": "modal",
        "title": text(1),
        "submit": text(1),
        "blocks": list(blocks) or [{"type": "divider"}],
    }
    return [str(problem) for problem in view_problems(view | fields)]


def in_home(*blocks: Block, **fields: Any) -> list[str]:
    view = {"type": "home", "blocks": list(blocks), **fields}
    return [str(problem) for problem in view_problems(view)]
