"""The form in which a KR is edited, and how it is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeVar

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.kit.units import read_unit
from handlers.objective.rules.edit import KrEdit, step_text
from handlers.objective.views.overtaken import Overtaken, overtaken_rows
from handlers.okr.rules import typed_number
from handlers.okr.rules.aims import LONGEST_TITLE, LONGEST_UNIT, read_aim
from handlers.okr.rules.audit import What
from handlers.okr.rules.checking import read_weight
from handlers.okr.rules.kinds import Aim, Keep, Kind, Reach
from handlers.okr.rules.life import LONGEST_REASON
from handlers.okr.views import kind_words

FORM: Final = "objective.kr_form"
REASON: Final = "reason"
# What `read_aim` calls its parts, and what they are called here.
ENDS: Final[Mapping[Kind, Mapping[str, What]]] = MappingProxyType(
    {
        Kind.REACH: {"start": What.START, "target": What.TARGET},
        Kind.KEEP: {"at least": What.LOW, "at most": What.HIGH},
        Kind.MILESTONE: {"steps": What.STEPS},
    }
)
T = TypeVar("T")
Raw = dict[What, str]  # what stands in each field; teams by id, with commas


@dataclass(frozen=True, slots=True)
class KrForm:
    """What the form is about. `teams`: those that may share it, by id; `asks_why`: it runs."""

    number: int
    kind: Kind
    seen: str
    asks_why: bool
    teams: Mapping[str, str] = field(default_factory=dict)


def raw_of(edit: KrEdit) -> Raw:
    """The fields as they show a KR: read back, they are this KR and no other."""
    return {
        What.TITLE: edit.title,
        What.OWNER: edit.owner_id,
        **_raw_aim(edit.aim),
        What.UNIT: edit.unit,
        What.WEIGHT: typed_number(edit.weight),
        What.TEAMS: ",".join(edit.teams),
    }


def _raw_aim(aim: Aim) -> Raw:
    if isinstance(aim, Reach):
        return {What.START: typed_number(aim.start), What.TARGET: typed_number(aim.target)}
    if isinstance(aim, Keep):
        return {What.LOW: _typed(aim.low), What.HIGH: _typed(aim.high)}
    return {What.STEPS: "\n".join(map(step_text, aim.steps))}


def _typed(value: Decimal | None) -> str:
    return "" if value is None else typed_number(value)


def kr_modal(
    say: Say, about: KrForm, raw: Raw, reason: str = "", overtaken: Overtaken | None = None
) -> Block:
    """The form with these fields; `overtaken` says what others changed meanwhile."""
    name = f"KR-{about.number}"
    return blocks.modal(
        FORM,
        name,
        [
            *(overtaken_rows(say, overtaken) if overtaken else []),
            blocks.context(say("How it is measured: {kind}.", kind=kind_words(say, about.kind))),
            *_fields(say, about, raw),
            *_shared(say, about.teams, raw[What.TEAMS]),
            *([reason_field(say, reason)] if about.asks_why else []),
        ],
        submit=say("Save"),
        close=say("Cancel"),
        metadata={"kr": about.number, "kind": about.kind, "seen": about.seen},
    )


def _fields(say: Say, about: KrForm, raw: Raw) -> list[Block]:
    owner = blocks.person_select(What.OWNER, initial=raw[What.OWNER])
    return [
        text_field(say("Key result"), What.TITLE, raw, LONGEST_TITLE),
        blocks.field(say("Owner"), owner, block_id=What.OWNER),
        *_aim(say, about.kind, raw),
        *(
            []
            if about.kind is Kind.MILESTONE
            else [text_field(say("Unit"), What.UNIT, raw, LONGEST_UNIT, optional=True)]
        ),
        text_field(
            say("Weight"),
            What.WEIGHT,
            raw,
            20,
            hint=say("1 is the usual weight in its objective, 2 counts twice, 0 not at all."),
        ),
    ]


def _aim(say: Say, kind: Kind, raw: Raw) -> list[Block]:
    if kind is Kind.REACH:
        return [
            text_field(say("From"), What.START, raw, 40),
            text_field(say("To"), What.TARGET, raw, 40),
        ]
    if kind is Kind.KEEP:
        return [
            text_field(say("At least"), What.LOW, raw, 40, optional=True),
            text_field(say("At most"), What.HIGH, raw, 40, optional=True),
        ]
    hint = say("One step a line; how much it weighs stands behind it: Ask ten customers (2)")
    steps = blocks.text_input(What.STEPS, initial=raw[What.STEPS] or None, multiline=True)
    return [blocks.field(say("Steps"), steps, block_id=What.STEPS, hint=hint)]


def text_field(
    label: Mrkdwn,
    what: What,
    raw: Raw,
    longest: int,
    *,
    hint: Mrkdwn | None = None,
    optional: bool = False,
) -> Block:
    """A line of text with what stands in it; what is longer already stays whole."""
    fits = max(longest, len(raw[what]))
    line = blocks.text_input(what, initial=raw[what] or None, longest=fits)
    return blocks.field(label, line, block_id=what, hint=hint, optional=optional)


def _shared(say: Say, teams: Mapping[str, str], chosen: str) -> list[Block]:
    if not teams:
        return []
    options = [blocks.option(name, id_) for id_, name in teams.items()]
    select = blocks.multi_select(What.TEAMS, options, initial=chosen.split(","))
    return [blocks.field(say("Shared with"), select, block_id=What.TEAMS, optional=True)]


def reason_field(say: Say, reason: str) -> Block:
    """Asked where people count on what is changed; whether it is needed depends on what is."""
    why = blocks.text_input("why", initial=reason or None, multiline=True, longest=LONGEST_REASON)
    hint = say("Needed where the aim or the owner changes; whoever follows it reads this.")
    return blocks.field(say("Why"), why, block_id=REASON, hint=hint, optional=True)


def typed_in(form: Form, kind: Kind) -> Raw:
    """The fields as they were left."""
    texts = (What.TITLE, *ENDS[kind].values(), What.UNIT, What.WEIGHT)
    return {
        **{what: form.text(what, required=False) for what in texts},
        What.OWNER: form.person(What.OWNER) or "",
        What.TEAMS: ",".join(form.choices(What.TEAMS)),
    }


def read_kr(form: Form, kind: Kind, longest: int) -> KrEdit:
    """What was filled in. FormError tells every field that needs another look."""
    title = form.text(What.TITLE, longest=max(LONGEST_TITLE, longest))
    unit = _read(form, What.UNIT, read_unit) if What.UNIT in form else "%"
    weight = _read(form, What.WEIGHT, read_weight)
    owner = form.person(What.OWNER)
    if owner is None:
        form.refuse(What.OWNER, UserError("Choose who owns it."))
    aim = _read_aim(form, kind, unit or "")
    form.check()
    assert aim is not None
    assert weight is not None
    return KrEdit(title, owner or "", aim, unit or "", weight, tuple(form.choices(What.TEAMS)))


def _read_aim(form: Form, kind: Kind, unit: str) -> Aim | None:
    """What it aims for; what contradicts itself is told at the field that it is about."""
    names = ENDS[kind]
    cells = {name: form.text(what, required=False) for name, what in names.items()}
    try:
        return read_aim({"kind": kind, **cells}, unit)
    except UserError as error:
        form.refuse(names[error.field or next(iter(names))], error)
        return None


def _read(form: Form, what: What, how: Callable[[str], T]) -> T | None:
    try:
        return how(form.text(what, required=False))
    except UserError as error:
        form.refuse(what, error)
        return None
