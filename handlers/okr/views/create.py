"""The form of a new objective, blank or from a template."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import TeamChoice
from handlers.okr.rules.aims import LONGEST_TITLE
from handlers.okr.rules.templates import Template
from handlers.okr.views.coach import hints_button
from handlers.okr.views.rows import ROWS, Shown, begun_row, guard_row, row_blocks
from handlers.okr.views.templates import measure_unit, objective_title

FORM: Final = "okr.new_form"
TEAM, TITLE = "okr.team", "okr.objective"
MORE: Final = "okr.more"  # a button, and the block that it stands in


def new_modal(
    say: Say,
    author: str,
    teams: Sequence[TeamChoice],
    cycle: str,
    template: Template | None = None,
    *,
    title: str = "",
    meant: bool = False,
) -> Block:
    """The form for the first of these teams, with the title that was typed, or what the template
    proposes.

    `meant`: it is opened for this cycle, and not for the one that runs when it is sent. With one
    team there is nothing to choose.
    """
    chosen = teams[0]
    first, *others = _rows(say, author, template)
    return blocks.modal(
        FORM,
        say("New objective"),
        [
            *_team(say, teams),
            *([] if template else [_templates(say)]),
            _title(say, _counts(say, chosen, cycle), template, title),
            blocks.actions(blocks.button(say("More choices"), MORE), block_id=MORE),
            *row_blocks(say, first, template),
            hints_button(say),
            *(block for shown in others for block in row_blocks(say, shown)),
        ],
        submit=say("Create"),
        close=say("Cancel"),
        metadata={
            "team": chosen.id,
            "from": template.code if template else None,
            "cycle": cycle if meant else None,
        },
    )


def _rows(say: Say, author: str, template: Template | None) -> list[Shown]:
    """What the template measures, what it guards, and rows that are blank."""
    made = [Shown(row, author) for row in range(1, ROWS + 1)]
    if template is None:
        return made
    made[0] = begun_row(say, author, template, measure_unit(say, template))
    for row, guard in enumerate(template.guards, start=2):
        made[row - 1] = guard_row(say, row, author, guard)
    return made


def _templates(say: Say) -> Block:
    return blocks.context(say("Or begin with a template: type `/okr new from`."))


def _counts(say: Say, team: TeamChoice, cycle: str) -> Mrkdwn:
    """When it counts: at once, or once who answers for it has agreed."""
    if team.leads:
        return say("It counts for {cycle}.", cycle=cycle)
    return say(
        "It counts for {cycle}, once a lead of {team} has agreed to it.",
        cycle=cycle,
        team=team.name,
    )


def _title(say: Say, hint: Mrkdwn, template: Template | None, typed: str) -> Block:
    return blocks.field(
        say("Objective: what do you want to be true?"),
        blocks.text_input(
            "title",
            initial=objective_title(say, template.code) if template else typed or None,
            longest=LONGEST_TITLE,
            placeholder=say("Customers get an answer while they still need it"),
        ),
        block_id=TITLE,
        hint=hint,
    )


def _team(say: Say, teams: Sequence[TeamChoice]) -> list[Block]:
    if len(teams) == 1:
        return [blocks.context(say("For *{team}*", team=teams[0].name))]
    options = [blocks.option(team.name, team.id) for team in teams]
    select = blocks.select("team", options, initial=teams[0].id)
    return [blocks.field(say("Team"), select, block_id=TEAM)]
