"""What the team's channel reads when a round closes."""

from collections.abc import Sequence
from typing import Final

from handlers.checkin.rules.summary import Summary, Told
from handlers.checkin.views import lines
from handlers.kit import blocks, pieces
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say

SHOWN: Final = 10  # of each kind; the report has them all


def title(say: Say, told: Told) -> Mrkdwn:
    day = say.day(told.summary.day, weekday=True)
    return say("{team}: check-in of {day}", team=told.team_name, day=day)


def summary(say: Say, told: Told) -> Block:
    """The message. Nobody is named for being late, missing or away."""
    round_, head = told.summary, title(say, told)
    shown = [blocks.header(head), *(blocks.section(text) for text in _first(say, round_))]
    for name, rows in parts(say, round_):
        shown += _part(say, name, rows)
    last = _last(say, told)
    return blocks.message(head, [*shown, *([blocks.context(last)] if last else [])])


def _first(say: Say, round_: Summary) -> list[Mrkdwn]:
    """The figures; and what is to be said where there are none to speak of."""
    counted = lines.counted(say, round_)
    told = [counted] if counted else []
    if not round_.asked and not round_.lines:
        told.append(say("Nobody was there to answer this time, so nothing is missing."))
    elif _is_silent(round_):
        told.append(say("Nothing was said in this round so far."))
    return told


def _is_silent(round_: Summary) -> bool:
    return not round_.answered and not round_.lines


def parts(
    say: Say, round_: Summary, longest: int | None = lines.NOTE
) -> list[tuple[Mrkdwn, list[Mrkdwn]]]:
    """What was said of key results, under its titles. `longest`: None for whole notes."""
    done = {line.kr.number for line in round_.reached}
    moved = [line for line in round_.moved if line.kr.number not in done]
    steady = [line for line in round_.steady if not line.needs_help]
    found = [
        (say("🎉 Reached"), [lines.reached(say, line, longest) for line in round_.reached]),
        (say("What moved"), [lines.moved(say, line, longest) for line in moved]),
        (say("Needs help"), [lines.at_risk(say, line, longest) for line in round_.at_risk]),
        (say("Unchanged"), [lines.steady(say, line, longest) for line in steady]),
    ]
    return [(name, rows) for name, rows in found if rows]


def _part(say: Say, name: Mrkdwn, rows: Sequence[Mrkdwn]) -> list[Block]:
    """A titled list; where it is long, where the rest is."""
    kept, more = list(rows[:SHOWN]), len(rows) - SHOWN
    if more > 0:
        kept.append(
            say.plural(
                "and {n} more: `/okr checkin report`", "and {n} more: `/okr checkin report`", more
            )
        )
    return pieces.sections([Mrkdwn(f"*{name}*"), *kept])


def _last(say: Say, told: Told) -> Mrkdwn | None:
    """How to say something yet, and where the rest of it is, if anything was said."""
    late = say("Late answers still count, and appear here: `/okr checkin`.")
    if _is_silent(told.summary) and not told.has_more:
        return late if told.summary.asked else None
    if told.has_more:
        rest = say("More is in this thread; `/okr checkin report` has all of it.")
    else:
        rest = say("`/okr checkin report` has all of it.")
    return say.joined(late, rest) if told.summary.silent else rest
