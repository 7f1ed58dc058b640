"""What went on in the next cycle as a draft: told to whoever has to give it a new target."""

from collections.abc import Sequence
from typing import Final

from handlers.cycle.rules.card import Drafts
from handlers.cycle.rules.ended import EndedKr, Heir
from handlers.cycle.views.lines import reached_words
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Say
from handlers.objective.views.words import edit_button
from handlers.okr.views.stages import show_objective_button

SHOWN: Final = 12  # KRs


def drafts(say: Say, told: Drafts) -> Block:
    """A direct message: each with the way to its form and to its objective."""
    title = say("What goes on as a draft needs a new target")
    rows: list[Block] = [blocks.header(title)]
    for kr in told.krs[:SHOWN]:
        if kr.heir is not None:
            rows += _row(say, kr, kr.heir)
    hint = say(
        "Edit where it starts and what it is to reach, then propose its objective. `/okr drafts`"
        " lists all that has not begun."
    )
    return blocks.message(title, [*rows, blocks.context(hint)])


def _row(say: Say, kr: EndedKr, heir: Heir) -> Sequence[Block]:
    text = say(
        "*{kr}* {title} reached its target: {reached}. It goes on as *{heir}* in {cycle}, a draft"
        " in {objective}.",
        kr=f"KR-{kr.kr.number}",
        title=kr.kr.title,
        reached=reached_words(say, kr),
        heir=f"KR-{heir.number}",
        cycle=heir.cycle_id,
        objective=f"O-{heir.objective_number}",
    )
    edit = edit_button(say, f"KR-{heir.number}")
    show = show_objective_button(say, heir.objective_number)
    return blocks.section(text), blocks.actions(edit, show)
