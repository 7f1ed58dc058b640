"""The card's last row: to be asked again later."""

from handlers.checkin.rules.asked import Card
from handlers.kit.blocks import Block
from handlers.kit.text import Say


def later_row(say: Say, asked: Card) -> list[Block]:  # noqa: ARG001 what it depends on comes next
    """Nothing yet."""
    return []
