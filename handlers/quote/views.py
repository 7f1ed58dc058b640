"""Quotes as people read them."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.quote.rules import Moment, Quote

SHORT: Final = 280  # of a quote in a list


def quote_block(say: Say, quote: Quote, *, longest: int = 2500) -> Block:
    """One quote; it names the customer only where that is approved."""
    return blocks.section(
        say(
            "{quoted}\n{mark} {who}, {touchpoint} · {number}",
            quoted=quoted(quote.text, longest),
            mark="💚" if quote.moment is Moment.DELIGHT else "🩹",
            who=quote.named or say("a customer"),
            touchpoint=touchpoint(say, quote.touchpoint),
            number=f"Q-{quote.number}",
        )
    )


def quoted(text: str, longest: int) -> Mrkdwn:
    """Somebody's words, escaped and set off line by line."""
    lines = escape(blocks.shorten(text, longest)).splitlines()
    return Mrkdwn("\n".join(f"> {line}" for line in lines))


def touchpoint(say: Say, value: str) -> str:
    """A step of the journey, in words; what we do not know is shown as it was written."""
    known = {
        "discover": say("while discovering us"),
        "buy": say("while buying"),
        "onboard": say("while getting started"),
        "use": say("while using it"),
        "get help": say("while getting help"),
        "renew": say("while renewing"),
    }
    return known.get(value) or escape(value)


def about_kr(say: Say, quotes: Sequence[Quote]) -> list[Block]:
    """What customers said about a KR, for `/okr show`."""
    if not quotes:
        return []
    title = blocks.section(say("*What customers said*"))
    return [title, *(quote_block(say, q, longest=SHORT) for q in quotes)]
