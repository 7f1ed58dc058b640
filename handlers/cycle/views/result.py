"""What came of a cycle: one screen for a channel, and the same in pages for whoever asks."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.cycle.rules.ended import Ended
from handlers.cycle.rules.result import Result
from handlers.cycle.views.lines import (
    closed_line,
    heir_words,
    kr_standing,
    lesson_words,
    objective_line,
    result_line,
    standing_line,
)
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape

SHOWN: Final = 6  # objectives in a post: one screen
PAGE: Final = 5  # objectives on a page
LESSON: Final = 300  # characters in a post
WHOLE: Final = 1500  # characters on a page
LONGEST: Final = 3000  # of a section

PAGED: Final = "cycle.page"  # a button: its value is the cycle's name and the first of the page
BEFORE: Final = "cycle.before"


def shown(say: Say, one: Result) -> Block:
    """A result, for its channel or for who owns all of it."""
    if one.member_id:
        return own_post(say, one.cycle_id, one.ended)
    return post(say, one.ended[0].team_name, one.cycle_id, one.ended)


def post(say: Say, name: str, cycle_id: str, found: Sequence[Ended]) -> Block:
    """What the team's channel reads: no names but of those who write a lesson, no ranking."""
    title = say("{cycle} of {team}: what came of it", cycle=cycle_id, team=name)
    return blocks.message(title, [blocks.header(title), *_body(say, cycle_id, found)])


def own_post(say: Say, cycle_id: str, found: Sequence[Ended]) -> Block:
    """The same of somebody's own objectives, for themselves."""
    title = say("{cycle}: what came of your own objectives", cycle=cycle_id)
    return blocks.message(title, [blocks.header(title), *_body(say, cycle_id, found)])


def _body(say: Say, cycle_id: str, found: Sequence[Ended]) -> list[Block]:
    rows = [objective_block(say, one, LESSON) for one in found[:SHOWN]]
    if len(found) > SHOWN:
        more = say.plural(
            "And {n} more: `/okr cycle {cycle}` shows all.",
            "And {n} more: `/okr cycle {cycle}` shows all.",
            len(found) - SHOWN,
            cycle=cycle_id,
        )
        rows.append(blocks.context(more))
    thanks = say(
        "Thank you for a cycle of honest numbers. A grade says what a goal taught, not how good"
        " anybody is."
    )
    return [*rows, blocks.context(thanks)]


def objective_block(say: Say, one: Ended, lesson: int) -> Block:
    """An objective with its KRs, its lesson, and what goes on."""
    lines = [objective_line(say, one), *(result_line(say, kr) for kr in one.krs)]
    lines += [closed_line(say, kr, runs=False) for kr in one.closed]
    return _block(say, one, lines, lesson)


def _running_block(say: Say, one: Ended) -> Block:
    """The same while the cycle runs: how it stands, without a verdict."""
    lines = [standing_line(say, one), *(kr_standing(say, kr) for kr in one.krs)]
    lines += [closed_line(say, kr, runs=True) for kr in one.closed]
    return _block(say, one, lines, WHOLE)


def _block(say: Say, one: Ended, lines: list[Mrkdwn], lesson: int) -> Block:
    if one.lesson:
        lines.append(lesson_words(say, one, lesson))
    heirs = [words for kr in one.krs if (words := heir_words(say, kr)) is not None]
    if heirs:
        lines.append(say("↪ goes on: {krs}", krs=heirs))
    return blocks.section(Mrkdwn(blocks.shorten("\n".join(lines), LONGEST)))


def page(
    say: Say,
    cycle_id: str,
    ends: date,
    found: Sequence[Ended],
    first: int,
    buttons: Sequence[Block],
    *,
    runs: bool = False,
) -> Block:
    """A page of objectives, beginning with the one at `first`, under their teams' names.

    While the cycle `runs` only what is closed has a verdict.
    """
    title = say("{cycle}, until {day}", cycle=cycle_id, day=ends)
    if not found:
        text = say("None of your teams has an objective here.")
        return blocks.message(title, [blocks.header(title), blocks.section(text)])
    first = first if 0 <= first < len(found) else 0
    rows: list[Block] = [blocks.header(title)]
    team = ""
    for one in found[first : first + PAGE]:
        if one.team_name != team:
            team = one.team_name
            rows.append(blocks.context(Mrkdwn(f"*{escape(team)}*")))
        still = runs and not one.is_closed
        rows.append(_running_block(say, one) if still else objective_block(say, one, WHOLE))
    turns = _turns(say, cycle_id, first, len(found))
    if turns or buttons:
        rows.append(blocks.actions(*buttons, *turns))
    return blocks.message(title, rows)


def _turns(say: Say, cycle_id: str, first: int, count: int) -> list[Block]:
    buttons = []
    if first > 0:
        value = f"{max(first - PAGE, 0)} {cycle_id}"
        buttons.append(blocks.button(say("Previous page"), BEFORE, value))
    if first + PAGE < count:
        buttons.append(blocks.button(say("Next page"), PAGED, f"{first + PAGE} {cycle_id}"))
    return buttons


def read_page(value: str) -> tuple[int, str]:
    """What a button carries: the first of its page, and the cycle."""
    first, _, cycle_id = value.partition(" ")
    return (int(first) if first.isdecimal() else 0), cycle_id
