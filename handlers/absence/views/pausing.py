"""What leads, admins and channels read of pauses."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from handlers.absence.rules.off import Off
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape, mention

TAKE_BACK: Final = "absence.take_back"
SHOWN: Final = 20


def told(say: Say, off: Off, by: str) -> Block:
    """For a channel, once."""
    first = say.day(off.first, weekday=True)
    if off.first == off.last:
        text = say("⏸️ No check-ins on {day}", day=first)
    else:
        day = say.day(off.back, weekday=True)
        text = say("⏸️ Check-ins pause from {first} until {day}", first=first, day=day)
    whose = [] if off.team_id else [say("for everybody")]
    name = [say("*{name}*", name=off.name)] if off.name else []
    return _said(Mrkdwn(" · ".join((text, *whose, *name, mention(by)))))


def over_told(say: Say, off: Off, by: str) -> Block:
    """For the same channel, when it was taken back."""
    text = say(
        "▶️ Check-ins go on: {days} is not off any more. ({who})",
        days=_days(say, off),
        who=mention(by),
    )
    return _said(text)


def paused(say: Say, off: Off, teams: int) -> Block:
    """For whoever made it."""
    days, back = _days(say, off), say.day(off.back, weekday=True)
    if off.team_id:
        text = say(
            "Off: {days}. Check-ins go on {back}; the channel is told.", days=days, back=back
        )
    else:
        text = say.plural(
            "Off for everybody: {days}. Check-ins go on {back}; {n} team's channel is told.",
            "Off for everybody: {days}. Check-ins go on {back}; {n} teams' channels are told.",
            teams,
            days=days,
            back=back,
        )
    more = say("Changed your mind? `/okr pause` lists what is planned.")
    return _said(say.joined(text, more))


def taken_back(say: Say, off: Off) -> Block:
    return _said(say("Check-ins go on: {days} is not off any more.", days=_days(say, off)))


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


def _said(text: Mrkdwn) -> Block:
    return blocks.message(text, [blocks.section(text)])
