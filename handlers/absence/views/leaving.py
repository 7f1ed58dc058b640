"""Short answers to who leaves and comes back, and what a stand-in hears."""

from collections.abc import Sequence
from datetime import datetime

from handlers.absence.rules import why
from handlers.absence.rules.leave import Leave
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention


def away(
    reader: Reader, leave: Leave, now: datetime, lost: Leave | None, alone: Sequence[str]
) -> Block:
    """For whoever has just said so; `lost`: the absence in whose place it is, and not all of it;
    `alone`: those for whom nobody stands in meanwhile.
    """
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
    more = [*_instead(reader, lost, now), *_who(reader, leave), *_kept(say, leave)]
    if alone:
        who = [mention(id_) for id_ in alone]
        more.append(say("You stand in for {who}: while you are away, nobody does.", who=who))
    return _said(text, *more)


def _kept(say: Say, leave: Leave) -> list[Mrkdwn]:
    """A stand-in is named until another one is, or nobody."""
    if leave.stand_in is None:
        return []
    return [
        say(
            "I keep {who} for your later absences as well; `nobody` in place of the name ends"
            " that.",
            who=mention(leave.stand_in),
        )
    ]


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


def _who(reader: Reader, leave: Leave) -> list[Mrkdwn]:
    """Who stands in; or why nobody does, and how another one is named."""
    if leave.stand_in is None:
        return []
    say, who = reader.say, mention(leave.stand_in)
    if leave.lacking == why.STAND_IN_AWAY:
        text = say("{who} is away as well, so that nobody stands in for you.", who=who)
    elif leave.lacking:
        text = say("{who} is deactivated, so that nobody stands in for you.", who=who)
    else:
        return [
            say("{who} stands in for you: your key results stand on their card meanwhile.", who=who)
        ]
    return [say.joined(text, _other(reader, leave))]


def _other(reader: Reader, leave: Leave) -> Mrkdwn:
    line = f"/okr away {_typed(reader, leave)} @name"
    return reader.say("`{line}` names somebody else.", line=line)


def _typed(reader: Reader, leave: Leave) -> str:
    """What one types for these days."""
    until = f"until {reader.day(leave.ends).isoformat()}"
    begins = f"from {reader.day(leave.begins).isoformat()} " if leave.begins else ""
    return f"{begins}{until}"


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
    return [text, *_who(reader, leave)]


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
    return _said(say.joined(text, _other(reader, own)))


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
