"""A team's questions as fields of a form, how these are read, and replies in words."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.question.rules import LONGEST_REPLY, NO, SCALE, YES, Asked, Kind, Preset

PREFIX: Final = "question."  # of the fields' names; the question's id follows
LAST: Final = 200  # characters of what they replied last time
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


def field_id(question_id: str) -> str:
    return f"{PREFIX}{question_id}"


def words(say: Say, asked: Asked) -> Mrkdwn:
    """The question itself."""
    return escape(asked.text) if asked.text else preset_words(say, asked.preset)


def preset_words(say: Say, preset: Preset | None) -> Mrkdwn:
    """One of ours, in the reader's language."""
    match preset:
        case Preset.MOVED:
            return say("What moved for customers?")
        case Preset.BLOCKED:
            return say("What is in the way?")
        case Preset.NEXT:
            return say("What comes next?")
        case None:
            return Mrkdwn("")


def reply_words(say: Say, asked: Asked, reply: str) -> Mrkdwn:
    """A reply as people read it: 4 of 5; yes; their own words."""
    if asked.kind is Kind.SCALE:
        return say("{n} of {most}", n=Mrkdwn(reply), most=len(SCALE))
    if asked.kind is Kind.YES_NO:
        return say("yes") if reply == YES else say("no")
    return escape(reply)


def fields(
    say: Say,
    asked: Iterable[Asked],
    *,
    typed: Mapping[str, str] = _NONE,
    last: Mapping[str, str] = _NONE,
) -> list[Block]:
    """A field for each question, none of which has to be filled in. `typed` is what stands in it,
    `last` what this person replied last time, both by the question's id.
    """
    return [_field(say, one, typed.get(one.id), last.get(one.id)) for one in asked]


def _field(say: Say, asked: Asked, typed: str | None, last: str | None) -> Block:
    before = reply_words(say, asked, last) if last else None
    hint = say("Last time: {reply}", reply=Mrkdwn(blocks.shorten(before, LAST))) if before else None
    return blocks.field(
        words(say, asked),
        _element(say, asked, typed),
        block_id=field_id(asked.id),
        hint=hint,
        optional=True,
    )


def _element(say: Say, asked: Asked, typed: str | None) -> Block:
    if asked.kind is Kind.TEXT:
        return blocks.text_input(
            "question.text", initial=typed or None, multiline=True, longest=LONGEST_REPLY
        )
    # The value is the option's place: an option may be longer than a value.
    options = [
        blocks.option(reply_words(say, asked, value), str(place))
        for place, value in enumerate(choices(asked))
    ]
    chosen = str(choices(asked).index(typed)) if typed in choices(asked) else None
    return blocks.select("question.choice", options, initial=chosen)


def choices(asked: Asked) -> Sequence[str]:
    """What can be chosen; nothing where the answer is typed."""
    match asked.kind:
        case Kind.TEXT:
            return ()
        case Kind.CHOICE:
            return asked.options
        case Kind.SCALE:
            return SCALE
        case Kind.YES_NO:
            return (YES, NO)


def read(form: Form, asked: Iterable[Asked]) -> dict[str, str]:
    """What was replied, by the question's id; "" where nothing was. Mistakes stand in the form."""
    return {one.id: _read(form, one) for one in asked if field_id(one.id) in form}


def _read(form: Form, asked: Asked) -> str:
    if asked.kind is Kind.TEXT:
        return form.text(field_id(asked.id), required=False, longest=LONGEST_REPLY)
    place = form.choice(field_id(asked.id))
    can = choices(asked)
    return can[int(place)] if place and place.isdecimal() and int(place) < len(can) else ""
