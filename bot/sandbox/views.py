"""Modals and Home tabs: checked, stacked at most three high, updated against their hash."""

import json
from typing import Final

from pydantic_core import to_json

from bot.sandbox.blockkit import view_problems
from bot.sandbox.chat import unready_files, with_ids
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.model import Payload, View, Workspace, World

STACK: Final = 3
LARGEST: Final = 250_000


def open_view(
    world: World,
    workspace: Workspace,
    user: str,
    payload: Payload,
    *,
    previous: View | None = None,
) -> View:
    """Show a modal. Over `previous` it is pushed on its stack; alone it starts a new one."""
    check(world, workspace, payload, "modal")
    stack = workspace.modals.get(user, []) if previous else []
    if previous is not None and previous not in stack:
        raise SlackError("not_found")
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    view = _new(world, workspace, user, payload)
    if previous is not None:
        view.root_id, view.previous_id = previous.root_id, previous.id
    workspace.modals[user] = [*stack, view]
    world.changed(workspace.id)
    return view


def update_view(
    world: World, workspace: Workspace, view: View, payload: Payload, *, hash_: str = ""
) -> View:
    """Replace a view's content in its place; what was typed stays where both ids stay."""
    check(world, workspace, payload, view.payload["type"], replaces=view)
    if hash_ and hash_ != view.hash:
        raise SlackError("hash_conflict")
    view.payload = _ready(payload)
    view.external_id = payload.get("external_id", "")
    view.state = _kept(view.state, view.payload["blocks"])
    view.hash = _hash(world)
    world.changed(workspace.id)
    return view


def publish_home(
    world: World, workspace: Workspace, user: str, payload: Payload, *, hash_: str = ""
) -> View:
    """Set the Home tab of one person."""
    home = workspace.homes.get(user)
    if home is not None:
        return update_view(world, workspace, home, payload, hash_=hash_)
    check(world, workspace, payload, "home")
    workspace.homes[user] = view = _new(world, workspace, user, payload)
    world.changed(workspace.id)
    return view


def close_view(world: World, workspace: Workspace, view: View) -> View | None:
    """Take a modal off its stack with all above it; the one below is what the person sees."""
    stack = workspace.modals.get(view.user, [])
    if view in stack:
        del stack[stack.index(view) :]
        world.changed(workspace.id)
    return stack[-1] if stack else None


def clear_views(world: World, workspace: Workspace, user: str) -> None:
    """Close every modal of this person."""
    if workspace.modals.pop(user, None):
        world.changed(workspace.id)


def find(workspace: Workspace, *, view_id: str = "", external_id: str = "") -> View:
    for view in _all(workspace):
        if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
            return view
    raise SlackError("not_found")


def check(
    world: World,
    workspace: Workspace,
    payload: Payload,
    kind: str,
    *,
    replaces: View | None = None,
) -> None:
    """Raise what Slack would say of this view."""
    if _too_large(payload):
        raise SlackError("view_too_large")
    lines = [str(problem) for problem in view_problems(payload)]
    if not lines and payload["type"] != kind:
        lines = [f"must be a {kind} view [json-pointer:/view/type]"]
    if not lines:
        lines = unready_files(world, workspace, payload["blocks"], "/view/blocks")
    if lines:
        raise invalid_arguments(*lines)
    name = payload.get("external_id")
    if name and any(v.external_id == name for v in _all(workspace) if v is not replaces):
        raise SlackError("duplicate_external_id")


def _too_large(payload: Payload) -> bool:
    """Counted with its spaces, half as much again at most: only where they may matter."""
    return len(to_json(payload)) * 1.5 > LARGEST and (
        len(json.dumps(payload, ensure_ascii=False).encode()) > LARGEST
    )


def _all(workspace: Workspace) -> list[View]:
    modals = [view for stack in workspace.modals.values() for view in stack]
    return [*modals, *workspace.homes.values()]


def _new(world: World, workspace: Workspace, user: str, payload: Payload) -> View:
    if user not in workspace.people:
        raise invalid_arguments("user not found [json-pointer:/user_id]")
    id_ = world.new_id("V")
    return View(
        id=id_,
        user=user,
        payload=_ready(payload),
        hash=_hash(world),
        root_id=id_,
        external_id=payload.get("external_id", ""),
    )


def _ready(payload: Payload) -> Payload:
    return {**payload, "blocks": with_ids(payload["blocks"])}


def _hash(world: World) -> str:
    return f"{int(world.clock.now().timestamp())}.{world.new_id('h')[-8:].lower()}"


def _kept(state: Payload, blocks: list[Payload]) -> Payload:
    """The typed values whose block_id, action_id and kind of element are still there."""
    kept: Payload = {}
    for block in blocks if state else ():
        typed = state.get(block["block_id"], {})
        for element in _elements(block):
            value = typed.get(element.get("action_id"))
            if value is not None and value.get("type") == element["type"]:
                kept.setdefault(block["block_id"], {})[element["action_id"]] = value
    return kept


def _elements(block: Payload) -> list[Payload]:
    one = block.get("element") or block.get("accessory")
    return [one] if one else list(block.get("elements", []))
