"""The small form that closes a blocker."""

from typing import Final

from handlers.blocker.rules import LONGEST_NOTE, Blocker
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape

CLOSE: Final = "blocker.close"
NOTE: Final = "blocker.note"
_TEXT: Final = 600


def closing_form(say: Say, blocker: Blocker) -> Block:
    """What it is about, and room for a sentence."""
    text = Mrkdwn("> " + blocks.shorten(escape(blocker.text), _TEXT).replace("\n", "\n> "))
    return blocks.modal(
        CLOSE,
        say("Out of the way?"),
        [
            blocks.section(text),
            blocks.field(
                say("How was it solved?"),
                blocks.text_input("blocker.how", multiline=True, longest=LONGEST_NOTE),
                block_id=NOTE,
                hint=say("A sentence for whoever meets this next; the channel's thread gets it."),
                optional=True,
            ),
        ],
        submit=say("Solved"),
        close=say("Cancel"),
        metadata={"blocker": blocker.id},
    )
