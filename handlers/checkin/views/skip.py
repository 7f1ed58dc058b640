"""Skipping a round: an optional word why, and what is said then."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from handlers.checkin.rules.asked import DueRound, Key
from handlers.checkin.rules.away import LONGEST_WHY
from handlers.checkin.views.taps import OPEN
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import metadata_of
from handlers.kit.text import Say, escape

FORM: Final = "checkin.skip_form"
WHY: Final = "checkin.why"
ROUNDS: Final = "rounds"


def skip_modal(say: Say, parts: Sequence[DueRound]) -> Block:
    """The modal that asks why, which need not be said; `parts` are the rounds that it skips."""
    teams = [part.team_name for part in parts]
    why = blocks.text_input("why", longest=LONGEST_WHY, placeholder=say("At a customer all week"))
    told = say.plural(
        "{teams}: you are not asked again in this round, and nobody misses your answer.",
        "{teams}: you are not asked again in these rounds, and nobody misses your answers.",
        len(teams),
        teams=teams,
    )
    rows = [
        blocks.section(told),
        blocks.field(say("Why?"), why, block_id=WHY, optional=True),
    ]
    return blocks.modal(
        FORM,
        say("Skip this time"),
        rows,
        submit=say("Skip it"),
        close=say("Cancel"),
        metadata={ROUNDS: [[part.team_id, part.day.isoformat()] for part in parts]},
    )


def read_skipped(view: dict[str, Any]) -> list[Key] | None:
    """The rounds that the form was opened for; None: by a version that did not note them."""
    rounds = metadata_of(view).get(ROUNDS)
    return rounds and [(id_, date.fromisoformat(day)) for id_, day in rounds]


def skipped(say: Say, teams: list[str], why: str) -> Block:
    """The answer to the command: the teams whose rounds are skipped, and why if that was said."""
    text = say.plural(
        "Skipped for {teams}: I will not ask you again in this round. Changed your mind?",
        "Skipped for {teams}: I will not ask you again in these rounds. Changed your mind?",
        len(teams),
        teams=teams,
    )
    answer = blocks.button(say("Answer after all"), OPEN)
    reason = [blocks.context(escape(why))] if why else []
    return blocks.message(text, [blocks.section(text), *reason, blocks.actions(answer)])
