"""Short answers to who leaves and comes back, and what a stand-in hears."""

from collections.abc import Sequence
from datetime import datetime

from handlers.absence.rules.leave import Leave
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention


def away(reader: Reader, leave: Leave, now: datetime, lost: Leave | None = None) -> Block:
    """For whoever has just said so; `lost`: the absence in whose place it is, and not all of it."""
    say = reader.say
    back = _day(reader, leave.ends, now)
    if leave.begins is None:
        text = say(
            "🌴 You are away until {day}: I will not ask you before, and nobody will miss your"
            " answer. Back sooner? `/okr away back`",
            day=back,
        )
    else:
        text = say(
            "🌴 Noted: you are away from {first} until {day}. I will not ask you then, and nobody"
            " will miss your answer. Changed your mind? `/okr away back`",
            first=_day(reader, leave.begins, now),
            day=back,
        )
    return _said(text, *_instead(reader, lost, now), *_who(say, leave.stand_in))


def _instead(reader: Reader, before: Leave | None, now: datetime) -> list[Mrkdwn]:
    """I keep one absence at a time: which one is off, and what one types to have it again."""
    if before is None:
        return []
    say, back = reader.say, reader.day(before.ends)
    if before.begins is None:
        off = say(
            "I keep one absence: that you are away until {day} is off. `/okr away until {back}`"
            " takes it up again.",
            day=_day(reader, before.ends, now),
            back=back.isoformat(),
        )
        return [off]
    return [
        say(
            "I keep one absence: the one from {first} until {day} is off. `/okr away from {begin}"
            " until {back}` takes it up again.",
            first=_day(reader, before.begins, now),
            day=_day(reader, before.ends, now),
            begin=reader.day(before.begins).isoformat(),
            back=back.isoformat(),
        )
    ]


def _who(say: Say, stand_in: str | None) -> list[Mrkdwn]:
    if stand_in is None:
        return []
    return [
        say(
            "{who} stands in for you: your key results stand on their card meanwhile.",
            who=mention(stand_in),
        )
    ]


def standing(
    reader: Reader, leave: Leave | None, others: Sequence[str], now: datetime, *, by_status: bool
) -> Block:
    """How it stands, and how to change it. `others`: whom they stand in for now."""
    say = reader.say
    how = say(
        "`/okr away until Monday` skips you until then; `/okr away from {first} until {back}` plans"
        " ahead. Add `@name` for who stands in for you.",
        first="1 Dec",
        back="4 Dec",
    )
    who = [mention(id_) for id_ in others]
    for_whom = [say("You stand in for {who} now.", who=who)] if who else []
    if leave is None:
        here = by_status_words(say) if by_status else say("You are here, and I ask you.")
        return _said(here, *for_whom, how)
    return _said(*leave_words(reader, leave, now), *for_whom, how)


def leave_words(reader: Reader, leave: Leave, now: datetime) -> list[Mrkdwn]:
    """Until when somebody is away, how they end it, and who stands in."""
    say = reader.say
    if leave.begins is None:
        text = say(
            "🌴 You are away until {day}. Back sooner? `/okr away back`",
            day=_day(reader, leave.ends, now),
        )
    else:
        text = say(
            "🌴 You will be away from {first} until {day}. Changed your mind? `/okr away back`",
            first=_day(reader, leave.begins, now),
            day=_day(reader, leave.ends, now),
        )
    return [text, *_who(say, leave.stand_in)]


def by_status_words(say: Say) -> Mrkdwn:
    """Why nobody asks somebody who has not said that they are away."""
    return say("Your Slack status says that you are away. Clear it, and I ask you again.")


def back(reader: Reader, waiting: int, *, by_status: bool) -> Block:
    """`waiting`: key results of open rounds that can be answered now."""
    say = reader.say
    if waiting:
        text = say.plural(
            "Welcome back! {n} key result waits for your answer: `/okr checkin`",
            "Welcome back! {n} key results wait for your answer: `/okr checkin`",
            waiting,
        )
    elif by_status:
        return _said(say("Welcome back!"), by_status_words(say))
    else:
        text = say("Welcome back! I will ask you at the next check-in.")
    return _said(text)


def stands_in(
    reader: Reader, away_one: Reader, leave: Leave, krs: Sequence[str], now: datetime
) -> Block:
    """For the stand-in, once: for whom, until when, and of what.

    The days are those that `away_one` has named: further west theirs begin a day earlier.
    """
    return _said(_from_until(reader.say, away_one, leave, now), _what(reader.say, krs))


def stands_in_changed(reader: Reader, away_one: Reader, leave: Leave, now: datetime) -> Block:
    """For a stand-in who knows, and hears of other days."""
    say = reader.say
    changed = say("The days have changed.")
    return _said(say.joined(changed, _from_until(say, away_one, leave, now)))


def no_longer(reader: Reader, away_one: str) -> Block:
    """For a stand-in who knows, once they are none any more."""
    return _said(
        reader.say(
            "You no longer stand in for {who}: their key results are not yours to answer any more.",
            who=mention(away_one),
        )
    )


def _from_until(say: Say, away_one: Reader, leave: Leave, now: datetime) -> Mrkdwn:
    who, today = mention(away_one.id), away_one.day(now)
    day = say.day(away_one.day(leave.ends), weekday=True, today=today)
    if leave.begins is None:
        return say("You stand in for {who} until {day}.", who=who, day=day)
    first = say.day(away_one.day(leave.begins), weekday=True, today=today)
    return say("You stand in for {who} from {first} until {day}.", who=who, first=first, day=day)


def _what(say: Say, krs: Sequence[str]) -> Mrkdwn:
    if not krs:
        return say("No key result of theirs is open now. What is due meanwhile comes to your card.")
    return say("What is due of {krs} comes to your card, and you can answer it.", krs=list(krs))


def stood_in(reader: Reader, leave: Leave, krs: Sequence[str], now: datetime) -> Block:
    """For whoever is away: that their stand-in knows."""
    say = reader.say
    text = say(
        "{who} stands in for you until {day}, and knows.",
        who=mention(leave.stand_in or ""),
        day=_day(reader, leave.ends, now),
    )
    return _said(text, *([say("It is about {krs}.", krs=list(krs))] if krs else []))


def _day(reader: Reader, moment: datetime, now: datetime) -> Mrkdwn:
    return reader.say.day(reader.day(moment), weekday=True, today=reader.day(now))


def _said(text: Mrkdwn, *more: Mrkdwn) -> Block:
    whole = Mrkdwn("\n".join([text, *more]))
    return blocks.message(whole, [blocks.section(whole)])
