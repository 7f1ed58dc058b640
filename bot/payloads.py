"""What Slack sends: whether it has the shape that is taken for granted, and what nobody keeps."""

from collections.abc import Mapping
from types import NoneType
from typing import Any, Final

_NAME: Final = (str, NoneType)
_THING: Final = (str, dict, NoneType)  # an id, or what has one
_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "action_id": _NAME,
    "actions": (list,),
    "authorizations": (list, NoneType),
    "callback_id": _NAME,
    "channel": _THING,
    "command": (str,),
    "container": (dict,),
    "event": (dict,),
    "event_id": _NAME,
    "id": _NAME,
    "item": (dict, NoneType),
    "profile": (dict, NoneType),
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


def is_slacks(found: Any) -> bool:
    """Whether this is an object with a type, and its names are texts, its parts objects."""
    return isinstance(found, dict) and "type" in found and _fits(found)


def is_command(found: Any) -> bool:
    """The same for a command: over HTTP it is a form, over a socket an object as well."""
    return isinstance(found, dict) and type(found.get("command")) is str and _fits(found)


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
