"""The card's last row: asking for it at another moment."""

from typing import Final

from handlers.checkin.rules.asked import Card
from handlers.checkin.rules.snooze import Again, Until
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say

LATER: Final = "checkin.later"


def later_row(say: Say, asked: Card) -> list[Block]:
    """While something waits: when to ask again, and what was chosen."""
    if not asked.waits:
        return []
    words = {
        Until.HOUR: say("In an hour"),
        Until.TOMORROW: say("Tomorrow"),
        Until.MONDAY: say("Monday"),
    }
    options = [blocks.option(text, f"{until}|{asked.key}") for until, text in words.items()]
    chosen = [blocks.context(_again(say, asked.again))] if asked.again else []
    picker = blocks.select(LATER, options, placeholder=say("Ask me later"))
    return [*chosen, blocks.actions(picker)]


def _again(say: Say, again: Again) -> Mrkdwn:
    return say("⏰ I will ask again {when}.", when=say.moment(again.at, again.zone))


def read_later(value: str) -> tuple[Until, str]:
    """What was chosen, and the card's name; ValueError for what we never offered."""
    until, _, key = value.partition("|")
    return Until(until), key


def earlier_card(say: Say) -> Block:
    """In the place of a card whose round is long over."""
    text = say("This card is from an earlier week; `/okr checkin` shows what is open now.")
    return blocks.message(text, [blocks.section(text)])
