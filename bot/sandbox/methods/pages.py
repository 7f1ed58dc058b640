"""Lists in pages: `limit`, `cursor` and `response_metadata.next_cursor`."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from bot.sandbox.call import Call
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Payload

T = TypeVar("T")


def page(call: Call, items: Sequence[T], *, default: int = 100) -> tuple[list[T], Payload]:
    """One page of the items, and the metadata that leads to the next one."""
    limit = call.args.number("limit", default) or default
    if limit > 1000:
        raise SlackError("invalid_limit")
    start = _read(call.args.text("cursor"))
    end = start + limit
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"response_metadata": {"next_cursor": cursor}}


def _read(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("invalid_cursor") from None
    if word != "next" or not number.isdecimal():
        raise SlackError("invalid_cursor")
    return int(number)
