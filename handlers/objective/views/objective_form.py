"""The form in which an objective is edited, and how it is read."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Say
from handlers.objective.rules.edit import ObjectiveEdit, named
from handlers.objective.rules.state import Link, Objective
from handlers.objective.views.kr_form import Raw, reason_field, text_field
from handlers.objective.views.overtaken import Overtaken, overtaken_rows
from handlers.okr.rules import typed_number
from handlers.okr.rules.aims import LONGEST_TITLE
from handlers.okr.rules.audit import What
from handlers.okr.rules.checking import read_weight
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.life import Stage
from handlers.okr.views import level_words

FORM: Final = "objective.form"
NOTHING: Final = "0"  # an option: a select that has a choice cannot be emptied everywhere


def raw_of(edit: ObjectiveEdit) -> Raw:
    """The fields as they show an objective."""
    return {
        What.TITLE: edit.title,
        What.OWNER: edit.owner_id,
        What.AMBITION: edit.ambition,
        What.SUPPORTS: named(edit.supports),
        What.WEIGHT: typed_number(edit.weight),
    }


def objective_modal(
    say: Say,
    one: Objective,
    links: Sequence[Link],
    seen: str,
    raw: Raw,
    reason: str = "",
    overtaken: Overtaken | None = None,
) -> Block:
    """The form with these fields; `links` are what it may support."""
    return blocks.modal(
        FORM,
        f"O-{one.number}",
        [
            *(overtaken_rows(say, overtaken) if overtaken else []),
            *_fields(say, one, links, raw),
            *([reason_field(say, reason)] if one.stage is Stage.ACTIVE else []),
        ],
        submit=say("Save"),
        close=say("Cancel"),
        metadata={"o": one.number, "seen": seen},
    )


def _fields(say: Say, one: Objective, links: Sequence[Link], raw: Raw) -> list[Block]:
    owner = blocks.person_select(What.OWNER, initial=raw[What.OWNER])
    level = level_words(say, one.level)
    weight, hint = (
        say("Weight in what it supports"),
        say("1 is the usual weight, 2 counts twice, 0 not at all."),
    )
    return [
        blocks.context(say("{level}, {team}", level=level, team=one.home.name)),
        text_field(say("Objective"), What.TITLE, raw, LONGEST_TITLE),
        blocks.field(say("Owner"), owner, block_id=What.OWNER),
        _ambition(say, raw),
        _supports(say, links, raw),
        text_field(weight, What.WEIGHT, raw, 20, hint=hint),
    ]


def _ambition(say: Say, raw: Raw) -> Block:
    options = [
        blocks.option(say("Committed: a promise, aims for 1.0"), Ambition.COMMITTED),
        blocks.option(say("Aspirational: a dream, 0.7 is good"), Ambition.ASPIRATIONAL),
    ]
    select = blocks.select(What.AMBITION, options, initial=raw[What.AMBITION])
    return blocks.field(say("Ambition"), select, block_id=What.AMBITION)


def _supports(say: Say, links: Sequence[Link], raw: Raw) -> Block:
    options = [
        blocks.option(say("Nothing"), NOTHING),
        *(blocks.option(f"O-{link.number} {link.title}", named(link.number)) for link in links),
    ]
    select = blocks.select(What.SUPPORTS, options, initial=raw[What.SUPPORTS] or NOTHING)
    return blocks.field(say("Supports"), select, block_id=What.SUPPORTS)


def typed_in(form: Form) -> Raw:
    """The fields as they were left."""
    supports = form.choice(What.SUPPORTS) or NOTHING
    return {
        What.TITLE: form.text(What.TITLE, required=False),
        What.OWNER: form.person(What.OWNER) or "",
        What.AMBITION: form.choice(What.AMBITION) or Ambition.COMMITTED,
        What.SUPPORTS: "" if supports == NOTHING else supports,
        What.WEIGHT: form.text(What.WEIGHT, required=False),
    }


def read_objective(form: Form, longest: int) -> ObjectiveEdit:
    """What was filled in. FormError tells every field that needs another look."""
    raw = typed_in(form)
    title = form.text(What.TITLE, longest=max(LONGEST_TITLE, longest))
    if not raw[What.OWNER]:
        form.refuse(What.OWNER, UserError("Choose who owns it."))
    weight = None
    try:
        weight = read_weight(raw[What.WEIGHT])
    except UserError as error:
        form.refuse(What.WEIGHT, error)
    form.check()
    assert weight is not None
    above = raw[What.SUPPORTS].removeprefix("O-")
    return ObjectiveEdit(
        title,
        raw[What.OWNER],
        Ambition(raw[What.AMBITION]),
        int(above) if above else None,
        weight,
    )
