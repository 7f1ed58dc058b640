"""The form of a cycle with dates of its own."""

from datetime import date
from typing import Final

from handlers.cycle.rules.naming import LONGEST
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Say
from handlers.okr.rules.cycle import Period

FORM: Final = "cycle.own_form"
MADE: Final = "cycle.made"


def form(say: Say, starts: date, ends: date) -> Block:
    """Name, first and last day."""
    return blocks.modal(
        FORM,
        say("A cycle of its own"),
        [
            blocks.context(
                say("It runs beside the others: a launch, a season, a half year of a big customer.")
            ),
            blocks.field(
                say("Name"),
                blocks.text_input("name", longest=LONGEST, placeholder=say("Launch 2027")),
                block_id="name",
            ),
            _day(say("First day"), "starts", starts),
            _day(say("Last day"), "ends", ends),
        ],
        submit=say("Create"),
        close=say("Cancel"),
    )


def _day(label: str, name: str, initial: date) -> Block:
    picker = blocks.date_picker(name, initial=initial.isoformat())
    return blocks.field(label, picker, block_id=name)


def made(say: Say, period: Period) -> Block:
    """What the form turns into."""
    text = say(
        "*{cycle}* runs from {starts} to {ends}. `/okr new` can make objectives for it from three"
        " weeks before its first day on.",
        cycle=period.id,
        starts=period.starts,
        ends=period.ends,
    )
    return blocks.modal(MADE, say("Your new cycle"), [blocks.section(text)], close=say("Done"))
