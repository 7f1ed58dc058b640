"""What the team's channel reads when a round closes, and below it what came late."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.checkin.rules.asked import Line, Summary
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.okr import views as okr
from handlers.okr.rules import KrState
from handlers.okr.rules.kinds import Keep

SHOWN: Final = 10  # of each kind; the digest and /okr have them all
NOTE: Final = 300  # characters of a note; the whole of it is in /okr show


def summary(say: Say, team_name: str, round_: Summary) -> Block:
    """The message. Nobody is named for being late, missing or away."""
    day = say.day(round_.day, weekday=True)
    title = say("{team}: check-in of {day}", team=team_name, day=day)
    shown = [blocks.header(title), blocks.section(_counted(say, round_))]
    shown += _part(say, say("🎉 Reached"), [_reached(say, line) for line in round_.reached])
    reached = {line.kr.number for line in round_.reached}
    moved = [line for line in round_.moved if line.kr.number not in reached]
    shown += _part(say, say("What moved"), [_moved(say, line) for line in moved])
    shown += _part(say, say("Needs help"), [_risk(say, kr) for kr in round_.at_risk])
    shown += _part(say, say("Unchanged"), [_steady(say, line) for line in round_.steady])
    if round_.silent:
        later = say("Late answers still count: `/okr checkin`. They appear in this thread.")
        shown.append(blocks.context(later))
    return blocks.message(title, shown)


def _counted(say: Say, round_: Summary) -> Mrkdwn:
    parts = []
    if round_.asked:
        told = say("{answered} of {asked} answered", answered=round_.answered, asked=round_.asked)
        parts.append(told)
    if round_.away:
        parts.append(say.plural("{n} away", "{n} away", round_.away))
    if round_.silent:
        parts.append(
            say.plural("{n} key result without news", "{n} key results without news", round_.silent)
        )
    return Mrkdwn(" · ".join(parts))


def _part(say: Say, title: Mrkdwn, lines: Sequence[Mrkdwn]) -> list[Block]:
    """A titled list, a block per line so that none is cut; nothing when there is none."""
    if not lines:
        return []
    kept = [blocks.section(line) for line in lines[:SHOWN]]
    more = len(lines) - SHOWN
    rest = say.plural("and {n} more: `/okr`", "and {n} more: `/okr`", more) if more > 0 else None
    return [
        blocks.section(Mrkdwn(f"*{title}*")),
        *kept,
        *([blocks.context(rest)] if rest else []),
    ]


def _named(say: Say, kr: KrState) -> Mrkdwn:
    return say("*{kr}* {title}", kr=okr.kr_name(kr), title=kr.title)


def _change(say: Say, line: Line) -> Mrkdwn:
    """30 → 45 h (target 60 h)"""
    before = Mrkdwn("–") if line.before is None else say.number(line.before)
    return say("{before} → {now}", before=before, now=_standing(say, line.kr, line.after))


def _standing(say: Say, kr: KrState, value: Decimal | None) -> Mrkdwn:
    """45 h (target 60 h); 97 % (to keep at least 95 %)"""
    shown = Mrkdwn("–") if value is None else say.amount(value, kr.unit)
    if isinstance(kr.aim, Keep):
        return say("{value} ({aim})", value=shown, aim=okr.aim_words(say, kr.aim, kr.unit))
    return say("{value} (target {target})", value=shown, target=say.amount(kr.aim.target, kr.unit))


def _noted(text: Mrkdwn, kr: KrState) -> Mrkdwn:
    return Mrkdwn(f"{text}\n> {_quoted(kr.note)}") if kr.note else text


def _quoted(note: str) -> Mrkdwn:
    return Mrkdwn(blocks.shorten(escape(note), NOTE).replace("\n", "\n> "))


def _moved(say: Say, line: Line) -> Mrkdwn:
    told = say(
        "{name}: {change} · {who}",
        name=_named(say, line.kr),
        change=_change(say, line),
        who=mention(line.author_id),
    )
    return _noted(told, line.kr)


def _reached(say: Say, line: Line) -> Mrkdwn:
    told = say(
        "{name}: {change}. Well done, {who}!",
        name=_named(say, line.kr),
        change=_change(say, line),
        who=mention(line.author_id),
    )
    return _noted(told, line.kr)


def _risk(say: Say, kr: KrState) -> Mrkdwn:
    told = say(
        "{name}: {status}, {value}",
        name=_named(say, kr),
        status=okr.status_mark(say, kr.status),
        value=_standing(say, kr, kr.value),
    )
    return _noted(told, kr)


def _steady(say: Say, line: Line) -> Mrkdwn:
    return say(
        "{name}: {value}", name=_named(say, line.kr), value=_standing(say, line.kr, line.after)
    )


def late_answer(say: Say, line: Line) -> Block:
    """One late answer, in the summary's thread."""
    text = say("Came in after the close: {line}", line=_moved(say, line))
    return blocks.message(text, [blocks.section(text)])
