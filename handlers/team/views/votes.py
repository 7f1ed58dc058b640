"""Whether a team votes on how sure it is: the field of its form."""

from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Say

VOTES: Final = "votes"
_YES: Final = "yes"


def votes_field(say: Say, *, votes: bool) -> Block:
    """A box to tick; ticked by default."""
    text = say("Vote on how sure we are of each key result")
    option = blocks.option(text, _YES, say("Nobody sees who voted how; shown from 4 votes on"))
    return blocks.field(
        say("Confidence vote"),
        blocks.checkboxes("team.votes", [option], initial=[_YES] if votes else []),
        block_id=VOTES,
        optional=True,
    )


def read_votes(form: Form) -> bool:
    """Whether it is ticked; every team voted when a form could be opened without such a box."""
    return VOTES not in form or _YES in form.choices(VOTES)
