"""What somebody typed and came to nothing, given back so that it can be copied."""

from collections.abc import Iterator
from contextlib import contextmanager

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.text import Say

_PART = 1500  # characters: a section takes 3,000, and an emoji may count as two


@contextmanager
def given_back(typed: str) -> Iterator[None]:
    """Whoever is refused inside reads what they typed below the reason, in whose answer it is."""
    try:
        yield
    except UserError as error:
        error.typed = typed
        raise


def not_done(say: Say, why: str, typed: str) -> Block:
    """A message that says why, and what was typed."""
    return blocks.message(why, [blocks.section(why), *to_copy(say, typed)])


def to_copy(say: Say, typed: str) -> list[Block]:
    """What was typed, under a line that says so; nothing where it was nothing."""
    parts = [typed[at : at + _PART] for at in range(0, len(typed), _PART)]
    found = [_verbatim(part) for part in parts if part.strip()]
    return [blocks.context(say("This is what you typed:")), *found] if found else []


def _verbatim(text: str) -> Block:
    """As it was typed: *stars* are no bold here, and would be lost to whoever copies it."""
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}
