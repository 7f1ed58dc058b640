"""The buttons that take an objective through its life, wherever it is shown."""

from collections.abc import Mapping, Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules.life import Stage

SHOW: Final = "objective.show"  # a button: its value is an objective's number
TO: Final = {stage: f"objective.to_{stage}" for stage in Stage}  # number and stage that was shown
# What whoever may is asked to do in the team's channel.
OFFERED: Final[Mapping[Stage, Sequence[Stage]]] = {
    Stage.DRAFT: (Stage.PROPOSED,),
    Stage.PROPOSED: (Stage.AGREED, Stage.DRAFT),
    Stage.AGREED: (Stage.ACTIVE,),
}


def offered(say: Say, number: int, stage: Stage) -> Block:
    """The buttons below the message in the channel."""
    found = [step_button(say, number, stage, to) for to in OFFERED.get(stage, ())]
    return blocks.actions(*found, show_objective_button(say, number))


def show_objective_button(say: Say, number: int) -> Block:
    return blocks.button(say("Show"), SHOW, str(number))


def step_button(say: Say, number: int, here: Stage, to: Stage) -> Block:
    """Takes the objective from the stage that is shown to another."""
    style = "primary" if to in (Stage.PROPOSED, Stage.AGREED, Stage.ACTIVE) else None
    style = None if here in (Stage.AGREED, Stage.CLOSED) and to is Stage.PROPOSED else style
    return blocks.button(_label(say, here, to), TO[to], f"{number} {here}", style=style)


def read_step(value: str) -> tuple[int, Stage]:
    """What the button carries. ValueError for what we never gave out."""
    number, _, shown = value.partition(" ")
    return int(number), Stage(shown)


def _label(say: Say, here: Stage, to: Stage) -> Mrkdwn:
    match to:
        case Stage.DRAFT:
            return say("Back to draft …")
        case Stage.PROPOSED:
            return say("Propose") if here is Stage.DRAFT else say("Discuss again …")
        case Stage.AGREED:
            return say("Agree")
        case Stage.ACTIVE:
            return say("Begin") if here is Stage.AGREED else say("Reopen …")
        case Stage.CLOSED:
            return say("Close …")
