"""How objectives look in a line, and the buttons that lead on from one."""

from collections.abc import Sequence
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.objective.rules.state import Link, Objective, OneKr, Whole
from handlers.okr.rules.life import Level, Stage
from handlers.okr.views import ambition_words, level_words, stage_words
from handlers.okr.views.stages import step_button

EDIT: Final = "objective.edit"  # its value is O-3 or KR-3
CLOSE: Final = "objective.close"  # the same
REOPEN: Final = "objective.reopen"  # its value is a KR's number
FOLLOW: Final = "objective.follow"  # its value is a KR's number
UNFOLLOW: Final = "objective.unfollow"
MARKS: Final = {
    Stage.DRAFT: "📝",
    Stage.PROPOSED: "💬",
    Stage.AGREED: "🤝",
    Stage.ACTIVE: "🎯",
    Stage.CLOSED: "🏁",
}


def o_name(number: int) -> str:
    """What people type: O-3."""
    return f"O-{number}"


def edit_button(say: Say, name: str) -> Block:
    """`name` as people type it: O-3 or KR-3."""
    return blocks.button(say("Edit"), EDIT, name)


def close_button(say: Say, kr_number: int) -> Block:
    """Asks why, in a form."""
    return blocks.button(say("Close …"), CLOSE, f"KR-{kr_number}")


def reopen_button(say: Say, kr_number: int) -> Block:
    """Lets a closed KR count again; asks why."""
    return blocks.button(say("Reopen …"), REOPEN, str(kr_number))


def delete_button(say: Say, number: int) -> Block:
    """Takes an objective away that has not begun; asks why."""
    return blocks.button(say("Delete …"), CLOSE, o_name(number))


def follow_button(say: Say, kr_number: int, *, follows: bool) -> Block:
    """Hear of changes, or no more."""
    if follows:
        return blocks.button(say("Unfollow"), UNFOLLOW, str(kr_number))
    return blocks.button(say("Follow"), FOLLOW, str(kr_number))


def step_buttons(say: Say, number: int, here: Stage, steps: Sequence[Stage]) -> list[Block]:
    """A button for each step; from a draft one proposes, or agrees at once."""
    return [step_button(say, number, here, to) for to in steps]


def facts_line(say: Say, one: Objective) -> Mrkdwn:
    """Stage, whose it is, cycle and ambition: 💬 proposed · of the team Care · 2026-Q4 …"""
    stage = say("deleted") if one.is_deleted else stage_words(say, one.stage)
    parts = [
        Mrkdwn(f"{MARKS[one.stage]} {stage}"),
        say("{level}, {team}", level=level_words(say, one.level), team=one.home.name),
        say("{cycle}, until {day}", cycle=one.cycle.id, day=one.cycle.ends),
        ambition_words(say, one.ambition),
        say("owner {who}", who=mention(one.owner_id)),
    ]
    return Mrkdwn(" · ".join(parts))


def title_line(say: Say, one: Objective | Link) -> Mrkdwn:
    """*O-3* Answer fast."""
    return say("*{kr}* {title}", kr=o_name(one.number), title=one.title)


def kr_title(say: Say, one: OneKr) -> Mrkdwn:
    """*KR-3* First response time."""
    return say("*{kr}* {title}", kr=f"KR-{one.kr.number}", title=one.kr.title)


def who_agrees(say: Say, whole: Whole) -> Mrkdwn:
    """Whom a proposed objective waits for."""
    one = whole.objective
    if one.level is Level.PERSONAL:
        return say("{who} decides.", who=mention(one.owner_id))
    if one.level is Level.TEAM and whole.leads:
        leads = [mention(id_) for id_ in whole.leads[:5]]
        return say("{leads} can agree to it, and so can admins.", leads=list(leads))
    return say("Admins can agree to it.")
