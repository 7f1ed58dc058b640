"""What somebody promised last time, and the field in which they say whether it happened."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.forms import Form
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.question.rules import Kept, Promise, kept_of

PROMISE: Final = "promise."  # of the fields' names; round and question follow
_LAST: Final = 300  # characters of what they promised
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
Place = tuple[tuple[str, date], str]  # of a promise: its round and question


def promise_id(promise: Promise) -> str:
    """The field's name."""
    return f"{PROMISE}{promise.place}"


def promise_fields(
    say: Say, promises: Iterable[Promise], *, typed: Mapping[str, str] = _NONE
) -> list[Block]:
    """A field for each promise, which may stay open; `typed` is what was chosen, by its name."""
    return [_field(say, one, typed.get(promise_id(one), one.kept)) for one in promises]


def _field(say: Say, promise: Promise, chosen: str | None) -> Block:
    options = [blocks.option(kept_words(say, kept), kept) for kept in Kept]
    said = Mrkdwn(blocks.shorten(" ".join(escape(promise.text).split()), _LAST))
    return blocks.field(
        say("Did it happen? Last time you wrote: “{promise}”", promise=said),
        blocks.select("question.kept", options, initial=kept_of(chosen)),
        block_id=promise_id(promise),
        optional=True,
    )


def kept_words(say: Say, kept: Kept) -> Mrkdwn:
    """Whether it happened, with a sign and a word."""
    match kept:
        case Kept.YES:
            return say("✅ Yes, it happened")
        case Kept.PARTLY:
            return say("◐ In part")
        case Kept.NO:
            return say("✗ No, not yet")


def read_promises(form: Form) -> dict[Place, Kept | None]:
    """What was said of promises, by round and question; None where nothing is chosen."""
    read = {_place(name): kept_of(form.choice(PROMISE + name)) for name in form.names(PROMISE)}
    return {place: kept for place, kept in read.items() if place is not None}


def _place(name: str) -> Place | None:
    """None for a name that we never gave out."""
    team_id, _, rest = name.partition("|")
    day, _, question_id = rest.partition("|")
    try:
        return ((team_id, date.fromisoformat(day)), question_id)
    except ValueError:
        return None
