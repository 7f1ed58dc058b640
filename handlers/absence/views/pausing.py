"""What leads, admins and channels read of pauses."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from handlers.absence.rules.left_out import LeftOut
from handlers.absence.rules.off import Off
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape, mention

TAKE_BACK: Final = "absence.take_back"
SHOWN: Final = 20


def told(say: Say, off: Off, left: LeftOut | None, by: str) -> Block:
    """For a channel, once; `left`: the rounds that it does not have."""
    first = say.day(off.first, weekday=True)
    if off.first == off.last:
        text = say("⏸️ No check-ins on {day}", day=first)
    else:
        day = say.day(off.back, weekday=True)
        text = say("⏸️ Check-ins pause from {first} until {day}", first=first, day=day)
    whose = [] if off.team_id else [say("for everybody")]
    name = [say("*{name}*", name=off.name)] if off.name else []
    line = " · ".join((text, *whose, *name, mention(by)))
    return _said(Mrkdwn(f"{line}\n{_rounds(say, left)}" if left else line))


def over_told(say: Say, off: Off, still: Sequence[Off], by: str) -> Block:
    """For the same channel, when it was taken back; `still`: what holds some of its days."""
    days, who = _days(say, off), mention(by)
    if still:
        text = say(
            "▶️ Taken back: {days}. Still off: {still}. ({who})",
            days=days,
            still=named_days(say, still),
            who=who,
        )
    else:
        text = say("▶️ Check-ins go on: {days} is not off any more. ({who})", days=days, who=who)
    return _said(text)


def paused(say: Say, off: Off, left: Mapping[str, LeftOut], teams: int) -> Block:
    """For whoever made it; `left`: the rounds that some of these teams do not have."""
    told = [_goes_on(say, off, teams)] if not left else _left_out(say, off, left, teams)
    more = say("Changed your mind? `/okr pause` lists what is planned.")
    return _said(say.joined(*told, more))


def _goes_on(say: Say, off: Off, teams: int) -> Mrkdwn:
    days, back = _days(say, off), say.day(off.back, weekday=True)
    if off.team_id:
        return say(
            "Off: {days}. Check-ins go on {back}; the channel is told.", days=days, back=back
        )
    return say.plural(
        "Off for everybody: {days}. Check-ins go on {back}; {n} team's channel is told.",
        "Off for everybody: {days}. Check-ins go on {back}; {n} teams' channels are told.",
        teams,
        days=days,
        back=back,
    )


def _left_out(say: Say, off: Off, left: Mapping[str, LeftOut], teams: int) -> list[Mrkdwn]:
    """The next round is named: what is left out is not asked on the day after."""
    days, first, *others = _days(say, off), *set(left.values())
    if off.team_id:
        return [say("Off: {days}.", days=days), _rounds(say, first), say("The channel is told.")]
    off_told = say("Off for everybody: {days}.", days=days)
    if others or len(left) < teams:
        rounds = say.plural(
            "{n} of {all} teams goes without a round then; each channel is told which one is next.",
            "{n} of {all} teams go without a round then; each channel is told which one is next.",
            len(left),
            all=teams,
        )
        return [off_told, rounds]
    channels = say.plural("{n} team's channel is told.", "{n} teams' channels are told.", teams)
    return [off_told, _rounds(say, first), channels]


def _rounds(say: Say, left: LeftOut) -> Mrkdwn:
    following = say.day(left.next, weekday=True)
    if len(left.days) > 1:
        return say("{n} rounds are left out; the next is {day}.", n=len(left.days), day=following)
    return say(
        "The round of {day} is left out; the next is {next}.",
        day=say.day(left.days[0], weekday=True),
        next=following,
    )


def taken_back(say: Say, off: Off, still: Sequence[Off]) -> Block:
    """For whoever did it."""
    days = _days(say, off)
    if not still:
        return _said(say("Check-ins go on: {days} is not off any more.", days=days))
    text = say(
        "Taken back: {days}. Still off: {still}. `/okr pause` lists that, to be taken back as"
        " well.",
        days=days,
        still=named_days(say, still),
    )
    return _said(text)


def of_everybody(say: Say, team: str, offs: Sequence[Off], *, may: bool) -> Block:
    """For whoever would end a pause, where it is everybody who has these days off; `may`: they
    can take that back.
    """
    text = say(
        "{team} is in no pause of its own: everybody has {days} off.",
        team=team,
        days=named_days(say, offs),
    )
    if not may:
        return _said(say.joined(text, say("This workspace's admins can take that back.")))
    rows = [_row(say, team, off) for off in offs[:SHOWN]]
    return blocks.message(text, [blocks.section(text), *rows])


def planned(say: Say, team: str | None, offs: Sequence[Off]) -> Block:
    """What a team and everybody have off, with buttons to take it back."""
    how = say(
        "`/okr pause until Monday` pauses your team's check-ins; `/okr pause from 21 Dec until 4"
        " Jan Winter break` plans ahead. Admins: `/okr pause everyone on 31 Dec Company day`."
    )
    if not offs:
        text = (
            say("Nothing is planned: the check-ins of {team} go on as ever.", team=team)
            if team
            else say("No day off is planned.")
        )
        return blocks.message(text, [blocks.section(text), blocks.context(how)])
    title = say("Days off that are planned")
    rows = [_row(say, team, off) for off in offs[:SHOWN]]
    return blocks.message(title, [blocks.section(Mrkdwn(f"*{title}*")), *rows, blocks.context(how)])


def _row(say: Say, team: str | None, off: Off) -> Block:
    whose = say("everybody") if not off.team_id else Mrkdwn(escape(team or ""))
    name = Mrkdwn(f" · {escape(off.name)}") if off.name else ""
    button = blocks.button(
        say("Take back"),
        TAKE_BACK,
        value=off.id,
        label=say("Take back {days}", days=_days(say, off)),
    )
    return blocks.section(Mrkdwn(f"{_days(say, off)} · {whose}{name}"), accessory=button)


def _days(say: Say, off: Off) -> Mrkdwn:
    first = say.day(off.first, weekday=True)
    if off.last - off.first < timedelta(days=1):
        return first
    return say("{first} to {last}", first=first, last=say.day(off.last, weekday=True))


def named_days(say: Say, offs: Sequence[Off]) -> Mrkdwn:
    """Days, each with its name behind it."""
    return Mrkdwn(" · ".join(_named(say, off) for off in offs))


def _named(say: Say, off: Off) -> Mrkdwn:
    days = _days(say, off)
    return say("{days} ({name})", days=days, name=off.name) if off.name else days


def _said(text: Mrkdwn) -> Block:
    return blocks.message(text, [blocks.section(text)])
