"""How Slack's Web API is spoken to: what a call is written as, and what its answer means."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from pydantic_core import from_json, to_json

from handlers.kit.blocks import Block
from handlers.kit.errors import (
    SlackBarredError,
    SlackBusyError,
    SlackError,
    SlackFailedError,
    SlackRefusedError,
    SlackUnsureError,
)
from handlers.outbox.rules import LONGEST_WAIT, METHODS, REPEATABLE

_JSON: Final = "application/json;charset=utf-8"
_FORM: Final = "application/x-www-form-urlencoded"
SECONDS_WHEN_DOWN: Final = 5.0
_LONGEST: Final = LONGEST_WAIT.total_seconds()  # because an answer says so: nobody asks for more
# Nothing happened, and later it may.
_TRANSIENT: Final = {"service_unavailable", "team_added_to_org", "org_login_required"}
# Slack's documentation: part of the work may have happened.
_FAILED: Final = {"internal_error", "fatal_error"}
_UNSURE: Final = {"request_timeout", "http_200", "http_504"}  # a gateway may lose the answer, too
# Something between us and Slack means the request itself by these: too large, or no HTTP.
_OURS: Final = {400, 413, 414, 431}
# Or it keeps to itself what it may not pass on.
_BARRED: Final = {403, 407}
# What people see twice if it is done twice; all else may be done again as if nothing had happened.
_SEEN: Final = {method for kind, method in METHODS.items() if kind not in REPEATABLE}


def written_as(method: str, arguments: Mapping[str, Any], written: str) -> tuple[bytes, str]:
    """The arguments as this method takes them, and what that is called."""
    if method.startswith(("chat.", "views.")) and method != "chat.getPermalink":
        objects = (written.encode(), _as_json(arguments))
        inside = b",".join(one[1:-1] for one in objects if one not in (b"", b"{}"))
        return b"{%b}" % inside, _JSON
    return urlencode(_as_form(arguments)).encode(), _FORM


def _as_json(arguments: Mapping[str, Any]) -> bytes:
    """Python's own takes four times as long, but knows how to write half a character."""
    try:
        return to_json(dict(arguments))
    except ValueError:
        return json.dumps(dict(arguments)).encode()


def _as_form(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Form fields as Slack reads them: booleans as 1 and 0, nested values as JSON."""
    fields = {}
    for name, value in arguments.items():
        if isinstance(value, bool):
            fields[name] = str(int(value))
        elif isinstance(value, list | dict):
            fields[name] = json.dumps(value)
        elif value is not None:
            fields[name] = str(value)
    return fields


def read_answer(method: str, status: int, headers: Mapping[str, str], body: bytes) -> Block:
    """Slack's answer to this method, or the SlackError that tells what to do."""
    try:
        told = _from_json(body)
    except (ValueError, RecursionError):  # cut off, or of a gateway in between
        told = None
    answer: Block = told if isinstance(told, dict) and "ok" in told else {}
    if status == 200 and answer.get("ok"):
        return answer
    code = str(answer.get("error", f"http_{status}"))
    raise _told_apart(status, headers, code, is_seen=method in _SEEN)


def _from_json(body: bytes) -> Any:
    """Python's own takes twice as long, but knows how to read half a character."""
    try:
        return from_json(body)
    except ValueError:
        return json.loads(body)


def _told_apart(status: int, headers: Mapping[str, str], code: str, *, is_seen: bool) -> SlackError:
    """What Slack's answer means for whoever asked.

    What a gateway says in its place may come after Slack has done it, as a connection that ends
    there behind the request is a 503 as well.
    """
    if status == 429 or code in {"ratelimited", "rate_limited"}:
        return SlackBusyError(code, _seconds(headers.get("Retry-After", "1")))
    if code in _TRANSIENT or (status == 503 and not is_seen):
        return SlackBusyError(code, SECONDS_WHEN_DOWN)
    if code in _UNSURE:
        return SlackUnsureError(code)
    is_gateways = code.startswith("http_") and status not in _OURS
    is_open = is_gateways and is_seen and status not in _BARRED
    if status >= 500 or code in _FAILED or is_open:
        return SlackFailedError(code)
    if is_gateways:  # a proxy did not let us through
        return SlackBarredError(code, SECONDS_WHEN_DOWN)
    return SlackRefusedError(code)


def _seconds(told: str) -> float:
    """How long to wait; a gateway in between may name a date, or nothing that makes sense."""
    return min(float(told), _LONGEST) if told.isdecimal() else SECONDS_WHEN_DOWN
