"""What a team's channel sees of an objective, from its proposal to its close; and its thread."""

from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.objective.rules.state import OneKr, Whole
from handlers.objective.views.detail import aim_line
from handlers.objective.views.words import (
    MARKS,
    facts_line,
    o_name,
    title_line,
    who_agrees,
)
from handlers.okr.rules.audit import Noted
from handlers.okr.rules.life import Stage
from handlers.okr.views.stages import offered, show_objective_button

KRS: Final = 10
REASON: Final = 1000


def post(say: Say, whole: Whole) -> Block:
    """The message in the channel, in its language."""
    one = whole.objective
    told = headline(say, whole)
    open_ones = [kr for kr in whole.krs if kr.closed_at is None]
    body = [
        blocks.section(Mrkdwn(f"{MARKS[one.stage]} {told}\n{title_line(say, one)}")),
        blocks.context(facts_line(say, one)),
        *(_kr(say, kr) for kr in open_ones[:KRS]),
    ]
    if len(open_ones) > KRS:
        rest = len(open_ones) - KRS
        more = say.plural("{n} more key result", "{n} more key results", rest)
        body.append(blocks.context(more))
    if whole.above is not None:
        body.append(blocks.context(say("Supports {link}", link=title_line(say, whole.above))))
    if one.stage in (Stage.DRAFT, Stage.PROPOSED) and not one.is_deleted:
        body.append(blocks.context(_who_agrees(say, whole)))
    text = Mrkdwn(f"{told}: {title_line(say, one)}")
    return blocks.message(text, [*body, _buttons(say, whole)])


def headline(say: Say, whole: Whole) -> Mrkdwn:
    """What has become of it, and by whom."""
    one, moved = whole.objective, whole.moved
    who = mention(moved.author_id if moved else one.owner_id)
    if one.stage is Stage.DRAFT or one.is_deleted:
        return _resting(say, whole, who)
    match one.stage:
        case Stage.PROPOSED:
            return say("Objective proposed for {cycle} by {who}", cycle=one.cycle.id, who=who)
        case Stage.AGREED:
            return say("Agreed for {cycle} by {who}", cycle=one.cycle.id, who=who)
        case Stage.ACTIVE if moved is not None and moved.before == Stage.CLOSED:
            return say("Opened again by {who}", who=who)
        case Stage.ACTIVE:
            return say("Begun for {cycle} by {who}", cycle=one.cycle.id, who=who)
    return say("Closed by {who}", who=who)


def _resting(say: Say, whole: Whole, who: Mrkdwn) -> Mrkdwn:
    """Of one that is not, or no more, asked to count."""
    if whole.objective.is_deleted:
        return say("Deleted by {who}", who=who)
    if whole.moved is not None:
        return say("Taken back to draft by {who}", who=who)
    cycle = whole.objective.cycle.id
    return say("Draft of an objective for {cycle} by {who}", cycle=cycle, who=who)


def _kr(say: Say, one: OneKr) -> Block:
    title = say("*{kr}* {title}", kr=f"KR-{one.kr.number}", title=blocks.shorten(one.kr.title, 150))
    return blocks.section(Mrkdwn(f"{title}\n{aim_line(say, one)}"))


def _who_agrees(say: Say, whole: Whole) -> Mrkdwn:
    one = whole.objective
    discuss = say("What do you think? Answer in this thread.")
    if one.stage is Stage.DRAFT:
        return discuss
    return say.joined(discuss, who_agrees(say, whole))


def _buttons(say: Say, whole: Whole) -> Block:
    one = whole.objective
    if one.is_deleted:
        return blocks.actions(show_objective_button(say, one.number))
    return offered(say, one.number, one.stage)


def reply(say: Say, whole: Whole, noted: Noted) -> Block:
    """The same step as a line in the thread, with its reason and what comes next."""
    one, told = whole.objective, headline(say, whole)
    if noted.reason:
        reason = blocks.shorten(noted.reason, REASON)
        told = say("{change} – “{reason}”", change=told, reason=reason)
    parts = [told]
    if one.stage is Stage.AGREED and not one.is_deleted:
        who = mention(one.owner_id)
        parts.append(say("{who}, press Begin when it starts to count.", who=who))
    if one.stage is Stage.DRAFT and not one.is_deleted:
        who = mention(one.owner_id)
        parts.append(say("{who}, `/okr edit {o}` changes it.", who=who, o=o_name(one.number)))
    text = Mrkdwn("\n".join(parts))  # no sentence ends with a name: it would read on
    return blocks.message(text, [blocks.section(text)])
