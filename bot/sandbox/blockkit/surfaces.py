"""Messages, modals and Home tabs as a whole."""

from collections.abc import Iterator
from typing import Any, Final

from bot.sandbox.blockkit.blocks import BLOCKS
from bot.sandbox.blockkit.checks import Check, boolean, items, shape, string, typed
from bot.sandbox.blockkit.objects import plain
from bot.sandbox.blockkit.problems import Problem

_ONE: Final = typed(BLOCKS)
_IN_MESSAGE: Final = items(_ONE, 50, least=0)
_MARKDOWN: Final = 12_000
_COMMON: Final[dict[str, Check]] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_MODAL: Final = shape(
    {"title": plain(24), "blocks": items(_ONE, 100)},
    {
        **_COMMON,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME: Final = shape({"blocks": items(_ONE, 100)}, _COMMON)


def message_problems(payload: Any) -> list[Problem]:
    """What Slack would refuse in a message's blocks; empty means fine."""
    if not isinstance(payload, dict):
        return [Problem("must provide an object", "/message")]
    blocks = payload.get("blocks") or []
    if problems := _IN_MESSAGE(blocks, "message"):
        return [problem.inside("blocks") for problem in problems]
    return [
        *_doubled_ids(blocks, "/blocks"),
        *_too_many(blocks, "table", 1, "only_one_table_allowed"),
        *_too_many(blocks, "data_visualization", 2, "too many data_visualization blocks"),
        *_too_much_markdown(blocks),
    ]


def view_problems(payload: Any) -> list[Problem]:
    """What Slack would refuse in a modal or a Home tab; empty means fine."""
    if not isinstance(payload, dict):
        return [Problem("must provide an object", "/view")]
    kind = payload.get("type")
    if kind is None:
        missing = [name for name in ("type", "blocks") if name not in payload]
        return [Problem(f"missing required field: {name}", "/view") for name in missing]
    if kind not in ("modal", "home"):
        return [Problem(f"unsupported type: {kind}", "/view/type")]
    if problems := (_MODAL if kind == "modal" else _HOME)(payload, kind):
        return [problem.inside("view") for problem in problems]
    blocks = payload["blocks"]
    found = [*_doubled_ids(blocks, "/view/blocks"), *_focused_twice(blocks)]
    return found + ([] if kind == "home" or "submit" in payload else _unsubmittable(blocks))


def _unsubmittable(blocks: list[dict[str, Any]]) -> list[Problem]:
    sentence = "must define `submit` to use an `input` block in modals"
    inputs = [number for number, block in enumerate(blocks) if block["type"] == "input"]
    return [Problem(sentence, f"/view/blocks/{number}/input") for number in inputs]


def _doubled_ids(blocks: list[dict[str, Any]], at: str) -> Iterator[Problem]:
    """Ids are unique: of blocks in the payload, of actions in their block."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if name := block.get("block_id"):
            if name in seen:
                yield Problem(f'`block_id` "{name}" already exists', f"{at}/{number}/block_id")
            seen.add(name)
        if block["type"] in ("actions", "context_actions"):
            yield from _doubled_actions(block["elements"], f"{at}/{number}/elements")


def _doubled_actions(elements: list[dict[str, Any]], at: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, element in enumerate(elements):
        if name := element.get("action_id"):
            if name in seen:
                pointer = f"{at}/{number}/action_id"
                yield Problem(f'`action_id` "{name}" already exists', pointer)
            seen.add(name)


def _focused_twice(blocks: list[dict[str, Any]]) -> list[Problem]:
    """Only one element of a view may take the focus."""
    elements = [b.get("element") or b.get("accessory") or {} for b in blocks]
    elements += [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    focused = [e for e in elements if e.get("focus_on_load")]
    return [Problem("only one element may set `focus_on_load`", "/view")] if focused[1:] else []


def _too_many(blocks: list[dict[str, Any]], kind: str, most: int, sentence: str) -> list[Problem]:
    found = [number for number, block in enumerate(blocks) if block["type"] == kind]
    return [Problem(sentence, f"/blocks/{number}") for number in found[most:]]


def _too_much_markdown(blocks: list[dict[str, Any]]) -> list[Problem]:
    total = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    sentence = f"must be less than {_MARKDOWN + 1} characters in total"
    return [Problem(sentence, "/blocks")] if total > _MARKDOWN else []
