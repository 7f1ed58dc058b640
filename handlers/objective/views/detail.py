"""An objective in full: where it is, what it supports, its KRs, what changed, what comes next."""

from collections.abc import Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.objective.rules.state import Link, OneKr, Whole
from handlers.objective.views.words import (
    delete_button,
    edit_button,
    facts_line,
    o_name,
    step_buttons,
    title_line,
    who_agrees,
)
from handlers.okr.rules.audit import Noted
from handlers.okr.rules.kinds import Milestones
from handlers.okr.rules.life import Stage
from handlers.okr.views import (
    aim_words,
    change_line,
    kr_standing,
    own_share,
    percent,
    show_button,
    stage_words,
)
from handlers.okr.views.stages import OFFERED, step_button

DETAIL: Final = "objective.detail"
KRS: Final = 20  # in one message, with everything else below 50 blocks
LINKS: Final = 10
TITLE: Final = 150


def rows(reader: Reader, whole: Whole) -> list[Block]:
    """Everything about it, for a message or a modal."""
    say, one = reader.say, whole.objective
    found = [
        blocks.header(say("{kr} {title}", kr=o_name(one.number), title=one.title)),
        blocks.context(facts_line(say, one)),
        *_over(reader, whole),
        *_comes_first(say, whole),
        *_rolled_up(say, whole),
        *_krs(say, whole.krs),
        *_links(say, whole),
        *_history(reader, whole),
    ]
    buttons = _buttons(say, whole)
    return [*found, blocks.actions(*buttons)] if buttons else found


def message(reader: Reader, whole: Whole) -> Block:
    """As the answer to a command."""
    one = whole.objective
    return blocks.message(f"{o_name(one.number)} {one.title}", rows(reader, whole))


def modal(reader: Reader, whole: Whole) -> Block:
    """As what a button opens."""
    name = o_name(whole.objective.number)
    return blocks.modal(DETAIL, name, rows(reader, whole), close=reader.say("Close"))


def _over(reader: Reader, whole: Whole) -> list[Block]:
    """When, by whom and why it came to where it is."""
    moved, say = whole.moved, reader.say
    if moved is None:
        return []
    stage = (
        say("deleted") if whole.objective.is_deleted else stage_words(say, whole.objective.stage)
    )
    day, who = day_of(reader, moved), mention(moved.author_id)
    line = say("{stage} since {day}, by {who}", stage=stage, day=day, who=who)
    if not whole.objective.is_deleted and whole.objective.stage is Stage.AGREED:
        line = say("agreed on {day} by {who}; not begun yet", day=day, who=who)
    if moved.reason:
        reason = blocks.shorten(moved.reason, 500)
        line = say("{change} – “{reason}”", change=line, reason=reason)
    return [blocks.context(line)]


def _comes_first(say: Say, whole: Whole) -> list[Block]:
    """Who can take it on from here, for whoever has no button for it."""
    one = whole.objective
    ahead = OFFERED.get(one.stage)
    if one.is_deleted or not ahead or ahead[0] in whole.steps:
        return []
    who = mention(one.owner_id)
    if one.stage is Stage.DRAFT:
        words = say(
            "It has not begun. {who} can propose it; once agreed on, it can begin.", who=who
        )
    elif one.stage is Stage.AGREED:
        words = say("It has not begun. {who} can begin it.", who=who)
    else:
        words = who_agrees(say, whole)
    return [blocks.context(words)]


def day_of(reader: Reader, noted: Noted) -> Mrkdwn:
    """The date of a change on the reader's wall."""
    return reader.say.day(noted.made_at.astimezone(ZoneInfo(reader.zone)).date())


def _rolled_up(say: Say, whole: Whole) -> list[Block]:
    if whole.progress is None:
        return []
    bar, share = Mrkdwn(blocks.bar(whole.progress)), percent(say, whole.progress)
    begun = whole.objective.stage in (Stage.ACTIVE, Stage.CLOSED)
    words = say("{bar} · *{share}* with all that supports it", bar=bar, share=share)
    if whole.own_progress is not None:
        words = Mrkdwn(f"{words} · {own_share(say, whole.own_progress)}")
    if not whole.below:
        words = say("{bar} · *{share}* of all its key results", bar=bar, share=share)
    return [blocks.section(words)] if begun else []


def _krs(say: Say, krs: Sequence[OneKr]) -> list[Block]:
    shown = sorted(krs, key=lambda one: one.closed_at is not None)[:KRS]
    found = [
        blocks.section(kr_lines(say, one), accessory=show_button(say, one.kr.number))
        for one in shown
    ]
    if len(krs) > KRS:
        more = say.plural("{n} more key result", "{n} more key results", len(krs) - KRS)
        found.append(blocks.context(more))
    return found or [blocks.context(say("It has no key result yet."))]


def kr_lines(say: Say, one: OneKr) -> Mrkdwn:
    """A KR by title, and how it stands; before it begins, what it aims for."""
    title = say(
        "*{kr}* {title}", kr=f"KR-{one.kr.number}", title=blocks.shorten(one.kr.title, TITLE)
    )
    if one.closed_at is not None:
        return say("~{title}~ closed", title=title)
    has_ended = one.objective.stage is Stage.CLOSED and one.kr.value is not None
    under = kr_standing(say, one.kr) if one.is_open else aim_line(say, one)
    if has_ended:
        under = kr_standing(say, one.kr, stage_words(say, Stage.CLOSED))
    return Mrkdwn(f"{title}\n{under}")


def aim_line(say: Say, one: OneKr) -> Mrkdwn:
    """What it aims for, and whose it is."""
    aim = aim_words(say, one.kr.aim, one.kr.unit)
    if isinstance(one.aim, Milestones):
        aim = say.plural("{n} step", "{n} steps", len(one.steps))
    return say("{aim}, owned by {who}", aim=aim, who=mention(one.kr.owner_id))


def _links(say: Say, whole: Whole) -> list[Block]:
    found, one = [], whole.objective
    if one.lesson:
        found.append(say("What it taught: {lesson}", lesson=blocks.shorten(one.lesson, 500)))
    if one.carried_from is not None:
        found.append(say("↩ goes on from {past}", past=o_name(one.carried_from)))
    if whole.above is not None:
        found.append(say("Supports {link}", link=title_line(say, whole.above)))
    if whole.below:
        found.append(say("Supported by:"))
        found += [_below(say, link) for link in whole.below[:LINKS]]
    if len(whole.below) > LINKS:
        rest = len(whole.below) - LINKS
        found.append(say("and {n} more", n=rest))
    return [blocks.section(Mrkdwn("\n".join(found)))] if found else []


def _below(say: Say, link: Link) -> Mrkdwn:
    line = Mrkdwn(f"• {title_line(say, link)}")
    if link.stage is not Stage.ACTIVE:
        return Mrkdwn(f"{line} · {stage_words(say, link.stage)}")
    return line if link.progress is None else Mrkdwn(f"{line} · {percent(say, link.progress)}")


def _history(reader: Reader, whole: Whole) -> list[Block]:
    units = {one.kr.number: one.kr.unit for one in whole.krs}
    teams = {id_: name for one in whole.krs for id_, name in one.teams.items()}
    lines = [history_line(reader, one, units, teams) for one in whole.latest]
    return [blocks.divider(), *(blocks.context(line) for line in lines)] if lines else []


def history_line(
    reader: Reader, one: Noted, units: Mapping[int, str], teams: Mapping[str, str]
) -> Mrkdwn:
    """16 Nov @ben KR-3 target: 4 → 6 h – “a reason”."""
    say = reader.say
    change = change_line(say, one, units.get(one.kr_number or 0, ""), teams)
    name = o_name(one.objective_number) if one.kr_number is None else f"KR-{one.kr_number}"
    day, who = day_of(reader, one), mention(one.author_id)
    return say("{day} {who} *{name}* {change}", day=day, who=who, name=name, change=change)


def _buttons(say: Say, whole: Whole) -> list[Block]:
    one = whole.objective
    steps = [to for to in whole.steps if to is not Stage.CLOSED]
    found = step_buttons(say, one.number, one.stage, steps)
    if whole.may_change and one.closed_at is None:
        found.append(edit_button(say, o_name(one.number)))
        if one.stage is not Stage.ACTIVE:
            found.append(delete_button(say, one.number))
    if Stage.CLOSED in whole.steps:
        found.append(step_button(say, one.number, one.stage, Stage.CLOSED))
    return found
