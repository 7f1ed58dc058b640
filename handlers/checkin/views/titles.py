"""What a card says above its key results: what is asked, and until when."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Card, DueRound
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say


def title(say: Say, asked: Card) -> Mrkdwn:
    """What it is about, also as its notification."""
    if asked.skipped is not None:
        return say("You skip this check-in")
    if asked.waits:
        return _asks(say, asked) if asked.missing else _only_asks(say, asked)
    if asked.answered or asked.questions:
        return _done(say, asked)
    return say("Nothing is left to answer here")


def _done(say: Say, asked: Card) -> Mrkdwn:
    """With the teams: who is in several may have a card for each, and they end alike."""
    theirs = {kr.team_id: kr.team_name for kr in asked.answered}
    named = [round_.team_name or theirs.get(round_.team_id) for round_ in asked.rounds]
    teams = [name for name in named if name]
    if not teams:
        return say("✅ Check-in done. Thank you!")
    return say("✅ Check-in done for {teams}. Thank you!", teams=teams)


def _asks(say: Say, asked: Card) -> Mrkdwn:
    n = len(asked.missing)
    if asked.kind == cadence.REMIND and not asked.is_first:
        return say.plural(
            "A reminder: {n} key result waits for your answer",
            "A reminder: {n} key results wait for your answer",
            n,
        )
    if asked.kind == cadence.LAST_CALL and not asked.is_first:
        return say.plural(
            "Last call: {n} key result waits for your answer",
            "Last call: {n} key results wait for your answer",
            n,
        )
    return say.plural(
        "Time for your check-in: how is your key result doing?",
        "Time for your check-in: how are your {n} key results doing?",
        n,
    )


def _only_asks(say: Say, asked: Card) -> Mrkdwn:
    """To whom no KR belongs: only the team's questions wait."""
    if asked.kind == cadence.REMIND and not asked.is_first:
        return say("A reminder: your check-in waits")
    if asked.kind == cadence.LAST_CALL and not asked.is_first:
        return say("Last call: your check-in waits")
    return say("Time for your check-in: how was your week for customers?")


def until(reader: Reader, asked: Card, now: datetime) -> Mrkdwn:
    """Until when it can be answered, or edited."""
    if not (asked.missing or asked.answered or asked.questions or asked.skipped is not None):
        return reader.say("What was asked for is closed, or somebody else's now.")
    say = reader.say
    if asked.skipped is not None:
        return _skipped(say, asked.skipped)
    if not asked.waits:
        return _afterwards(reader, asked, now)
    waiting = [one for one in asked.rounds if one.waits]
    running = [one for one in waiting if one.runs(now)]
    closes = _ends(reader, running or waiting)
    if not running:
        return say(
            "The round closed on {closes}; your answer still counts, as late.", closes=closes
        )
    if asked.is_late:
        return say(
            "This comes later than planned, sorry. Answers are taken until {closes}.", closes=closes
        )
    return say("Answers are taken until {closes}.", closes=closes)


def _ends(reader: Reader, rounds: Sequence[DueRound]) -> Mrkdwn:
    """When these rounds end, each with its team's name where that is not the same moment."""
    say, zone = reader.say, ZoneInfo(reader.zone)
    ends: dict[datetime, list[str]] = {}
    for one in sorted(rounds, key=lambda one: one.closes_at):
        ends.setdefault(one.closes_at, []).append(one.team_name)
    if len(ends) == 1:
        return say.until(next(iter(ends)), reader.zone)
    is_one_day = len({end.astimezone(zone).date() for end in ends}) == 1
    shown = [
        say.clock(end.astimezone(zone).time()) if n and is_one_day else say.until(end, reader.zone)
        for n, end in enumerate(ends)
    ]
    named = zip(shown, ends.values(), strict=True)
    return Mrkdwn(
        say(", ").join(say("{when} ({teams})", when=when, teams=names) for when, names in named)
    )


def _skipped(say: Say, why: str) -> Mrkdwn:
    if why:
        return say("Skipped: {why}. I will not remind you of it.", why=why.rstrip(".。"))
    return say("Skipped. I will not remind you of it.")


def _afterwards(reader: Reader, asked: Card, now: datetime) -> Mrkdwn:
    """How it is put right: still true once the round is closed, when nobody draws the card anew."""
    say = reader.say
    if asked.was_for_others:
        return say("Your answer counts. You are not asked for it any more.")
    if editable := asked.editable(now):
        return say(
            "You can edit it here until {closes}; after that, `/okr update` records another value.",
            closes=_ends(reader, editable),
        )
    return put_right(say)


def put_right(say: Say) -> Mrkdwn:
    """Once a round is closed."""
    return say(
        "The round is closed: `/okr update` records another value, `/okr withdraw` with its"
        " number takes the last one back."
    )
