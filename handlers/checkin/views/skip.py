"""Skipping a round: an optional word why, and what is said then."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from handlers.checkin.rules.asked import DueRound, Key, Skipped
from handlers.checkin.rules.away import LONGEST_WHY
from handlers.checkin.views.taps import OPEN
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import metadata_of
from handlers.kit.text import Mrkdwn, Say, escape

FORM: Final = "checkin.skip_form"
SKIPPED: Final = "checkin.skipped"
WHY: Final = "checkin.why"
ROUNDS: Final = "rounds"


def skip_modal(say: Say, parts: Sequence[DueRound], over: Sequence[str] = ()) -> Block:
    """The modal that asks why, which need not be said; `parts` are the rounds that it skips, and
    those of the teams in `over` cannot be any more.
    """
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
        *([blocks.section(_over(say, over))] if over else []),
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


def _over(say: Say, teams: Sequence[str]) -> Mrkdwn:
    return say.plural(
        "{teams}: the round is over, so there is nothing to skip; an answer still counts, as late.",
        "{teams}: the rounds are over, so there is nothing to skip; an answer still counts, as"
        " late.",
        len(teams),
        teams=teams,
    )


def skipped_in_part(say: Say, told: Skipped, why: str) -> Block:
    """What the form turns into where it has skipped less than it had named."""
    rows = [blocks.section(_skipped(say, told.teams))]
    if why:
        rows.append(blocks.context(escape(why)))
    if told.over:
        rows.append(blocks.section(_over(say, told.over)))
    if told.rest:
        rest = say("{teams}: nothing waits for you there any more.", teams=told.rest)
        rows.append(blocks.section(rest))
    return blocks.modal(SKIPPED, say("Skip this time"), rows, close=say("Close"))


def _skipped(say: Say, teams: Sequence[str]) -> Mrkdwn:
    return say.plural(
        "Skipped for {teams}: I will not ask you again in this round.",
        "Skipped for {teams}: I will not ask you again in these rounds.",
        len(teams),
        teams=teams,
    )


def skipped(say: Say, teams: list[str], why: str) -> Block:
    """The answer to the command: the teams whose rounds are skipped, and why if that was said."""
    text = say.joined(_skipped(say, teams), say("Changed your mind?"))
    answer = blocks.button(say("Answer after all"), OPEN)
    reason = [blocks.context(escape(why))] if why else []
    return blocks.message(text, [blocks.section(text), *reason, blocks.actions(answer)])
