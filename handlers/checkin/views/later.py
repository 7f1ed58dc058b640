"""Asking for the card at another moment."""

from datetime import datetime
from typing import Final

from handlers.checkin.rules.asked import Card
from handlers.checkin.rules.snooze import Until, choices
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say

LATER: Final = "checkin.later"


def later(reader: Reader, asked: Card, now: datetime) -> list[Block]:
    """When to ask again; nothing where every choice would come too late."""
    say = reader.say
    words = {
        Until.HOUR: say("In an hour"),
        Until.TOMORROW: say("Tomorrow"),
        Until.MONDAY: say("Monday"),
    }
    offered = choices(now, reader.zone, asked.own, asked.begins)
    options = [blocks.option(words[until], f"{until}|{asked.key}") for until in offered]
    return [blocks.select(LATER, options, placeholder=say("Ask me later"))] if options else []


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
