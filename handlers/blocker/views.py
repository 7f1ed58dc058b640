"""How one asks for help in a form."""

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Say

_ASKED = "help"


def help_field(say: Say, about: str, *, asked: bool = False) -> Block:
    """A box to tick beside what is in the way; `about` names it, such as a question's id."""
    option = blocks.option(
        say("I need help"), _ASKED, say("Goes to your lead and the team's channel")
    )
    return blocks.field(
        say("In the way?"),
        blocks.checkboxes("blocker.help", [option], initial=[_ASKED] if asked else []),
        block_id=help_id(about),
        optional=True,
    )


def help_id(about: str) -> str:
    return f"help.{about}"


def wants_help(form: Form, about: str) -> bool:
    """Whether the box is ticked."""
    return _ASKED in form.choices(help_id(about))
