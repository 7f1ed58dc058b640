"""The form: value, confidence and note of each KR that waits for an answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from handlers.checkin.rules.asked import DueRound
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say
from handlers.okr import views as okr
from handlers.okr.rules import KrState
from handlers.okr.views import Typed
from handlers.question import views as question

FORM: Final = "checkin.form"
_NONE: Final[Mapping[int, Typed]] = {}
_NOTHING: Final[Mapping[str, str]] = {}


def form(
    say: Say,
    krs: Sequence[KrState],
    asked: Sequence[DueRound] = (),
    *,
    replies: Mapping[str, str] = _NOTHING,
    typed: Mapping[int, Typed] = _NONE,
    overtaken: Collection[int] = (),
) -> Block:
    """The modal: KRs, and the questions of these rounds.

    What stays as it is counts as an answer, too: nothing has changed.

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
        [_intro(say, len(shown), len(krs)), *fields, *_questions(say, asked, replies)],
        submit=say("Send"),
        close=say("Later"),
        metadata={
            "seen": okr.seen_of(shown),
            "rounds": {one.team_id: one.day.isoformat() for one in asked if one.questions},
        },
    )


def rounds_in(metadata: Mapping[str, Any]) -> dict[str, date]:
    """The rounds whose questions a form asks: team -> day."""
    return {team_id: date.fromisoformat(day) for team_id, day in metadata["rounds"].items()}


def _questions(say: Say, asked: Sequence[DueRound], replies: Mapping[str, str]) -> Iterator[Block]:
    """Those of each team, under its name where there are several."""
    parts = [part for part in asked if part.questions]
    for part in parts:
        if len(parts) > 1:
            yield blocks.header(part.team_name)
        yield from question.fields(say, part.questions, typed=replies)


def _intro(say: Say, shown: int, n: int) -> Block:
    text = say("Leave a value as it is when nothing has changed. Empty it to answer another time.")
    if n > shown:
        more = say("These are the first {most} of your {n}; the others follow.", most=shown, n=n)
        text = Mrkdwn(f"{text} {more}")
    return blocks.context(text)
