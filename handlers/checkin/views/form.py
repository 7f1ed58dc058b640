"""The form: value, confidence and note of each KR that waits for an answer."""

from collections.abc import Collection, Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.okr import views as okr
from handlers.okr.rules import KrState, typed_number

FORM: Final = "checkin.form"
VALUE: Final = "value"
CONFIDENCE: Final = "confidence"
NOTE: Final = "note"
MOST: Final = 19  # KRs in one form: five blocks each, of 100


def field_id(name: str, kr_number: int) -> str:
    """The block id of one field of one KR."""
    return f"{name}-{kr_number}"


def form(say: Say, krs: Sequence[KrState], overtaken: Collection[int] = ()) -> Block:
    """The modal. `overtaken`: KRs that somebody else updated while it was open."""
    shown = krs[:MOST]
    parts = [_intro(say, len(krs), overtaken)]
    for kr in shown:
        parts += [blocks.divider(), *_fields(say, kr, overtaken=kr.number in overtaken)]
    return blocks.modal(
        FORM,
        say("Check-in"),
        parts,
        submit=say("Send"),
        close=say("Later"),
        metadata={"seen": {str(kr.number): kr.seen for kr in shown}},
    )


def _intro(say: Say, n: int, overtaken: Collection[int]) -> Block:
    if overtaken:
        return blocks.section(
            say(
                "Somebody else was faster with some of these. Look at the lines marked with ⚠️ and"
                " send again what should count; nothing of yours was recorded yet."
            )
        )
    if n > MOST:
        return blocks.context(
            say("The first {most} of your {n} key results; the others follow.", most=MOST, n=n)
        )
    return blocks.context(
        say("Leave a value as it is when nothing has changed. Empty it to answer another time.")
    )


def _fields(say: Say, kr: KrState, *, overtaken: bool) -> list[Block]:
    line = okr.kr_line(say, kr)
    value = None if kr.value is None else typed_number(kr.value)
    return [
        blocks.section(Mrkdwn(f"⚠️ {line}") if overtaken else line),
        blocks.field(
            say("Value in {unit}", unit=kr.unit) if kr.unit else say("Value"),
            blocks.text_input("checkin.value", initial=value, longest=40),
            block_id=field_id(VALUE, kr.number),
            optional=True,
        ),
        blocks.field(
            say("Confidence to reach the target, 0 to 10"),
            _confidence(kr),
            block_id=field_id(CONFIDENCE, kr.number),
            optional=True,
        ),
        blocks.field(
            say("What happened?"),
            blocks.text_input("checkin.note", multiline=True, placeholder=kr.note or None),
            block_id=field_id(NOTE, kr.number),
            optional=True,
        ),
    ]


def _confidence(kr: KrState) -> Block:
    steps = [blocks.option(str(n), str(n)) for n in range(11)]
    initial = None if kr.confidence is None else str(kr.confidence)
    return blocks.select("checkin.confidence", steps, initial=initial)
