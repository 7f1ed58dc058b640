"""Making an objective with its KRs: the form, how it is read, and what is told of it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say, channel_link, mention
from handlers.kit.units import read_unit
from handlers.okr.rules import Created, NewKr, NewObjective, TeamChoice, read_value
from handlers.okr.rules.kinds import Reach, checked
from handlers.okr.views.parts import kr_name

FORM: Final = "okr.new_form"
MADE: Final = "okr.made"
TEAM, TITLE = "okr.team", "okr.objective"
ROWS: Final = 5  # KRs in one form
LONGEST_TITLE: Final = 150
LONGEST_UNIT: Final = 20


def new_modal(say: Say, author: str, teams: Sequence[TeamChoice], chosen: str, cycle: str) -> Block:
    """The form. With one team there is nothing to choose."""
    return blocks.modal(
        FORM,
        say("New objective"),
        [
            *_team(say, teams, chosen),
            blocks.field(
                say("Objective: what do you want to be true?"),
                blocks.text_input(
                    "title",
                    longest=LONGEST_TITLE,
                    placeholder=say("Customers get an answer while they still need it"),
                ),
                block_id=TITLE,
                hint=say("It counts for {cycle}.", cycle=cycle),
            ),
            *(block for row in range(1, ROWS + 1) for block in _row(say, row, author)),
        ],
        submit=say("Create"),
        close=say("Cancel"),
        metadata={"team": chosen},
    )


def _team(say: Say, teams: Sequence[TeamChoice], chosen: str) -> list[Block]:
    if len(teams) == 1:
        return [blocks.context(say("For *{team}*", team=teams[0].name))]
    options = [blocks.option(team.name, team.id) for team in teams]
    select = blocks.select("team", options, initial=chosen)
    return [blocks.field(say("Team"), select, block_id=TEAM)]


def _row(say: Say, row: int, author: str) -> list[Block]:
    first = row == 1
    example = say("First response time") if first else None
    title = blocks.text_input("title", longest=LONGEST_TITLE, placeholder=example)
    return [
        blocks.divider(),
        blocks.field(say("Key result {n}", n=row), title, block_id=f"{row}.title", optional=True),
        _short(say("From"), f"{row}.start"),
        _short(say("To"), f"{row}.target", hint=say("Lower is fine too.") if first else None),
        _short(say("Unit"), f"{row}.unit", hint=say("Like %, h, € or /5") if first else None),
        blocks.field(
            say("Owner"),
            blocks.person_select("owner", initial=author),
            block_id=f"{row}.owner",
            optional=True,
        ),
    ]


def _short(label: Mrkdwn, block_id: str, hint: Mrkdwn | None = None) -> Block:
    name = block_id.rpartition(".")[2]
    longest = LONGEST_UNIT if name == "unit" else 40
    text = blocks.text_input(name, longest=longest)
    return blocks.field(label, text, block_id=block_id, hint=hint, optional=True)


def read_objective(form: Form, author: str, team_id: str) -> NewObjective:
    """What was filled in. Every field that needs another look is told at once: FormError."""
    title = form.text(TITLE, longest=LONGEST_TITLE)
    krs = [kr for row in range(1, ROWS + 1) if (kr := _read_row(form, row, author)) is not None]
    if not krs and not form.errors:
        form.refuse(
            "1.title",
            UserError("An objective needs at least one key result: what will you measure?"),
        )
    form.check()
    return NewObjective(form.choice(TEAM) or team_id, title, tuple(krs))


def _read_row(form: Form, row: int, author: str) -> NewKr | None:
    """The KR in this row; None when it is blank or was refused. An owner alone is a blank row."""
    title = form.text(f"{row}.title", required=False, longest=LONGEST_TITLE)
    unit = _unit(form, row)
    typed = [form.text(f"{row}.{name}", required=False) for name in ("start", "target")]
    if not (title or unit or any(typed)):
        return None
    if not title:
        form.refuse(f"{row}.title", UserError("Say what this key result measures."))
    start, target = (_bound(form, row, name, unit) for name in ("start", "target"))
    if start is None or target is None:
        return None
    try:
        checked(Reach(start, target), unit)
    except UserError as error:
        form.refuse(f"{row}.target", error)
    return NewKr(row, title, start, target, unit, form.person(f"{row}.owner") or author)


def _unit(form: Form, row: int) -> str:
    """The unit as it is kept; what it counts decides how both numbers are read."""
    block = f"{row}.unit"
    try:
        return read_unit(form.text(block, required=False, longest=LONGEST_UNIT))
    except UserError as error:
        form.refuse(block, error)
        return ""


def _bound(form: Form, row: int, name: str, unit: str) -> Decimal | None:
    block = f"{row}.{name}"
    typed = form.text(block, required=False)
    if not typed:
        words = (
            UserError("Type the number that it stands at today.")
            if name == "start"
            else UserError("Type the number that you want to reach.")
        )
        form.refuse(block, words)
        return None
    try:
        return read_value(typed, unit)
    except UserError as error:
        form.refuse(block, error)
        return None


def made_view(say: Say, made: Created) -> Block:
    """What the form turns into: the numbers that people will type."""
    text = say(
        "*O-{n}* {title} is made, and {channel} hears of it now.",
        n=Mrkdwn(made.number),
        title=made.title,
        channel=channel_link(made.channel),
    )
    example = kr_name(made.krs[0])
    hint = say(
        "Record a first value with `/okr update {kr} …`, or wait for the check-in.", kr=example
    )
    rows = [blocks.section(text), *_made(say, made), blocks.context(hint)]
    return blocks.modal(MADE, say("Your new objective"), rows, close=say("Done"))


def announcement(say: Say, made: Created, author: str) -> Block:
    """What the team's channel reads."""
    who = mention(author)
    title = say("*O-{n}* {title}", n=Mrkdwn(made.number), title=made.title)
    text = say("New objective for {cycle} by {who}", cycle=made.cycle_id, who=who)
    return blocks.message(
        Mrkdwn(f"{text}: {title}"),
        [blocks.section(Mrkdwn(f"{text}\n{title}")), *_made(say, made)],
    )


def _made(say: Say, made: Created) -> list[Block]:
    return [
        blocks.section(
            say(
                "*{kr}* {title}: {start} → {target}, owned by {who}",
                kr=kr_name(kr),
                title=kr.title,
                start=say.beside(kr.start, kr.unit),
                target=say.amount(kr.target, kr.unit),
                who=mention(kr.owner_id),
            )
        )
        for kr in made.krs
    ]
