"""What stand-ins hear, and what those hear whom they stand in for."""

from collections.abc import Sequence
from datetime import datetime

from handlers.absence.rules.leave import Leave
from handlers.absence.views.leaving import day_of, name_other, said
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention


def stands_in(
    reader: Reader, away_one: Reader, leave: Leave, krs: Sequence[str], now: datetime
) -> Block:
    """For the stand-in, once: for whom, until when, and of what.

    The days are those that `away_one` has named: further west theirs begin a day earlier.
    """
    return said(_from_until(reader.say, away_one, leave, now), _what(reader.say, krs))


def stands_in_changed(reader: Reader, away_one: Reader, leave: Leave, now: datetime) -> Block:
    """For a stand-in who knows, and hears of other days."""
    say = reader.say
    changed = say("The days have changed.")
    return said(say.joined(changed, _from_until(say, away_one, leave, now)))


def stand_in_leaves(
    reader: Reader, stand_in: Reader, leaves: tuple[Leave, Leave], now: datetime
) -> Block:
    """For whoever is away, or will be: that their stand-in will be, too. `leaves`: the stand-in's
    absence, and their own.
    """
    say, (left, own) = reader.say, leaves
    who, today = mention(stand_in.id), stand_in.day(now)
    day = say.day(stand_in.day(left.ends), weekday=True, today=today)
    if left.begins is None:
        text = say(
            "{who} is away now, and back on {day}: until then nobody stands in for you.",
            who=who,
            day=day,
        )
    else:
        first = say.day(stand_in.day(left.begins), weekday=True, today=today)
        text = say(
            "{who} is away from {first}, and back on {day}: meanwhile nobody stands in for you.",
            who=who,
            first=first,
            day=day,
        )
    return said(say.joined(text, name_other(reader, own)))


def stands_in_again(reader: Reader, stand_in: str, own: Leave, now: datetime) -> Block:
    """For whoever is away, or will be: that their stand-in is there after all."""
    say, who = reader.say, mention(stand_in)
    if own.begins is None:
        return said(say("{who} is back, and stands in for you again.", who=who))
    first = day_of(reader, own.begins, now)
    return said(
        say("{who} is there after all, and stands in for you from {first}.", who=who, first=first)
    )


def no_longer(reader: Reader, away_one: str) -> Block:
    """For a stand-in who knows, once they are none any more."""
    return said(
        reader.say(
            "You no longer stand in for {who}: their key results are not yours to answer any more.",
            who=mention(away_one),
        )
    )


def _from_until(say: Say, away_one: Reader, leave: Leave, now: datetime) -> Mrkdwn:
    who, today = mention(away_one.id), away_one.day(now)
    day = say.day(away_one.day(leave.ends), weekday=True, today=today)
    begins = leave.stands_from or (away_one.day(leave.begins) if leave.begins else None)
    if begins is None:
        return say("You stand in for {who} until {day}.", who=who, day=day)
    first = say.day(begins, weekday=True, today=today)
    return say(
        "You stand in for {who} from {first}; they are back on {day}.",
        who=who,
        first=first,
        day=day,
    )


def _what(say: Say, krs: Sequence[str]) -> Mrkdwn:
    if not krs:
        return say("No key result of theirs is open now. What is due meanwhile comes to your card.")
    return say("What is due of {krs} comes to your card, and you can answer it.", krs=list(krs))


def stood_in(reader: Reader, leave: Leave, krs: Sequence[str], now: datetime) -> Block:
    """For whoever is away: that their stand-in knows."""
    say, who = reader.say, mention(leave.stand_in or "")
    day = day_of(reader, leave.ends, now)
    if leave.begins is None:
        text = say("{who} stands in for you until {day}, and knows.", who=who, day=day)
    else:
        text = say(
            "{who} stands in for you from {first}, and knows; you are back on {day}.",
            who=who,
            first=day_of(reader, leave.begins, now),
            day=day,
        )
    return said(text, *([say("It is about {krs}.", krs=list(krs))] if krs else []))
