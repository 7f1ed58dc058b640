"""Questions below which a reading waits: whether its name is meant, and its unit."""

from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.numbers import typed_number
from handlers.kit.text import Mrkdwn, Say
from handlers.metric.rules.figures import Shown
from handlers.metric.rules.names import Named, example_of
from handlers.metric.rules.typed import Entry
from handlers.metric.views.answers import figure

MAKE: Final = "metric.make"  # a button: its value is a name and a reading, as they are typed
MEANT: Final = "metric.meant"  # the same, with another name
ALL: Final = "metric.all"  # the same, with the unit of all its readings


def asked_first(
    say: Say, entry: Entry, near: Named | None, fitting: Entry | None, team_name: str
) -> Block:
    """Whether to make a metric of this name, or, where one is `near`, to record it there."""
    make = (MAKE, f"{entry.key} {entry.typed}")
    if near is not None:
        text, buttons = _meant(say, entry, near, fitting, team_name)
        buttons.append(blocks.button(say("Make {name}", name=entry.name), *make))
    else:
        text = say(
            "{team} has no metric {name} yet. Shall I make it, with {reading} as its first"
            " reading?",
            team=team_name,
            name=entry.name,
            reading=entry.typed,
        )
        buttons = [blocks.button(say("Make it"), *make)]
    hint = say("Once it is made, the weekly digest shows it, and it can be taken back.")
    return blocks.message(
        text, [blocks.section(text), blocks.actions(*buttons), blocks.context(hint)]
    )


def _meant(
    say: Say, entry: Entry, near: Named, fitting: Entry | None, team_name: str
) -> tuple[Mrkdwn, list[Block]]:
    """Whether another was meant: with the reading where it takes such, else with one it takes."""
    asked = {"team": team_name, "name": entry.name, "near": near.name}
    if fitting is None:
        text = say(
            "{team} has no metric {name} yet. Did you mean {near}? Type it like `/okr metric {key}"
            " {example}`.",
            **asked,
            key=near.key,
            example=example_of(near.key),
        )
        return text, []
    text = say("{team} has no metric {name} yet. Did you mean {near}?", **asked)
    value = f"{fitting.key} {fitting.typed}"
    return text, [blocks.button(say("Record it for {name}", name=near.name), MEANT, value)]


def asked_for_unit(say: Say, entry: Entry, bare: Shown) -> Block:
    """Whether what was kept without a unit was in this one, too."""
    text = say(
        "{name} has no unit so far: it stood at {figure} on {day}. Was that in {unit}, too?",
        name=bare.name,
        figure=figure(say, bare),
        day=say.day(bare.day, weekday=True),
        unit=entry.unit,
    )
    number = f"{entry.key} {typed_number(entry.value)}"
    alone = number if entry.sample is None else f"{number} of {entry.sample}"
    answers = [
        blocks.button(
            say("All of it in {unit}", unit=entry.unit), ALL, f"{entry.key} {entry.typed}"
        ),
        blocks.button(say("Without a unit"), MAKE, alone),
    ]
    hint = say(
        "All readings of a metric have one unit. If this one has another, give it another name."
    )
    return blocks.message(
        text, [blocks.section(text), blocks.actions(*answers), blocks.context(hint)]
    )
