"""One KR in full: value, status and why, the last updates, and what other features add."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.okr.rules import GRACE, KrState, Past, Status
from handlers.okr.rules.kinds import Keep, Kind
from handlers.okr.views.evidence import NOTHING_CITED, Cited
from handlers.okr.views.outlook import outlook
from handlers.okr.views.parts import (
    aim_words,
    kr_name,
    kr_standing,
    objective_line,
    percent,
    status_words,
)
from handlers.okr.views.past import NOTE, day_of, past_line
from handlers.okr.views.ticking import step_lines
from handlers.okr.views.update import update_button

DETAIL: Final = "okr.detail"
SHOWN: Final = 5  # updates
WITHDRAWN: Final = 2  # of them, as many at most


def detail(
    say: Say,
    zone: str,
    kr: KrState,
    past: Sequence[Past],
    today: date,
    objective: Decimal | None,
    *,
    may_update: bool,
    cited: Cited = NOTHING_CITED,
    more: Sequence[Block] = (),
) -> list[Block]:
    """Everything about a KR, for a message or a modal, in the reader's zone; `today` is its team's.

    `cited` is what customers said, where updates rest on it; `more` are buttons of other features.
    """
    rows = [
        blocks.header(say("{kr} {title}", kr=kr_name(kr), title=kr.title)),
        blocks.context(objective_line(say, kr, objective)),
        blocks.section(kr_standing(say, kr)),
        blocks.context(why(say, zone, kr, past)),
        *outlook(say, kr, past, today),
        *([blocks.section(step_lines(say, kr))] if kr.steps else []),
        blocks.section(fields=_facts(say, kr)),
        *_history(say, zone, kr, past, cited),
    ]
    buttons = [*([update_button(say, kr.number)] if may_update else []), *more]
    return [*rows, blocks.actions(*buttons)] if buttons else rows


def detail_message(kr: KrState, rows: Sequence[Block]) -> Block:
    """As the answer to a command."""
    return blocks.message(f"{kr_name(kr)} {kr.title}", rows)


def detail_modal(say: Say, kr: KrState, rows: Sequence[Block]) -> Block:
    """As what a button opens."""
    return blocks.modal(DETAIL, kr_name(kr), rows, close=say("Close"))


def why(say: Say, zone: str, kr: KrState, past: Sequence[Past] = ()) -> Mrkdwn:
    """Why the status is what it is."""
    days = (kr.cadence + GRACE).days
    if kr.status is Status.OUTDATED and kr.made_at is None:
        return say("Nobody has recorded a value yet, for {days} days or more.", days=days)
    if kr.status is Status.OUTDATED and kr.made_at is not None:
        return say(
            "The last update is of {day}. After {days} days without one a key result is outdated,"
            " whatever it said last.",
            day=day_of(kr.made_at, zone),
            days=days,
        )
    if kr.progress is None:
        return say("It gets its colour with the first update.")
    if kr.said:
        return _said(say, kr, next((one.reason for one in past if one.id == kr.update_id), ""))
    if isinstance(kr.aim, Keep):
        return _kept(say, kr, kr.aim)
    return _on_the_way(say, kr, kr.progress)


def _on_the_way(say: Say, kr: KrState, progress: Decimal) -> Mrkdwn:
    """What it has come to, beside the time that has gone."""
    if progress < 0:
        return say(
            "It is further from its target than at the start and {expected} of the time has gone,"
            " so it is {status}.",
            expected=percent(say, kr.expected),
            status=status_words(say, kr.status),
        )
    return say(
        "{progress} of the way is done and {expected} of the time has gone, so it is {status}.",
        progress=percent(say, progress),
        expected=percent(say, kr.expected),
        status=status_words(say, kr.status),
    )


def _said(say: Say, kr: KrState, reason: str) -> Mrkdwn:
    who, words = mention(kr.author_id or ""), status_words(say, kr.status)
    if not reason:
        return say("{who} says that it is {status}.", who=who, status=words)
    short = blocks.shorten(reason, NOTE)
    return say("{who} says that it is {status}: “{reason}”", who=who, status=words, reason=short)


def _kept(say: Say, kr: KrState, aim: Keep) -> Mrkdwn:
    """Of what is to be kept, the last value alone decides."""
    told = {
        "value": say.amount(Decimal(0) if kr.value is None else kr.value, kr.unit),
        "status": status_words(say, kr.status),
        "inside": kr.tally.inside,
        "all": kr.tally.all,
    }
    if kr.value is not None and aim.is_met(kr.value):
        return say(
            "The last value, {value}, is where it should be, so it is {status}; so were {inside} of"
            " {all} updates.",
            **told,
        )
    return say(
        "The last value, {value}, is not where it should be, so it is {status}; {inside} of {all}"
        " updates were.",
        **told,
    )


def _facts(say: Say, kr: KrState) -> list[Mrkdwn]:
    facts = [
        *_aim(say, kr),
        say("*Owner*\n{who}", who=mention(kr.owner_id)),
        say("*Team*\n{name}", name=kr.team_name),
        say("*Cycle*\n{cycle}, until {day}", cycle=kr.cycle_id, day=kr.cycle_ends),
    ]
    if kr.confidence is not None:
        facts.append(say("*Confidence*\n{n} of 10", n=kr.confidence))
    return facts


def _aim(say: Say, kr: KrState) -> list[Mrkdwn]:
    if kr.kind is Kind.MILESTONE:
        return []  # its steps stand above
    if isinstance(kr.aim, Keep):
        return [say("*Aim*\n{aim}", aim=aim_words(say, kr.aim, kr.unit))]
    return [
        say("*Start*\n{value}", value=say.amount(kr.aim.start, kr.unit)),
        say("*Target*\n{value}", value=say.amount(kr.aim.target, kr.unit)),
    ]


def _history(say: Say, zone: str, kr: KrState, past: Sequence[Past], cited: Cited) -> list[Block]:
    if not past:
        return [blocks.context(say("No updates yet."))]
    lines = [past_line(say, zone, kr.unit, one, cited=cited) for one in _shown(past)]
    return [blocks.divider(), *(blocks.context(line) for line in lines)]


def _shown(past: Sequence[Past]) -> list[Past]:
    """The latest, whose first that counts is always among them, whatever was withdrawn since."""
    withdrawn = [one for one in past if one.withdrawn_by is not None]
    left_out = {one.id for one in withdrawn[WITHDRAWN:]}
    return [one for one in past if one.id not in left_out][:SHOWN]
