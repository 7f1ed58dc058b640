"""Alignment, drawn: company, teams, people, each objective under the one that it supports."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.forest import Aligned, Scope, Twig, View, packed
from handlers.okr.rules.life import Level
from handlers.okr.rules.tree import Branch, own_progress
from handlers.okr.views.changes import level_words
from handlers.okr.views.lists import NEW, no_team
from handlers.okr.views.parts import kr_name, own_share, percent, status_mark, value_of

OPEN: Final = "okr.tree_open"  # a button: its value is a part of the tree and where its page begins
NEXT: Final = "okr.tree_next"
BEFORE: Final = "okr.tree_before"
WHOLE: Final = "okr.tree_whole"
TITLE: Final = 90  # characters of an objective's title
KR_TITLE: Final = 45
KRS: Final = 40  # on a page; beyond that they are counted by status
KRS_EACH: Final = 6
DEEPEST: Final = 5  # what is deeper is drawn as deep as that: a phone is narrow
FULL: Final = 2700  # characters of a block, of Slack's 3,000
IDLE: Final = 10  # teams told by name
# Wide spaces, for Slack takes plain ones away at the beginning of a line.
STEP: Final = "\u2003"
CORNER: Final = "└ "


def message(say: Say, view: View) -> Block:
    """A page of the tree, and which teams support nothing."""
    if not view.twigs:
        return _nothing(say, view)
    text = _headline(say, view)
    rows = [blocks.section(Mrkdwn(f"*{text}*")), *_drawn(say, view), *_foot(say, view)]
    return blocks.message(text, rows)


def _headline(say: Say, view: View) -> Mrkdwn:
    scope = view.scope
    if scope.objective is not None:
        return say("O-{n} and what supports it", n=Mrkdwn(scope.objective))
    if scope.team_ids:
        return say.plural(
            "What {teams} supports, and what supports that",
            "What {teams} support, and what supports that",
            len(view.team_names),
            teams=list(view.team_names),
        )
    if scope.company:
        return say("What the company wants, and what supports that")
    return say("What supports what")


def _drawn(say: Say, view: View) -> list[Block]:
    """Lines flow into as few blocks as they fit into; one with a button is a block by itself."""
    numbers = [twig.branch.node.number for twig in view.twigs]
    counted = sum(len(view.objectives[n].krs) for n in numbers) > KRS
    found: list[Block] = []
    waiting = ""
    for twig in view.twigs:
        text = _twig(say, view, twig, counted=counted)
        starts = twig.depth == 0 or bool(twig.folded)
        if waiting and (starts or len(waiting) + len(text) > FULL):
            found.append(blocks.section(Mrkdwn(waiting)))
            waiting = ""
        if twig.folded:
            found.append(blocks.section(text, accessory=_open_button(say, twig)))
        else:
            waiting = f"{waiting}\n{text}" if waiting else text
    return [*found, blocks.section(Mrkdwn(waiting))] if waiting else found


def _open_button(say: Say, twig: Twig) -> Block:
    words = say.plural("Open {n} below", "Open {n} below", twig.folded)
    return blocks.button(words, OPEN, packed(Scope(objective=twig.branch.node.number), 0))


def _twig(say: Say, view: View, twig: Twig, *, counted: bool) -> Mrkdwn:
    """An objective, how far it is with all that supports it, and its KRs."""
    one = view.objectives[twig.branch.node.number]
    depth = min(twig.depth, DEEPEST)
    indent = STEP * depth
    corner = STEP * (depth - 1) + CORNER if depth else ""
    lines = [
        Mrkdwn(f"{corner}{objective_name(say, one)}"),
        Mrkdwn(f"{indent}{_standing(say, twig, one)}"),
    ]
    above = view.objectives.get(one.supports or 0)
    if twig.depth == 0 and above is not None:
        higher = say("supports {objective}", objective=objective_name(say, above))
        lines.append(Mrkdwn(f"{indent}{higher}"))
    krs = [_counts(say, one.krs)] if counted else _krs(say, one)
    lines += [Mrkdwn(f"{indent}{STEP}{line}") for line in krs if line]
    return Mrkdwn("\n".join(lines))


def objective_name(say: Say, one: Aligned) -> Mrkdwn:
    title = blocks.shorten(" ".join(one.title.split()), TITLE)
    return say("*O-{n}* {title}", n=Mrkdwn(one.number), title=title)


def _standing(say: Say, twig: Twig, one: Aligned) -> Mrkdwn:
    """Bar, percent, and whose it is."""
    parts = [Mrkdwn(blocks.bar(twig.branch.progress)), *_shares(say, twig.branch)]
    match one.level:
        case Level.COMPANY:
            parts.append(level_words(say, one.level))
        case Level.TEAM:
            parts.append(escape(one.team_name))
        case Level.PERSONAL:
            parts.append(mention(one.owner_id))
    if one.weight != 1 and twig.depth:
        parts.append(say("weight {weight}", weight=one.weight))
    return Mrkdwn(" · ".join(parts))


def _shares(say: Say, branch: Branch) -> list[Mrkdwn]:
    """How far it is; where lists, which know only its own KRs, say another percentage, both."""
    if branch.progress is None:
        return [Mrkdwn("–")]
    whole, own = percent(say, branch.progress), own_progress(branch.node.krs)
    if own is None or own == branch.progress:
        return [whole]
    return [say("{share} with all that supports it", share=whole), own_share(say, own)]


def _krs(say: Say, one: Aligned) -> list[Mrkdwn]:
    """A line each, as far as there is room."""
    lines = [_kr(say, one, kr) for kr in one.krs[:KRS_EACH]]
    rest = len(one.krs) - KRS_EACH
    if rest > 0:
        lines.append(say.plural("and {n} more", "and {n} more", rest))
    return lines


def _kr(say: Say, one: Aligned, kr: KrState) -> Mrkdwn:
    line = say(
        "{kr} {title}: {value} {status}",
        kr=kr_name(kr),
        title=blocks.shorten(" ".join(kr.title.split()), KR_TITLE),
        value=value_of(say, kr),
        status=status_mark(say, kr.status),
    )
    others = [name for _, name in one.shared.get(kr.number, ())]
    if not others:
        return line
    return Mrkdwn(" · ".join([line, say("shared with {teams}", teams=others)]))


def _counts(say: Say, krs: Sequence[KrState]) -> Mrkdwn | None:
    """How many KRs there are of each status, where there is no room for each."""
    if not krs:
        return None
    by_status = Counter(kr.status for kr in krs)
    parts = [
        Mrkdwn(f"{say.number(Decimal(by_status[status]))} {status_mark(say, status)}")
        for status in Status
        if by_status[status]
    ]
    return Mrkdwn(", ".join(parts))


def _foot(say: Say, view: View) -> list[Block]:
    page, scope = view.page, view.scope
    buttons = []
    if page.before is not None:
        buttons.append(blocks.button(say("Previous page"), BEFORE, packed(scope, page.before)))
    if page.after is not None:
        buttons.append(blocks.button(say("Next page"), NEXT, packed(scope, page.after)))
    if scope != Scope():
        buttons.append(blocks.button(say("Whole tree"), WHOLE, packed(Scope(), 0)))
    rows = [blocks.actions(*buttons)] if buttons else []
    if page.all > len(page.items):
        place = {"first": page.first + 1, "last": page.first + len(page.items), "all": page.all}
        rows.append(blocks.context(say("{first} to {last} of {all} side by side", **place)))
    rows.append(
        blocks.context(
            say("A percentage alone counts an objective's own KRs and what supports it.")
        )
    )
    return [*rows, *_idle(say, view)]


def _idle(say: Say, view: View) -> list[Block]:
    """Which teams support nothing, and how to link what they do."""
    if not view.idle:
        return []
    more = [f"+{len(view.idle) - IDLE}"] if len(view.idle) > IDLE else []
    example = _example(view)
    text = say(
        "*Supports nothing yet:* {teams}. Link an objective of theirs to one above it:"
        " `/okr edit {objective}`.",
        teams=[*view.idle[:IDLE], *more],
        objective=example,
    )
    return [blocks.divider(), blocks.section(text)]


def _example(view: View) -> str:
    """An objective of an idle team, as one types it."""
    numbers = [n for n, one in sorted(view.objectives.items()) if one.team_name in view.idle]
    return f"O-{numbers[0]}" if numbers else "O-5"


def _nothing(say: Say, view: View) -> Block:
    """What there is not, and the first step."""
    text = _none_open(say, view)
    if view.may_make:
        step = blocks.actions(blocks.button(say("New objective"), NEW))
    else:
        step = blocks.section(no_team(say, is_guest=view.is_guest))
    return blocks.message(text, [blocks.section(text), step])


def _none_open(say: Say, view: View) -> Mrkdwn:
    if view.scope.company:
        return say(
            "The company has no open objective yet. An admin makes one; teams then link theirs to"
            " it with `/okr edit O-5`."
        )
    if view.scope.team_ids:
        return say("{teams} has no open objective yet.", teams=list(view.team_names))
    return say("There is no open objective in this cycle yet.")
