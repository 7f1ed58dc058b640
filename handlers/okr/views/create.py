"""The form of a new objective, blank or from a template."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.kit.units import currency_of
from handlers.okr.rules import TeamChoice, typed_number
from handlers.okr.rules.kinds import Direction
from handlers.okr.rules.templates import Blank, Template, unit_of
from handlers.okr.views.coach import hints_button
from handlers.okr.views.templates import measure_title, objective_title

FORM: Final = "okr.new_form"
TEAM, TITLE = "okr.team", "okr.objective"
ROWS: Final = 5  # KRs in one form
LONGEST_TITLE: Final = 150
LONGEST_UNIT: Final = 20


def new_modal(
    say: Say,
    author: str,
    teams: Sequence[TeamChoice],
    chosen: str,
    cycle: str,
    template: Template | None = None,
) -> Block:
    """The form, with what the template proposes. With one team there is nothing to choose."""
    first, *others = range(1, ROWS + 1)
    return blocks.modal(
        FORM,
        say("New objective"),
        [
            *_team(say, teams, chosen),
            *(
                []
                if template
                else [blocks.context(say("Or begin with a template: type `/okr new from`."))]
            ),
            _title(say, cycle, template),
            *_row(say, first, author, template),
            hints_button(say),
            *(block for row in others for block in _row(say, row, author)),
        ],
        submit=say("Create"),
        close=say("Cancel"),
        metadata={"team": chosen, "from": template.code if template else None},
    )


def _title(say: Say, cycle: str, template: Template | None) -> Block:
    return blocks.field(
        say("Objective: what do you want to be true?"),
        blocks.text_input(
            "title",
            initial=objective_title(say, template.code) if template else None,
            longest=LONGEST_TITLE,
            placeholder=say("Customers get an answer while they still need it"),
        ),
        block_id=TITLE,
        hint=say("It counts for {cycle}.", cycle=cycle),
    )


def _team(say: Say, teams: Sequence[TeamChoice], chosen: str) -> list[Block]:
    if len(teams) == 1:
        return [blocks.context(say("For *{team}*", team=teams[0].name))]
    options = [blocks.option(team.name, team.id) for team in teams]
    select = blocks.select("team", options, initial=chosen)
    return [blocks.field(say("Team"), select, block_id=TEAM)]


def _row(say: Say, row: int, author: str, template: Template | None = None) -> list[Block]:
    title = blocks.text_input(
        "title",
        initial=measure_title(say, template.code) if template else None,
        longest=LONGEST_TITLE,
        placeholder=say("First response time") if row == 1 else None,
    )
    return [
        blocks.divider(),
        blocks.field(say("Key result {n}", n=row), title, block_id=f"{row}.title", optional=True),
        _short(
            say("From"), f"{row}.start", hint=say("Where it stands today") if template else None
        ),
        _aim(say, row, template),
        _unit(say, row, template),
        blocks.field(
            say("Owner"),
            blocks.person_select("owner", initial=author),
            block_id=f"{row}.owner",
            optional=True,
        ),
    ]


def _aim(say: Say, row: int, template: Template | None) -> Block:
    """Where to, or by how many percent, whichever the template asks."""
    known = template.proposed if template else None
    initial = None if known is None else typed_number(known)
    if template is None or Blank.BY not in template.asks:
        hint = say("Lower is fine too.") if row == 1 and template is None else None
        return _short(say("To"), f"{row}.target", hint=hint, initial=initial)
    more = template.direction is Direction.UP
    label = say("By how many % more") if more else say("By how many % fewer")
    return _short(label, f"{row}.by", initial=initial)


def _unit(say: Say, row: int, template: Template | None) -> Block:
    hint = say("Like %, h, € or /5") if row == 1 else None
    initial = unit_of(template, currency_of(say.locale)) if template else None
    return _short(say("Unit"), f"{row}.unit", hint=hint, initial=initial)


def _short(
    label: Mrkdwn, block_id: str, *, hint: Mrkdwn | None = None, initial: str | None = None
) -> Block:
    name = block_id.rpartition(".")[2]
    longest = LONGEST_UNIT if name == "unit" else 40
    text = blocks.text_input(name, initial=initial, longest=longest)
    return blocks.field(label, text, block_id=block_id, hint=hint, optional=True)
