"""How one asks for help in a form, and says what is still in the way."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers.blocker.rules import STILL, Blocker
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say, escape

HELP: Final = "help."  # of the fields' names; what it is about follows
_ASKED: Final = "help"
TICKED: Final[Mapping[str, Sequence[Mapping[str, str]]]] = MappingProxyType(
    {"selected_options": ({"value": _ASKED},)}
)  # the state of a ticked box
_YES, _NO = "yes", "no"
_LABEL: Final = 300  # characters of what is in the way
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def help_field(say: Say, about: str, *, asked: bool = False) -> Block:
    """A box to tick beside what is in the way; `about` names it, such as a question's id."""
    option = blocks.option(
        say("I need help"), _ASKED, say("Goes to your lead and the team's channel")
    )
    return blocks.field(
        say("Would help be good?"),
        blocks.checkboxes("blocker.help", [option], initial=[_ASKED] if asked else []),
        block_id=help_id(about),
        optional=True,
    )


def help_id(about: str) -> str:
    return f"{HELP}{about}"


def wants_help(form: Form, about: str) -> bool:
    """Whether the box is ticked."""
    return _ASKED in form.choices(help_id(about))


def still_fields(
    say: Say, open_: Iterable[Blocker], *, typed: Mapping[str, str] = _NONE
) -> list[Block]:
    """Whether what somebody raised before is still in their way; `typed` by the field's name."""
    return [_still(say, one, typed.get(still_id(one.id))) for one in open_]


def still_id(blocker_id: str) -> str:
    return f"{STILL}{blocker_id}"


def _still(say: Say, blocker: Blocker, chosen: str | None) -> Block:
    text = Mrkdwn(blocks.shorten(" ".join(escape(blocker.text).split()), _LABEL))
    options = [
        blocks.option(say("Yes, still in the way"), _YES),
        blocks.option(say("No, it is solved"), _NO),
    ]
    return blocks.field(
        say(
            "Still in the way? You asked for help on {day}: “{text}”", day=blocker.since, text=text
        ),
        blocks.select("blocker.still", options, initial=chosen),
        block_id=still_id(blocker.id),
        optional=True,
    )


def read_still(form: Form) -> dict[str, bool]:
    """What was said of blockers, by id: whether it is still in the way."""
    chosen = {id_: form.choice(still_id(id_)) for id_ in form.names(STILL)}
    return {id_: told == _YES for id_, told in chosen.items() if told in (_YES, _NO)}
