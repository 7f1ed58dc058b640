"""A form that is shown once more: as it was sent, with some of its blocks replaced."""

from collections.abc import Sequence
from typing import Final

from handlers.kit.blocks import Block

_SENT: Final = ("type", "callback_id", "title", "close", "submit", "private_metadata")


def again(view: Block, rows: Sequence[Block]) -> Block:
    """The form with these blocks. Slack keeps what was typed into those that keep their ids."""
    return {**{name: view[name] for name in _SENT if view.get(name)}, "blocks": list(rows)}


def replaced(shown: Sequence[Block], prefix: str, rows: Sequence[Block]) -> list[Block]:
    """These blocks with those whose ids begin so replaced, at the place of the first."""
    blocks: list[Block] = []
    waiting = list(rows)
    for block in shown:
        if not str(block["block_id"]).startswith(prefix):
            blocks.append(block)
            continue
        blocks += waiting
        waiting = []
    return blocks
