"""A KR that nobody is asked for: closed, of a draft, or of a cycle that is over."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.objective.rules.state import OneKr
from handlers.objective.views.detail import aim_line, day_of, history_line
from handlers.objective.views.words import (
    close_button,
    edit_button,
    reopen_button,
    title_line,
)
from handlers.okr.rules.audit import Noted, What
from handlers.okr.rules.kinds import Milestones
from handlers.okr.rules.life import Stage
from handlers.okr.views import percent, stage_words
from handlers.okr.views.stages import show_objective_button

STEPS: Final = 20


def rows(reader: Reader, one: OneKr, latest: Sequence[Noted], *, may_change: bool) -> list[Block]:
    """Why it rests, its last value, and what became of it."""
    say, kr = reader.say, one.kr
    units, teams = {kr.number: kr.unit}, dict(one.teams)
    found = [
        blocks.header(say("{kr} {title}", kr=f"KR-{kr.number}", title=kr.title)),
        blocks.context(title_line(say, one.objective)),
        blocks.section(_why(reader, one, latest)),
        blocks.section(_last(say, one)),
        *_steps(one),
        blocks.divider(),
        *(blocks.context(history_line(reader, noted, units, teams)) for noted in latest),
    ]
    buttons = [show_objective_button(say, one.objective.number)]
    may = may_change and one.objective.closed_at is None
    if may and one.closed_at is not None:
        buttons.append(reopen_button(say, kr.number))
    elif may:
        buttons += [edit_button(say, f"KR-{kr.number}"), close_button(say, kr.number)]
    return [*found, blocks.actions(*buttons)]


def _why(reader: Reader, one: OneKr, latest: Sequence[Noted]) -> Mrkdwn:
    say, above = reader.say, f"O-{one.objective.number}"
    if one.closed_at is not None:
        return _closed(reader, latest)
    if one.objective.is_deleted:
        return say("{o} was deleted before it began.", o=above)
    if one.objective.stage is not Stage.ACTIVE:
        stage = stage_words(say, one.objective.stage)
        return say("It does not count now. Stage of {o}: {stage}.", o=above, stage=stage)
    return say("Its cycle was over on {day}.", day=one.objective.cycle.ends)


def _closed(reader: Reader, latest: Sequence[Noted]) -> Mrkdwn:
    say = reader.say
    noted = next((n for n in latest if n.what == What.CLOSED), None)
    if noted is None:
        return say("It is closed.")
    day, who = day_of(reader, noted), mention(noted.author_id)
    if not noted.reason:
        return say("Closed on {day} by {who}.", day=day, who=who)
    reason = blocks.shorten(noted.reason, 2000)
    return say("Closed on {day} by {who}: “{reason}”", day=day, who=who, reason=reason)


def _last(say: Say, one: OneKr) -> Mrkdwn:
    aim = say("Its aim: {aim}", aim=aim_line(say, one))
    kr = one.kr
    if kr.value is None or kr.day is None:
        nothing = say("It has no value.")
        return Mrkdwn(f"{aim}\n{nothing}")
    value = say("Its last value: {value} of {day}", value=say.amount(kr.value, kr.unit), day=kr.day)
    if kr.progress is not None:
        value = Mrkdwn(f"{value} · {percent(say, kr.progress)}")
    return Mrkdwn(f"{aim}\n{value}")


def _steps(one: OneKr) -> list[Block]:
    if not isinstance(one.aim, Milestones):
        return []
    lines = [
        Mrkdwn(f"{'☑' if step.done else '☐'} {escape(blocks.shorten(step.title, 100))}")
        for step in one.steps[:STEPS]
    ]
    return [blocks.section(Mrkdwn("\n".join(lines)))]
