"""A team's participation as its lead reads it, in private."""

from collections.abc import Iterator, Sequence
from typing import Final

from handlers.blocker import views as blocker
from handlers.kit import blocks, pieces
from handlers.kit.blocks import Block
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.lead.rules import Trend, Turnout, View
from handlers.okr.rules import KrState
from handlers.question import views as question
from handlers.question.rules import Promise

NAMED: Final = 100  # people in one list
MOST: Final = 20  # lines of one kind
TEXT: Final = 200
TITLE: Final = 90


def view(say: Say, team: View) -> Block:
    """The message: rounds, who is missing, what is outdated, promises, blockers."""
    title = say("{team}: how the check-ins go", team=team.team_name)
    note = say("Only you see this. It counts rounds, not people: nobody is compared.")
    return blocks.message(title, [blocks.header(title), blocks.context(note), *_rows(say, team)])


def _rows(say: Say, team: View) -> Iterator[Block]:
    rounds = [_turnout(say, one) for one in team.turnouts]
    if not rounds:
        yield blocks.section(say("There was no round yet. `/okr team` says when the first comes."))
    else:
        yield from _part(say, say("Who took part"), [*rounds, _trend(say, team.trend)])
    yield from _missing(say, team.missing)
    outdated = [_outdated(say, kr, days) for kr, days in team.outdated]
    yield from _part(say, say("Outdated"), outdated)
    yield from _part(say, say("Promised last time"), [_promise(say, p) for p in team.promised])
    yield from _part(say, say("Still in the way"), [blocker.line(say, b) for b in team.blockers])
    if rounds and not (team.missing or outdated or team.promised or team.blockers):
        yield blocks.section(
            say("✅ Nobody is missing and nothing is outdated or in the way.")
            if team.is_all_there
            else say("✅ Nothing is outdated or in the way.")
        )


def _part(say: Say, name: Mrkdwn, rows: Sequence[Mrkdwn]) -> list[Block]:
    if not rows:
        return []
    kept, more = list(rows[:MOST]), len(rows) - MOST
    if more > 0:
        kept.append(say.plural("and {n} more", "and {n} more", more))
    return pieces.sections([Mrkdwn(f"*{name}*"), *kept])


def _turnout(say: Say, one: Turnout) -> Mrkdwn:
    """▰▰▰▰▱ 4 of 5 answered · 1 away · 1 on a public holiday · 1 sat it out"""
    parts = [
        say("{answered} of {asked} answered", answered=one.answered, asked=one.asked)
        if one.asked
        else say("nobody was asked")
    ]
    if one.away:
        parts.append(say.plural("{n} away", "{n} away", one.away))
    if one.holiday:
        parts.append(say.plural("{n} on a public holiday", "{n} on a public holiday", one.holiday))
    if one.paused:
        parts.append(say.plural("{n} paused", "{n} paused", one.paused))
    if one.skipped:
        parts.append(say.plural("{n} sat it out", "{n} sat it out", one.skipped))
    if one.is_open:
        parts.append(say("still open"))
    told = Mrkdwn(" · ".join(parts))
    return say("`{bar}` {day}: {told}", bar=blocks.bar(one.share), day=say.day(one.day), told=told)


def _trend(say: Say, trend: Trend) -> Mrkdwn:
    match trend:
        case Trend.EARLY:
            return say("_Too few rounds to see a trend._")
        case Trend.MORE:
            return say("_More answer than in the rounds before._")
        case Trend.ALIKE:
            return say("_About as many answer as in the rounds before._")
        case Trend.FEWER:
            return say(
                "_Fewer answer than in the rounds before. Ask them what would make it easier: the"
                " day, the questions, fewer key results?_"
            )


def _missing(say: Say, missing: Sequence[str] | None) -> list[Block]:
    if not missing:
        return []
    named = [mention(id_) for id_ in missing[:NAMED]]
    if len(missing) > NAMED:
        named.append(say.plural("{n} more", "{n} more", len(missing) - NAMED))
    text = say("Asked, and not answered yet: {people}. Only leads see this.", people=named)
    return pieces.sections([say("*The round that runs*"), text])


def _outdated(say: Say, kr: KrState, days: int | None) -> Mrkdwn:
    title = blocks.shorten(kr.title, TITLE)
    name, who = f"KR-{kr.number}", mention(kr.owner_id)
    if days is None:
        return say("• *{kr}* {title} · {who}: no update yet", kr=name, title=title, who=who)
    return say.plural(
        "• *{kr}* {title} · {who}: no update for {n} day",
        "• *{kr}* {title} · {who}: no update for {n} days",
        days,
        kr=name,
        title=title,
        who=who,
    )


def _promise(say: Say, one: Promise) -> Mrkdwn:
    said = blocks.shorten(" ".join(one.text.split()), TEXT)
    kept = say("… not said") if one.kept is None else question.kept_words(say, one.kept)
    return say("• {who}: {promise} · {kept}", who=mention(one.member_id), promise=said, kept=kept)
