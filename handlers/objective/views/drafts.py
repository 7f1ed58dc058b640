"""What has not begun: mine, and what waits for my agreement."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.objective.rules.state import Link, Objective
from handlers.objective.views.words import (
    facts_line,
    step_buttons,
    title_line,
)
from handlers.okr.rules import KrState
from handlers.okr.rules.life import Stage
from handlers.okr.views import NEW, which_to_open
from handlers.okr.views.stages import show_objective_button

MOST: Final = 12
OFFERED: Final = 5  # objectives
Row = tuple[Objective, Sequence[Stage], bool]  # where it may be taken, and whether it waits


def drafts(say: Say, rows: Sequence[Row], step: Mrkdwn | None = None) -> Block:
    """Each with its next steps; what waits for the reader stands first. `step`: what comes before
    a first objective, for whoever can make none yet.
    """
    if not rows:
        text = say("No draft of yours, and nothing waits for your agreement.")
        new = blocks.actions(blocks.button(say("New objective"), NEW))
        return blocks.message(text, [blocks.section(text), blocks.context(step) if step else new])
    text = say.plural("{n} objective has not begun", "{n} objectives have not begun", len(rows))
    body: list[Block] = []
    for before, row in zip([None, *rows], rows[:MOST], strict=False):
        if before is None or before[2] != row[2]:
            heading = say("Waiting for your agreement") if row[2] else say("Yours")
            body.append(blocks.header(heading))
        body += _row(say, row)
    if len(rows) > MOST:
        body.append(
            blocks.context(
                say(
                    "The {n} newest are shown; `/okr show` with words of a title shows any other.",
                    n=MOST,
                )
            )
        )
    return blocks.message(text, body)


def _row(say: Say, row: Row) -> list[Block]:
    one, steps, _ = row
    buttons = [
        show_objective_button(say, one.number),
        *step_buttons(say, one.number, one.stage, steps),
    ]
    return [
        blocks.section(Mrkdwn(f"{title_line(say, one)}\n{facts_line(say, one)}")),
        blocks.actions(*buttons),
    ]


def which(say: Say, links: Sequence[Link], krs: Sequence[KrState]) -> Block:
    """Several objectives and KRs fit: each with a Show button."""
    of_krs = which_to_open(say, krs, update=False)
    if not links:
        return of_krs
    text = say("Several fit. Which one do you mean?")
    body = [
        blocks.section(title_line(say, link), accessory=show_objective_button(say, link.number))
        for link in links[:OFFERED]
    ]
    return blocks.message(
        text, [blocks.section(text), *body, *(of_krs["blocks"][1:] if krs else [])]
    )
