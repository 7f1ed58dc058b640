"""`/okr cycle`: what runs, how long still, what comes next, and what admins may set."""

from typing import Final

from handlers.cycle.rules.running import Overview, Running
from handlers.cycle.views.card import GRADE, prepare_button
from handlers.cycle.views.lines import standing_line
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.okr.rules.cycle import Period, Rhythm

RHYTHM: Final = "cycle.rhythm"  # a select
NEW: Final = "cycle.new"  # a button
LAST_DAYS: Final = 7  # of a cycle: then it may be graded
OBJECTIVES: Final = 8  # of one cycle
CYCLES: Final = 6


def overview(say: Say, found: Overview) -> Block:
    """A message for one person."""
    title = say("Cycles of your teams")
    rows: list[Block] = []
    for one in found.running[:CYCLES]:
        rows += _running(say, one)
    rows += [blocks.divider(), *_next(say, found)]
    if found.past:
        typed = [Mrkdwn(f"`/okr cycle {escape(name)}`") for name in found.past]
        rows.append(blocks.context(say("What came of earlier ones: {typed}", typed=typed)))
    if found.may_set:
        rows.append(_settings(say, found.rhythm))
    return blocks.message(title, rows)


def _running(say: Say, one: Running) -> list[Block]:
    rows = [blocks.header(one.period.id), blocks.context(_time(say, one))]
    if not one.ended:
        rows.append(blocks.section(say("No objectives of your teams yet.")))
        return rows
    lines = [standing_line(say, objective) for objective in one.ended[:OBJECTIVES]]
    left = len(one.ended) - OBJECTIVES
    if left > 0:
        lines.append(say.plural("and {n} more", "and {n} more", left))
    rows.append(blocks.section(Mrkdwn("\n".join(lines))))
    if one.days_left <= LAST_DAYS:
        ends = one.period.ends.isoformat()
        rows.append(blocks.actions(blocks.button(say("Grade mine"), GRADE, ends)))
    return rows


def _time(say: Say, one: Running) -> Mrkdwn:
    starts, ends = one.period.starts, one.period.ends
    span = say("{starts} to {ends}", starts=starts, ends=ends)
    if not one.days_left:
        return say("{span}: over, and grades are still taken", span=span)
    left = say.plural("{n} day left", "{n} days left", one.days_left)
    return Mrkdwn(f"{span} · {left}")


def _next(say: Say, found: Overview) -> list[Block]:
    following = found.following
    parts = {"cycle": following.id, "starts": following.starts, "ends": following.ends}
    rows = [blocks.section(say("Next: *{cycle}*, {starts} to {ends}", **parts))]
    if found.is_open:
        rows.append(blocks.actions(prepare_button(say, following.id)))
    else:
        opens = say("It can be prepared from {day} on.", day=found.opens)
        rows.append(blocks.context(opens))
    if found.own_ahead:
        rows.append(blocks.context(*(_own(say, period) for period in found.own_ahead[:5])))
    return rows


def _own(say: Say, period: Period) -> Mrkdwn:
    return say(
        "Also planned: {cycle}, {starts} to {ends}",
        cycle=period.id,
        starts=period.starts,
        ends=period.ends,
    )


def rhythm_words(say: Say, rhythm: Rhythm) -> Mrkdwn:
    """How long cycles are."""
    match rhythm:
        case Rhythm.QUARTER:
            return say("quarters")
        case Rhythm.MONTH:
            return say("months")
        case Rhythm.TRIMESTER:
            return say("trimesters (four months)")


def _settings(say: Say, rhythm: Rhythm) -> Block:
    options = [blocks.option(rhythm_words(say, one), one.value) for one in Rhythm]
    return blocks.actions(
        blocks.select(RHYTHM, options, initial=rhythm.value),
        blocks.button(say("A cycle with its own dates"), NEW),
    )


def rhythm_set(
    say: Say, rhythm: Rhythm, before: Rhythm, running: Period, following: Period
) -> Block:
    """What a new rhythm means, in dates, and the way back to the one before."""
    text = say(
        "Cycles are {rhythm} from the next one on: *{following}* begins on {starts}. *{running}*"
        " runs on until {ends} as it is.",
        rhythm=rhythm_words(say, rhythm),
        following=following.id,
        starts=following.starts,
        running=running.id,
        ends=running.ends,
    )
    if before is not rhythm:
        text = say.joined(text, say("`/okr cycle {before}` takes this back.", before=before.value))
    return blocks.message(text, [blocks.section(text)])
