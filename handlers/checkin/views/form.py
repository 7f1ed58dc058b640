"""The form: value, confidence and note of each KR that waits for an answer."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.okr import views as okr
from handlers.okr.rules import KrState
from handlers.okr.views import Typed

FORM: Final = "checkin.form"
_NONE: Final[Mapping[int, Typed]] = {}


def form(
    say: Say,
    krs: Sequence[KrState],
    *,
    typed: Mapping[int, Typed] = _NONE,
    overtaken: Collection[int] = (),
) -> Block:
    """The modal. What stays as it is counts as an answer, too: nothing has changed.

    `overtaken`: KRs that somebody else updated while it was open; `typed`: what was in it then.
    """
    shown = okr.fitting(krs)
    fields = [
        block
        for kr in shown
        for block in okr.entry_fields(
            say, kr, typed=typed.get(kr.number), overtaken=kr.number in overtaken
        )
    ]
    return blocks.modal(
        FORM,
        say("Check-in"),
        [_intro(say, len(shown), len(krs)), *fields],
        submit=say("Send"),
        close=say("Later"),
        metadata={"seen": okr.seen_of(shown)},
    )


def _intro(say: Say, shown: int, n: int) -> Block:
    text = say("Leave a value as it is when nothing has changed. Empty it to answer another time.")
    if n > shown:
        more = say("These are the first {most} of your {n}; the others follow.", most=shown, n=n)
        text = Mrkdwn(f"{text} {more}")
    return blocks.context(text)
