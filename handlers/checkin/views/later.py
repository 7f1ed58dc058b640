"""Asking for the card at another moment."""

from typing import Final

from handlers.checkin.rules.asked import Card
from handlers.checkin.rules.snooze import Until
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say

LATER: Final = "checkin.later"


def later(say: Say, asked: Card) -> Block:
    """When to ask again."""
    words = {
        Until.HOUR: say("In an hour"),
        Until.TOMORROW: say("Tomorrow"),
        Until.MONDAY: say("Monday"),
    }
    options = [blocks.option(text, f"{until}|{asked.key}") for until, text in words.items()]
    return blocks.select(LATER, options, placeholder=say("Ask me later"))


def again(say: Say, asked: Card) -> list[Block]:
    """What was chosen."""
    if asked.again is None:
        return []
    when = say.moment(asked.again.at, asked.again.zone)
    return [blocks.context(say("⏰ I will ask again {when}.", when=when))]


def read_later(value: str) -> tuple[Until, str]:
    """What was chosen, and the card's name; ValueError for what we never offered."""
    until, _, key = value.partition("|")
    return Until(until), key


def earlier_card(say: Say) -> Block:
    """In the place of a card whose round is long over."""
    text = of_earlier_week(say)
    return blocks.message(text, [blocks.section(text)])


def of_earlier_week(say: Say) -> Mrkdwn:
    return say("This card is from an earlier week; `/okr checkin` shows what is open now.")
