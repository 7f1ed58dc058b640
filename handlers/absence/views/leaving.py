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
    back = day_of(reader, leave.ends, now)
    if leave.begins is None:
        text = say(
            "🌴 You are away until {day}: I will not ask you before, and nobody will miss your"
            " answer. Back sooner? `/okr away back`",
            day=back,
        )
    else:
        text = say(
            "🌴 Noted: you are away from {first}, and back on {day}. I will not ask you meanwhile,"
            " and nobody will miss your answer. Changed your mind? `/okr away back`",
            first=day_of(reader, leave.begins, now),
            day=back,
        )
    more = [*_instead(reader, lost, leave, now), *_who(reader, leave, now), *_kept(say, leave)]
    if alone:
        who = [mention(id_) for id_ in alone]
        more.append(say("You stand in for {who}: while you are away, nobody does.", who=who))
    return said(text, *more)


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


def _instead(reader: Reader, before: Leave | None, leave: Leave, now: datetime) -> list[Mrkdwn]:
    """I keep one absence at a time: which one is off, and what one types to have it again, with
    whoever stood in.
    """
    if before is None:
        return []
    say, text = reader.say, _off(reader, before, leave, now)
    if before.stand_in in (None, leave.stand_in):  # who says nothing of them keeps the one named
        return [text]
    again = say("Put {who} behind it to have them stand in again.", who=mention(before.stand_in))
    return [say.joined(text, again)]


def _off(reader: Reader, before: Leave, leave: Leave, now: datetime) -> Mrkdwn:
    say, back = reader.say, reader.day(before.ends).isoformat()
    if leave.stand_in and before.stand_in is None:
        back = f"{back} nobody"
    if before.begins is None:
        return say(
            "This replaces your absence until {day}. `/okr away until {back}` takes it up again.",
            day=day_of(reader, before.ends, now),
            back=back,
        )
    return say(
        "This replaces your absence from {first}, with you back on {day}. `/okr away from {begin}"
        " until {back}` takes it up again.",
        first=day_of(reader, before.begins, now),
        day=day_of(reader, before.ends, now),
        begin=reader.day(before.begins).isoformat(),
        back=back,
    )


def _who(reader: Reader, leave: Leave, now: datetime) -> list[Mrkdwn]:
    """Who stands in; or why nobody does, and how another one is named."""
    if leave.stand_in is None:
        return []
    say, who = reader.say, mention(leave.stand_in)
    if leave.stands_from:
        text = say(
            "{who} is away as well, and stands in for you from {day}; nobody does before.",
            who=who,
            day=say.day(leave.stands_from, weekday=True, today=reader.day(now)),
        )
    elif leave.lacking == why.STAND_IN_AWAY:
        text = say("{who} is away as well, so that nobody stands in for you.", who=who)
    elif leave.lacking:
        text = say("{who} is deactivated, so that nobody stands in for you.", who=who)
    else:
        return [
            say("{who} stands in for you: your key results stand on their card meanwhile.", who=who)
        ]
    return [say.joined(text, name_other(reader, leave))]


def name_other(reader: Reader, leave: Leave) -> Mrkdwn:
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
        return said(here, *for_whom, how)
    return said(*leave_words(reader, leave, now), *for_whom, how)


def leave_words(reader: Reader, leave: Leave, now: datetime) -> list[Mrkdwn]:
    """Until when somebody is away, how they end it, and who stands in."""
    say = reader.say
    if leave.begins is None:
        text = say(
            "🌴 You are away until {day}. Back sooner? `/okr away back`",
            day=day_of(reader, leave.ends, now),
        )
    else:
        text = say(
            "🌴 You will be away from {first}, and back on {day}. Changed your mind? `/okr away"
            " back`",
            first=day_of(reader, leave.begins, now),
            day=day_of(reader, leave.ends, now),
        )
    return [text, *_who(reader, leave, now)]


def by_status_words(say: Say) -> Mrkdwn:
    """Why nobody asks somebody who has not said that they are away."""
    return say("Your Slack status says that you are away. Clear it, and I ask you again.")


def back(
    reader: Reader, before: Leave | None, waiting: int, now: datetime, *, by_status: bool
) -> Block:
    """`before`: the absence that they have ended; `waiting`: key results of open rounds that can be
    answered now.
    """
    say = reader.say
    text = _ended(reader, before, now)
    if waiting:
        more = say.plural(
            "{n} key result waits for your answer: `/okr checkin`",
            "{n} key results wait for your answer: `/okr checkin`",
            waiting,
        )
        return said(say.joined(text, more))
    if by_status:
        return said(text, by_status_words(say))
    return said(say.joined(text, say("I will ask you at the next check-in.")))


def _ended(reader: Reader, before: Leave | None, now: datetime) -> Mrkdwn:
    """Nobody is welcomed back who never left."""
    say = reader.say
    if before is None:
        return say("You were here: no absence was noted.")
    if before.begins is None:
        return say("Welcome back!")
    return say(
        "The absence from {first}, with you back on {day}, is off.",
        first=day_of(reader, before.begins, now),
        day=day_of(reader, before.ends, now),
    )


def day_of(reader: Reader, moment: datetime, now: datetime) -> Mrkdwn:
    return reader.say.day(reader.day(moment), weekday=True, today=reader.day(now))


def said(text: Mrkdwn, *more: Mrkdwn) -> Block:
    whole = Mrkdwn("\n".join([text, *more]))
    return blocks.message(whole, [blocks.section(whole)])
