"""What is said about the time at which somebody is asked."""

from collections.abc import Iterator
from datetime import datetime, time

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn


def time_set(reader: Reader, wall: time | None, card: datetime | None, now: datetime) -> Block:
    """They have chosen a time of their own, or their teams' again; `card`: when the next comes."""
    say = reader.say
    if wall is None:
        first = say("⏰ From now on I ask you at your team's time.")
    else:
        first = say(
            "⏰ From now on I ask you at {time} by your own clock, whatever time your team has.",
            time=say.clock(wall),
        )
    return _message(first, *_next(reader, card, now), *_back(reader, wall))


def time_is(reader: Reader, wall: time | None, card: datetime | None, now: datetime) -> Block:
    """When they are asked, as it stands."""
    say = reader.say
    if wall is None:
        first = say(
            "I ask you at your team's time. To choose your own, type `/okr checkin at 16:00`."
        )
    else:
        first = say("I ask you at {time} by your own clock.", time=say.clock(wall))
    return _message(first, *_next(reader, card, now), *_back(reader, wall))


def _next(reader: Reader, card: datetime | None, now: datetime) -> Iterator[Mrkdwn]:
    say = reader.say
    if card is None:
        yield say("No check-in is planned for you yet.")
    elif card <= now:
        yield say("Your next card comes at once, or in the morning if it is late.")
    else:
        yield say("Your next card comes {when}.", when=say.moment(card, reader.zone))


def _back(reader: Reader, wall: time | None) -> Iterator[Mrkdwn]:
    if wall is not None:
        yield reader.say("`/okr checkin at default` takes your team's time again.")


def _message(first: Mrkdwn, *more: Mrkdwn) -> Block:
    text = Mrkdwn("\n".join((first, *more)))
    return blocks.message(text, [blocks.section(text)])
