"""What Slack sends: whether it has the shape that is taken for granted, and what nobody keeps."""

from collections.abc import Mapping, Sequence
from types import NoneType
from typing import Any, Final

_NAME: Final = (str, NoneType)
_THING: Final = (str, dict, NoneType)  # an id, or what has one
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "action_id": _NAME,
    "actions": (list,),
    "authorizations": (list, NoneType),
    "blocks": (list, NoneType),
    "callback_id": _NAME,
    "channel": _THING,
    "command": (str,),
    "container": (dict,),
    "event": (dict,),
    "event_id": _NAME,
    "id": _NAME,
    "item": (dict, NoneType),
    "message": (dict, NoneType),
    "profile": (dict, NoneType),
    "private_metadata": _NAME,
    "response_url": _NAME,
    "selected_option": (dict, NoneType),
    "team": _THING,
    "team_id": _NAME,
    "trigger_id": _NAME,
    "type": (str,),
    "tz": _NAME,
    "user": _THING,
    "user_id": _NAME,
    "view": (dict,),
}


# What a listener takes for granted, and Slack always sends; of a list, each of it.
_VIEW: Final = ("view.id", "view.type", "view.callback_id", "view.private_metadata")
_FORM: Final = ("user.id", *_VIEW, "view.blocks.type", "view.blocks.block_id")
_PARTS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    kind: tuple(tuple(path.split(".")) for path in paths)
    for kind, paths in {
        "command": ("team_id", "user_id", "trigger_id"),
        "block_actions": ("user.id", "trigger_id", "actions.action_id"),
        "interactive_message": ("callback_id", "actions"),
        "message_action": ("user.id", "trigger_id", "callback_id", "channel.id", "message"),
        "shortcut": ("user.id", "trigger_id", "callback_id"),
        "view_submission": _FORM,
        "view_closed": _FORM,
        "event_callback": ("event_id", "event.type"),
    }.items()
}
# The same of a form or a Home in which something was tapped.
_TAPPED: Final = (("view", "type"), ("view", "callback_id"))
_FILLED: Final = ("view", "state", "values")  # where there is something to fill in


def wrong_with(found: Any) -> str:
    """What keeps this from being of Slack's, of whichever kind; "" where nothing does."""
    if not isinstance(found, dict) or type(found.get("command", "")) is not str:
        return "it is no object of Slack's"
    kind = "command" if "command" in found else found.get("type")
    if kind is None:
        return "it has no type"
    if not _fits(found):
        return "a part of it is of another kind than Slack sends"
    return next(
        (f"it lacks {'.'.join(one)}" for one in _parts(found, kind) if _lacks(found, one)), ""
    )


def _parts(found: Mapping[str, Any], kind: str) -> tuple[tuple[str, ...], ...]:
    parts = _PARTS.get(kind, ())
    if kind == "block_actions" and "view" in found:
        parts = (*parts, *_TAPPED)
    return (*parts, _FILLED) if "view" in found and _has_inputs(found["view"]) else parts


def _has_inputs(view: Mapping[str, Any]) -> bool:
    return any(block.get("type") == "input" for block in view.get("blocks") or ())


def _lacks(found: Any, path: Sequence[str]) -> bool:
    """Whether there is nothing of this name in it."""
    for at, name in enumerate(path):
        if type(found) is list:
            return any(_lacks(one, path[at:]) for one in found)
        if type(found) is not dict or found.get(name) is None:
            return True
        found = found[name]
    return False


def _fits(found: Mapping[str, Any]) -> bool:
    for name in found.keys() & _KINDS.keys():
        value = found[name]
        kind = type(value)
        if kind not in _KINDS[name]:
            return False
        if kind is dict and not _fits(value):
            return False
        if kind is list and not all(type(one) is dict and _fits(one) for one in value):
            return False
    return found.get("actions") != []


def may_hold_zeros(written: str) -> bool:
    """Whether a zero byte may be in this, as JSON or a form write it."""
    return "u0000" in written or "%00" in written


def without_zeros(found: Any) -> Any:
    """Nobody can see a zero byte; PostgreSQL keeps none in a text, and SQLite shows what is before
    it.
    """
    if isinstance(found, str):
        return found.replace("\0", "")
    if isinstance(found, dict):
        return {name: without_zeros(value) for name, value in found.items()}
    return [without_zeros(one) for one in found] if isinstance(found, list) else found
