"""The sentences about a round: of one key result, of what somebody said."""

from decimal import Decimal
from typing import Final

from handlers.checkin.rules.summary import Line, Summary
from handlers.kit import blocks
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.okr import views as okr
from handlers.okr.rules import KrState
from handlers.okr.rules.kinds import Keep

TITLE: Final = 120  # characters of a key result's title
NOTE: Final = 300  # of a note in the post; the report has the whole of it


def counted(say: Say, round_: Summary) -> Mrkdwn:
    """How many answered; who was away, paused or left the round out is not missed."""
    parts = []
    if round_.asked:
        told = say("{answered} of {asked} answered", answered=round_.answered, asked=round_.asked)
        parts.append(told)
    if round_.away:
        parts.append(say.plural("{n} away", "{n} away", round_.away))
    if round_.paused:
        parts.append(say.plural("{n} paused", "{n} paused", round_.paused))
    if round_.skipped:
        parts.append(say.plural("{n} sat it out", "{n} sat it out", round_.skipped))
    if round_.silent and round_.asked:
        parts.append(
            say.plural("{n} key result without news", "{n} key results without news", round_.silent)
        )
    return Mrkdwn(" · ".join(parts))


def _named(say: Say, kr: KrState) -> Mrkdwn:
    return say("*{kr}* {title}", kr=okr.kr_name(kr), title=blocks.shorten(kr.title, TITLE))


def _change(say: Say, line: Line) -> Mrkdwn:
    """30 → 45 h (target 60 h)"""
    before = Mrkdwn("–")
    if line.before is not None:
        before = say.beside(line.before, line.kr.unit, line.after)
    told = say("{before} → {now}", before=before, now=_standing(say, line.kr, line.after))
    return okr.doubted(say, told, line.kr, line.before, line.after)


def _standing(say: Say, kr: KrState, value: Decimal | None) -> Mrkdwn:
    """45 h (target 60 h); 97 % (to keep at least 95 %)"""
    shown = Mrkdwn("–") if value is None else say.amount(value, kr.unit)
    if isinstance(kr.aim, Keep):
        return say("{value} ({aim})", value=shown, aim=okr.aim_words(say, kr.aim, kr.unit))
    return say("{value} (target {target})", value=shown, target=say.amount(kr.aim.target, kr.unit))


def _whole(say: Say, told: Mrkdwn, line: Line, longest: int | None) -> Mrkdwn:
    """With what was said of it below, and whether it came after the close."""
    told = late(say, told, is_late=line.is_late)
    return Mrkdwn(f"{told}\n{quoted(line.kr.note, longest)}") if line.kr.note else told


def late(say: Say, told: Mrkdwn, *, is_late: bool) -> Mrkdwn:
    return say("{line} _(late)_", line=told) if is_late else told


def quoted(note: str, longest: int | None) -> Mrkdwn:
    """Somebody's words set off line by line; None: all of them."""
    text = escape(note) if longest is None else blocks.shorten(escape(note), longest)
    return Mrkdwn("> " + text.replace("\n", "\n> "))


def moved(say: Say, line: Line, longest: int | None = NOTE) -> Mrkdwn:
    told = say(
        "{name}: {change} · {who}",
        name=_named(say, line.kr),
        change=_change(say, line),
        who=mention(line.author_id),
    )
    if line.needs_help:  # it is told once more, with the reason
        return late(say, told, is_late=line.is_late)
    return _whole(say, told, line, longest)


def reached(say: Say, line: Line, longest: int | None = NOTE) -> Mrkdwn:
    """Praise goes to whoever owns it, also where somebody else has typed the value."""
    told = say(
        "{name}: {change}. Well done, {who}!",
        name=_named(say, line.kr),
        change=_change(say, line),
        who=mention(line.kr.owner_id),
    )
    return _whole(say, told, line, longest)


def at_risk(say: Say, line: Line, longest: int | None = NOTE) -> Mrkdwn:
    told = say(
        "{name}: {status}, {value}",
        name=_named(say, line.kr),
        status=okr.status_mark(say, line.kr.status),
        value=_standing(say, line.kr, line.after),
    )
    return _whole(say, told, line, longest)


def steady(say: Say, line: Line, longest: int | None = NOTE) -> Mrkdwn:
    told = say(
        "{name}: {value}", name=_named(say, line.kr), value=_standing(say, line.kr, line.after)
    )
    if longest is None:  # what is unchanged is told in short, but for who asks for all of it
        return _whole(say, told, line, longest)
    return late(say, told, is_late=line.is_late)
