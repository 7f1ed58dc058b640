"""The fields in which a person says how one KR stands, and how they are read; check-ins too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.kit.units import scale_of
from handlers.okr import rules
from handlers.okr.rules import Entry, KrState
from handlers.okr.rules.behind import StatedError
from handlers.okr.rules.kinds import Keep
from handlers.okr.rules.steps import ticks
from handlers.okr.views.evidence import (
    NOTHING_ADDED,
    Added,
    Evidence,
    added_in,
    evidence_fields,
    read_evidence,
)
from handlers.okr.views.parts import aim_words, kr_line
from handlers.okr.views.ticking import groups, is_ticked, read_ticks, tick_fields

SURE: Final = 10
LAST: Final = 200  # characters of the last note
MOST: Final = 90  # blocks with fields in one form, of Slack's 100


@dataclass(frozen=True, slots=True)
class Typed:
    """A field's text as it was left, to be shown again."""

    value: str
    confidence: str | None
    note: str
    done: frozenset[int] | None = None  # the steps that are ticked
    added: Added = NOTHING_ADDED


def value_id(kr_number: int) -> str:
    return f"okr.value.{kr_number}"


def confidence_id(kr_number: int) -> str:
    return f"okr.confidence.{kr_number}"


def note_id(kr_number: int) -> str:
    return f"okr.note.{kr_number}"


def fitting(krs: Sequence[KrState]) -> Sequence[KrState]:
    """The first of these KRs, as many as one form holds."""
    sizes = accumulate(4 + max(len(groups(kr)), 1) for kr in krs)
    return krs[: sum(size <= MOST for size in sizes)]


def entry_fields(
    say: Say,
    kr: KrState,
    *,
    typed: Typed | None = None,
    overtaken: bool = False,
    more: bool = False,
) -> list[Block]:
    """How the KR stands, and fields for value, confidence and note, prefilled with the last.

    A KR that goes step by step has its steps to tick in the place of a value. `typed` is what the
    person had filled in; `overtaken` tells them that somebody was faster; `more` asks for status
    and evidence as well.
    """
    shown = typed or _last(kr)
    last = say("Last note: {note}", note=blocks.shorten(kr.note, LAST)) if kr.note else None
    return [
        blocks.section(kr_line(say, kr)),
        *([blocks.section(_overtaken(say, kr))] if overtaken else []),
        *_value_fields(say, kr, shown),
        blocks.field(
            say("How sure are you to reach it, 0 to 10?"),
            blocks.select("confidence", _levels(say), initial=shown.confidence),
            block_id=confidence_id(kr.number),
            optional=True,
        ),
        blocks.field(
            say("Note"),
            blocks.text_input("note", initial=shown.note or None, multiline=True),
            block_id=note_id(kr.number),
            hint=last,
            optional=True,
        ),
        *(evidence_fields(say, kr, shown.added) if more else []),
    ]


def _value_fields(say: Say, kr: KrState, shown: Typed) -> list[Block]:
    if kr.steps:
        return tick_fields(say, kr, shown.done)
    text = blocks.text_input("value", initial=shown.value or None, longest=100)
    return [
        blocks.field(
            _value_label(say, kr),
            text,
            block_id=value_id(kr.number),
            hint=_value_hint(say, kr),
            optional=True,
        )
    ]


def read_entry(form: Form, kr: KrState) -> Entry:
    """What was filled in for this KR; mistakes are noted in the form: `check` it afterwards."""
    block, note = (
        value_id(kr.number),
        form.text(note_id(kr.number), required=False, longest=rules.LONGEST_NOTE),
    )
    marks = ticks(kr.steps, read_ticks(form, kr)) if is_ticked(form, kr.number) else None
    value = marks.value(kr.steps) if marks else _value(form, kr, form.text(block, required=False))
    added = read_evidence(form, kr.number)
    if value is None and (note or added != Evidence()):
        form.refuse(
            block, UserError("Type the value that your note is about; the last one is fine.")
        )
    chosen = form.choice(confidence_id(kr.number))
    return Entry(
        kr.number,
        value,
        int(chosen) if chosen else None,
        note,
        status=added.status,
        reason=added.reason,
        link=added.link,
        quote_number=added.quote_number,
        ticks=marks,
    )


def words_in(form: Form, kr_number: int) -> str:
    """Value and note as they were left, of a KR that is gone."""
    left = (form.text(block(kr_number), required=False) for block in (value_id, note_id))
    return "\n".join(filter(None, left))


def typed_in(form: Form, kr: KrState) -> Typed:
    """The fields as they were left."""
    return Typed(
        value=form.text(value_id(kr.number), required=False),
        confidence=form.choice(confidence_id(kr.number)),
        note=form.text(note_id(kr.number), required=False),
        done=read_ticks(form, kr) if kr.steps else None,
        added=added_in(form, kr.number),
    )


def seen_of(krs: Sequence[KrState]) -> dict[str, str]:
    """For a form's metadata: the version of each KR that it shows."""
    return {str(kr.number): kr.seen for kr in krs}


def read_seen(metadata: Mapping[str, str]) -> dict[int, str]:
    """The same, read back from the metadata."""
    return {int(number): seen for number, seen in metadata.items()}


def begun(kr: KrState, stated: StatedError) -> Typed:
    """The fields with what was typed in a line; where no value was, the last one stays."""
    last, done = _last(kr), stated.ticks.done if stated.ticks else None
    added = Added(stated.status, stated.why)
    return replace(last, value=stated.value or last.value, done=done, added=added)


def _last(kr: KrState) -> Typed:
    value = "" if kr.value is None else rules.typed_number(kr.value)
    return Typed(value, None if kr.confidence is None else str(kr.confidence), "")


def _value(form: Form, kr: KrState, typed: str) -> Decimal | None:
    if not typed:
        return None
    try:
        taken = rules.take_for(kr, typed)
    except UserError as error:
        form.refuse(value_id(kr.number), error)
        return None
    if taken.note or taken.status:
        form.refuse(
            value_id(kr.number),
            UserError("Only the number goes here, like 45 or 45.5; words go into the note."),
        )
    return taken.value


def _value_label(say: Say, kr: KrState) -> Mrkdwn:
    name = f"KR-{kr.number}"
    if (most := scale_of(kr.unit)) is not None:
        return say("{kr}: where does it stand, out of {most}?", kr=name, most=most)
    if kr.unit:
        return say("{kr}: where does it stand, in {unit}?", kr=name, unit=kr.unit)
    return say("{kr}: where does it stand?", kr=name)


def _value_hint(say: Say, kr: KrState) -> Mrkdwn:
    if kr.value is None or kr.day is None:
        if isinstance(kr.aim, Keep):
            return say("It is {aim}.", aim=aim_words(say, kr.aim, kr.unit))
        return say("It starts at {start}.", start=say.amount(kr.aim.start, kr.unit))
    return say("It was {value} on {day}.", value=say.amount(kr.value, kr.unit), day=kr.day)


def _levels(say: Say) -> list[Block]:
    words = {0: say("0 – not at all"), 5: say("5 – could go either way"), 10: say("10 – certain")}
    return [blocks.option(words.get(n, Mrkdwn(str(n))), str(n)) for n in range(SURE + 1)]


def _overtaken(say: Say, kr: KrState) -> Mrkdwn:
    """What the other wrote, and how to decide."""
    if kr.value is None:
        return say(
            ":warning: The value that you saw was withdrawn while you were writing. What you typed"
            " is still here: save once more to record it."
        )
    value = kr.value
    who, amount = mention(kr.author_id or ""), say.amount(value, kr.unit)
    told = (
        say(
            ":warning: {who} recorded {value} while you were writing: “{note}”",
            who=who,
            value=amount,
            note=blocks.shorten(kr.note, 1000),
        )
        if kr.note
        else say(":warning: {who} recorded {value} while you were writing.", who=who, value=amount)
    )
    choice = say(
        "What you typed is still here: save once more to put it on top, or type {number} and empty"
        " the note to leave theirs.",
        number=Mrkdwn(rules.typed_number(value)),
    )
    return Mrkdwn(f"{told}\n{choice}")
