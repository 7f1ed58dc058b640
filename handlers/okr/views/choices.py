"""What else may be chosen for a new objective: whose it is, its cycle, what it supports, …"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.okr.rules import making
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.life import Level
from handlers.okr.rules.making import Above, Choices
from handlers.okr.views.again import again, replaced
from handlers.okr.views.create import MORE
from handlers.okr.views.rows import ROWS, weight_field

LEVEL: Final = making.LEVEL
CYCLE: Final = making.CYCLE
SUPPORTS: Final = making.SUPPORTS
AMBITION: Final = "okr.ambition"
BEGINS: Final = "okr.begins"
NOW, DRAFT = "now", "draft"
Words = Callable[[Say], Mrkdwn]
LEVELS: Final[Mapping[Level, Words]] = MappingProxyType(
    {
        Level.TEAM: lambda say: say("The team's"),
        Level.COMPANY: lambda say: say("The whole company's"),
        Level.PERSONAL: lambda say: say("Mine alone"),
    }
)
AMBITIONS: Final[Mapping[Ambition, Words]] = MappingProxyType(
    {
        Ambition.COMMITTED: lambda say: say("Committed: we count on all of it"),
        Ambition.ASPIRATIONAL: lambda say: say("Aspirational: 70 % of it would be great"),
    }
)


def with_choices(say: Say, view: Block, offered: Choices, *, cycle_id: str = "") -> Block:
    """The form with all its choices where the button was, and a weight for each key result.

    `cycle_id` is the cycle that it was opened for, if a button said so.
    """
    rows = replaced(view["blocks"], MORE, _fields(say, offered, cycle_id))
    for row in range(1, ROWS + 1):
        if not any(block["block_id"] == f"{row}.weight" for block in rows):
            rows = _below(rows, f"{row}.owner", weight_field(say, row))
    return again(view, rows)


def _below(rows: list[Block], block_id: str, new: Block) -> list[Block]:
    return [
        block
        for shown in rows
        for block in ((shown, new) if shown["block_id"] == block_id else (shown,))
    ]


def _fields(say: Say, offered: Choices, cycle_id: str) -> list[Block]:
    return [
        blocks.field(
            say("Whose objective is it?"),
            _select("level", [(LEVELS[level](say), level) for level in offered.levels]),
            block_id=LEVEL,
        ),
        blocks.field(say("Cycle"), _cycles(say, offered, cycle_id), block_id=CYCLE),
        blocks.field(
            say("How bold is it?"),
            _select("ambition", [(words(say), value) for value, words in AMBITIONS.items()]),
            block_id=AMBITION,
        ),
        *_supports(say, offered.above),
        _begins(say, offered),
    ]


def _select(name: str, options: Sequence[tuple[str, str]]) -> Block:
    """The first one is chosen."""
    made = [blocks.option(text, value) for text, value in options]
    return blocks.select(name, made, initial=options[0][1])


def _cycles(say: Say, offered: Choices, cycle_id: str) -> Block:
    cycles = sorted(offered.cycles, key=lambda c: c.id != cycle_id)  # else as they are
    named = [
        (say("{cycle}: {starts} to {ends}", cycle=c.id, starts=c.starts, ends=c.ends), c.id)
        for c in cycles
    ]
    return _select("cycle", named)


def _supports(say: Say, above: tuple[Above, ...] | None) -> list[Block]:
    """What it supports: from a list, or by number where a list would be too long."""
    label = say("Which objective does it support?")
    if above is None:
        typed = blocks.text_input("number", longest=20, placeholder="O-3")
        hint = say("Type its number; `/okr tree` shows them all.")
        return [blocks.field(label, typed, block_id=SUPPORTS, hint=hint, optional=True)]
    if not above:
        return []
    options = [
        blocks.option(say("O-{n} {title}", n=Mrkdwn(one.number), title=one.title), str(one.number))
        for one in above
    ]
    chosen = blocks.select("chosen", options)
    return [blocks.field(label, chosen, block_id=SUPPORTS, optional=True)]


def _begins(say: Say, offered: Choices) -> Block:
    now = say("Begin now") if offered.may_begin else say("Propose it")
    first = blocks.option(now, NOW, say("Where it is not yours to begin, a lead agrees first."))
    draft = blocks.option(
        say("Keep it as a draft"), DRAFT, say("Talked about in its thread; it does not count yet.")
    )
    choice = blocks.radio("begins", [first, draft], initial=NOW)
    return blocks.field(say("When does it begin?"), choice, block_id=BEGINS)


def read_supports(form: Form) -> int | None:
    """The number of the objective that it supports."""
    chosen = form.choice(SUPPORTS)
    typed = chosen or form.text(SUPPORTS, required=False)
    if not typed:
        return None
    number = typed.strip().upper().removeprefix("O").lstrip("-– #").strip()
    if number.isascii() and number.isdigit() and len(number) < 10:
        return int(number)
    form.refuse(
        SUPPORTS,
        UserError("“{typed}” is no number of an objective. Write it like O-3.", typed=typed[:40]),
    )
    return None
