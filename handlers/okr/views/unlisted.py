"""What a tree says of a status that was asked of it."""

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Say
from handlers.okr.rules.bare import in_one_line


def without_status(say: Say, message: Block, line: str) -> Block:
    """The same message, below whose headline stands what it left out; `line` is what was typed."""
    text = say(
        "A tree takes no status, so all of it is drawn. `/okr list {line}` lists what stands so.",
        line=in_one_line(line),
    )
    first, *rest = message["blocks"]
    return {**message, "blocks": [first, blocks.context(text), *rest]}
