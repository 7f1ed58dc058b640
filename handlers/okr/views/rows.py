"""A key result in the form of a new objective: what it asks depends on its kind."""

from dataclasses import dataclass, replace
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import typed_number
from handlers.okr.rules.aims import LONGEST_TITLE, LONGEST_UNIT
from handlers.okr.rules.checking import Direction
from handlers.okr.rules.kinds import Kind
from handlers.okr.rules.templates import Blank, Guard, Template
from handlers.okr.views.again import again, replaced
from handlers.okr.views.templates import measure_title

KIND: Final = "okr.kind"  # a select beside each key result
ROWS: Final = 5  # KRs in one form
LONGEST_WEIGHT: Final = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a row. `by` and `weight` are None where they are not asked for.

    Of a KR to keep `start` and `target` are the ends of its band: the fields are the same ones,
    so that what was typed stays when its kind changes.
    """

    row: int
    owner: str
    kind: Kind = Kind.REACH
    title: str = ""
    start: str = ""
    target: str = ""
    unit: str = ""
    steps: str = ""
    by: str | None = None
    weight: str | None = None
    guards: bool = False  # what must not suffer meanwhile: it may be left out


def begun_row(say: Say, author: str, template: Template, unit: str) -> Shown:
    """The first row, with what the template proposes."""
    known = "" if template.proposed is None else typed_number(template.proposed)
    asks_by = Blank.BY in template.asks
    return Shown(
        1,
        author,
        title=measure_title(say, template.code),
        target="" if asks_by else known,
        unit=unit,
        by=known if asks_by else None,
    )


def guard_row(say: Say, row: int, author: str, guard: Guard) -> Shown:
    """What must not suffer meanwhile: a KR to keep."""
    low, high = ("" if n is None else typed_number(n) for n in (guard.aim.low, guard.aim.high))
    title = measure_title(say, guard.code)
    return Shown(row, author, Kind.KEEP, title, low, high, guard.unit, guards=True)


def row_blocks(say: Say, shown: Shown, template: Template | None = None) -> list[Block]:
    """Its kind, its title, what its kind asks, and its owner."""
    row = shown.row
    title = blocks.text_input(
        "title",
        initial=shown.title or None,
        longest=LONGEST_TITLE,
        placeholder=say("First response time") if row == 1 else None,
    )
    owner = blocks.person_select("owner", initial=shown.owner)
    guard = say("So that it does not suffer meanwhile. Empty the title to leave it out.")
    return [
        _head(say, shown),
        blocks.field(
            say("Key result {n}", n=row),
            title,
            block_id=f"{row}.title",
            hint=guard if shown.guards else None,
            optional=True,
        ),
        *_asked(say, shown, template),
        blocks.field(say("Owner"), owner, block_id=f"{row}.owner", optional=True),
        *([] if shown.weight is None else [weight_field(say, row, shown.weight)]),
    ]


def _head(say: Say, shown: Shown) -> Block:
    """How it is seen: the one choice that all else depends on."""
    options = [
        blocks.option(say("Reach a number"), Kind.REACH),
        blocks.option(say("Keep a number"), Kind.KEEP),
        blocks.option(say("Take steps"), Kind.MILESTONE),
    ]
    select = blocks.select(KIND, options, initial=shown.kind)
    text = say("*{n}.* How will you see it?", n=shown.row)
    return blocks.section(text, accessory=select, block_id=f"{shown.row}.kind")


def _asked(say: Say, shown: Shown, template: Template | None) -> list[Block]:
    if shown.kind is Kind.MILESTONE:
        return [_steps(say, shown), *_set_aside(say, shown)]
    aside = [_steps(say, shown, aside=True)] if shown.steps else []
    if shown.kind is Kind.KEEP:
        return [*_band(say, shown), _unit(say, shown), *aside]
    return [_start(say, shown, template), _aim(say, shown, template), _unit(say, shown), *aside]


def _start(say: Say, shown: Shown, template: Template | None) -> Block:
    hint = say("Where it stands today") if template else None
    return _short(say("From"), f"{shown.row}.start", shown.start, hint=hint)


def _aim(say: Say, shown: Shown, template: Template | None) -> Block:
    """Where to, or by how many percent, whichever the template asks."""
    if shown.by is None or template is None:
        hint = say("Lower is fine too.") if shown.row == 1 and template is None else None
        return _short(say("To"), f"{shown.row}.target", shown.target, hint=hint)
    more = template.direction is Direction.UP
    label = say("By how many % more") if more else say("By how many % fewer")
    return _short(label, f"{shown.row}.by", shown.by)


def _band(say: Say, shown: Shown) -> list[Block]:
    hint = say("One of the two is enough, such as at least 95 %.")
    return [
        _short(say("At least"), f"{shown.row}.start", shown.start),
        _short(say("At most"), f"{shown.row}.target", shown.target, hint=hint),
    ]


def _unit(say: Say, shown: Shown) -> Block:
    hint = say("Like %, h, € or /5") if shown.row == 1 else None
    return _short(say("Unit"), f"{shown.row}.unit", shown.unit, hint=hint, longest=LONGEST_UNIT)


def _steps(say: Say, shown: Shown, *, aside: bool = False) -> Block:
    label = say("Steps")
    text = blocks.text_input("steps", initial=shown.steps or None, multiline=True)
    hint = say(
        "One on each line. What is more work than the others gets a weight in brackets: Train the"
        " team (2)"
    )
    return blocks.field(
        _aside(say, label) if aside else label,
        text,
        block_id=f"{shown.row}.steps",
        hint=None if aside else hint,
        optional=True,
    )


def _set_aside(say: Say, shown: Shown) -> list[Block]:
    """Numbers that were typed before it went step by step: nothing typed is lost."""
    if not (shown.start or shown.target):
        return []
    return [
        _short(_aside(say, say("From")), f"{shown.row}.start", shown.start),
        _short(_aside(say, say("To")), f"{shown.row}.target", shown.target),
        _short(_aside(say, say("Unit")), f"{shown.row}.unit", shown.unit, longest=LONGEST_UNIT),
    ]


def _aside(say: Say, label: Mrkdwn) -> Mrkdwn:
    return say("{label} (not needed now)", label=label)


def _by(shown: Shown, template: Template | None) -> str | None:
    """By how many percent: asked where the template asks so, unless a target was typed."""
    asks = template is not None and Blank.BY in template.asks and not shown.target
    if shown.kind is not Kind.REACH or template is None or not asks:
        return None
    if shown.by is not None:
        return shown.by
    return "" if template.proposed is None else typed_number(template.proposed)


def weight_field(say: Say, row: int, typed: str = "") -> Block:
    hint = say("1 is usual, 2 counts twice, 0 does not count.") if row == 1 else None
    return _short(say("Weight"), f"{row}.weight", typed, hint=hint, longest=LONGEST_WEIGHT)


def _short(
    label: Mrkdwn, block_id: str, typed: str, *, hint: Mrkdwn | None = None, longest: int = 40
) -> Block:
    name = block_id.rpartition(".")[2]
    text = blocks.text_input(name, initial=typed or None, longest=longest)
    return blocks.field(label, text, block_id=block_id, hint=hint, optional=True)


def shown_in(form: Form, row: int, author: str) -> Shown:
    """The row as it stands in the form; what its kind does not ask is kept all the same."""

    def typed(name: str) -> str:
        return form.text(f"{row}.{name}", required=False)

    return Shown(
        row,
        form.person(f"{row}.owner") or author,
        kind_in(form, row),
        title=typed("title"),
        start=typed("start"),
        target=typed("target"),
        unit=typed("unit"),
        steps=typed("steps"),
        by=typed("by") if f"{row}.by" in form else None,
        weight=typed("weight") if f"{row}.weight" in form else None,
    )


def kind_in(form: Form, row: int) -> Kind:
    """What was chosen; forms of before know no kinds."""
    chosen = form.choice(f"{row}.kind") or ""
    return Kind(chosen) if chosen in set(Kind) else Kind.REACH


def reshaped(say: Say, view: Block, author: str, template: Template | None) -> Block:
    """The form after the kind of a row was changed: each row asks for what its kind needs.

    All rows are made anew: of two changes at once the second knows of the first by its choice.
    """
    form, rows = Form(view), view["blocks"]
    for row in range(1, ROWS + 1):
        shown = shown_in(form, row, author)
        begun = template if row == 1 else None
        made = row_blocks(say, replace(shown, by=_by(shown, begun)), begun)
        rows = replaced(rows, f"{row}.", made)
    return again(view, rows)
