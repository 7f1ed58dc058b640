"""A card whose rounds are over: what it says, without the buttons that do nothing any more."""

from collections.abc import Mapping
from typing import Any, Final

from handlers.checkin.views.taps import EDIT, OPEN, SKIP
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn
from handlers.vote import views as vote

_OVER: Final = frozenset({EDIT, SKIP, vote.OPEN})


def over(message: Mapping[str, Any], told: Mrkdwn) -> Block:
    """A card of an earlier week as Slack shows it, without until when it could be answered, and
    below it what the tap came to.
    """
    shown = [_without(block) for block in message.get("blocks") or ()]
    rows = [row for row in shown if row is not None]
    return {
        "text": message.get("text", ""),
        "blocks": [*map(_title, rows[:1]), *rows[1:], blocks.context(told)],
    }


def _title(head: Block) -> Block:
    """The head without its second line."""
    text = head.get("text") or {}
    first, _, _ = str(text.get("text", "")).partition("\n")
    return {**head, "text": {**text, "text": first}} if first else head


def _without(block: Block) -> Block | None:
    """None where no button is left."""
    if block.get("type") != "actions":
        return block
    left = [one for one in block["elements"] if one.get("action_id") not in _OVER]
    return {**block, "elements": left} if left else None


def key_on(message: Mapping[str, Any]) -> str | None:
    """The name of the card that this message shows, which other buttons on it carry."""
    shown = (one for block in message.get("blocks") or () for one in block.get("elements", ()))
    keys = (one.get("value") for one in shown if one.get("action_id") in (OPEN, EDIT, SKIP))
    return next(keys, None)
