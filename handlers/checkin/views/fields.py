"""What somebody says of one KR in a check-in: the update's fields, and how it is going."""

from dataclasses import replace
from typing import Any, Final

from handlers.checkin.rules.draft import Values, compact
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say
from handlers.okr import rules
from handlers.okr import views as okr
from handlers.okr.rules import SAYABLE, WARNINGS, Entry, KrState, Status

SAME: Final = "same"
TOUCHED: Final = "checkin.touched"  # a choice that tells us of all that was typed so far


def status_id(kr_number: int) -> str:
    return f"checkin.status.{kr_number}"


def form_of(values: Values) -> Form:
    """A form with these fields, wherever they come from."""
    return Form({"state": {"values": values}})


def kr_fields(say: Say, kr: KrState, values: Values, *, overtaken: bool = False) -> list[Block]:
    """How the KR stands, how it is going, and the fields of an update."""
    form = form_of(values)
    typed = okr.typed_in(form, kr) if has_fields(form, kr) else None
    rows = okr.entry_fields(say, kr, typed=typed, overtaken=overtaken)
    first = next((n for n, row in enumerate(rows) if row["type"] == "input"), len(rows))
    chosen = form.choice(status_id(kr.number))
    return [*rows[:first], _status(say, kr, chosen), *rows[first:]]


def has_fields(form: Form, kr: KrState) -> bool:
    """Whether this form asks about the KR."""
    return okr.value_id(kr.number) in form or okr.is_ticked(form, kr.number)


def _status(say: Say, kr: KrState, chosen: str | None) -> Block:
    options = [
        blocks.option(_same(say, kr), SAME),
        *(blocks.option(okr.status_mark(say, status), status) for status in SAYABLE),
    ]
    shown = blocks.select(TOUCHED, options, initial=chosen or SAME)
    field = blocks.field(
        say("How is it going?"), shown, block_id=status_id(kr.number), optional=True
    )
    return {**field, "dispatch_action": True}


def _same(say: Say, kr: KrState) -> Mrkdwn:
    """A warning stays until somebody takes it back."""
    if kr.said and kr.status in WARNINGS:
        return say("No change: {status}", status=okr.status_mark(say, kr.status))
    return say("No change")


def read_answer(form: Form, kr: KrState) -> Entry:
    """What was filled in for this KR; mistakes are noted in the form."""
    entry = okr.read_entry(form, kr)
    chosen = form.choice(status_id(kr.number))
    status = Status(chosen) if chosen in set(SAYABLE) else None
    if status is Status.OFF_TRACK and not entry.note:
        form.refuse(okr.note_id(kr.number), why_off_track())
    if status is not None and entry.value is None:
        form.refuse(
            okr.value_id(kr.number),
            UserError("Type the value that goes with it; the last one is fine."),
        )
    return replace(entry, status=status, reason=reason_of(status, entry.note))


def refuse_emptied(form: Form, kr: KrState) -> None:
    """To empty the value of an answer takes nothing back."""
    form.refuse(
        okr.value_id(kr.number),
        UserError(
            "An answer needs a value. To take yours back, close this and type `/okr withdraw`."
        ),
    )


def why_off_track() -> UserError:
    return UserError("Off track: say in one sentence what is in the way.")


def reason_of(status: Status | None, note: str) -> str:
    """Whoever says that it is off track says why; the note is the whole of it."""
    return note if status is Status.OFF_TRACK else ""


def as_answered(kr: KrState, author_id: str) -> dict[str, dict[str, Any]]:
    """The fields that would have led to where it stands, to be edited: by this person."""
    mine = kr.author_id == author_id
    value = "" if kr.value is None else rules.typed_number(kr.value)
    sure = None if kr.confidence is None else {"value": str(kr.confidence)}
    status = kr.status if kr.said and mine and kr.status in SAYABLE else SAME
    states: dict[str, dict[str, Any]] = {
        okr.value_id(kr.number): {"value": value},
        okr.confidence_id(kr.number): {"selected_option": sure},
        okr.note_id(kr.number): {"value": kr.note if mine else ""},
        status_id(kr.number): {"selected_option": {"value": status}},
    }
    if kr.steps:
        states |= okr.ticked_as_done(kr)
    return compact({name: {"was": state} for name, state in states.items()})
