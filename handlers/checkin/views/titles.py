"""What a card says above its key results: what is asked, and until when."""

from datetime import datetime

from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Card
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
    teams = [round_.team_name for round_ in asked.rounds if round_.team_name]
    if not teams:
        return say("✅ Check-in done. Thank you!")
    return say("✅ Check-in done for {teams}. Thank you!", teams=teams)


def _asks(say: Say, asked: Card) -> Mrkdwn:
    n = len(asked.missing)
    if asked.kind == cadence.REMIND:
        return say.plural(
            "A reminder: {n} key result waits for your answer",
            "A reminder: {n} key results wait for your answer",
            n,
        )
    if asked.kind == cadence.LAST_CALL:
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
    if asked.kind == cadence.REMIND:
        return say("A reminder: your check-in waits")
    if asked.kind == cadence.LAST_CALL:
        return say("Last call: your check-in waits")
    return say("Time for your check-in: how was your week for customers?")


def until(reader: Reader, asked: Card, now: datetime) -> Mrkdwn:
    """Until when it can be answered, or edited."""
    if not (asked.missing or asked.answered or asked.questions or asked.skipped is not None):
        return reader.say("What was asked for is closed, or somebody else's now.")
    say, closes = reader.say, reader.say.until(asked.closes_at, reader.zone)
    if asked.skipped is not None:
        return _skipped(say, asked.skipped)
    if not asked.waits:
        return _afterwards(say, asked, now, closes)
    if asked.is_closed or asked.closes_at <= now:
        return say(
            "The round closed on {closes}; your answer still counts, as late.", closes=closes
        )
    if asked.is_late:
        return say(
            "This comes later than planned, sorry. Answers are taken until {closes}.", closes=closes
        )
    return say("Answers are taken until {closes}.", closes=closes)


def _skipped(say: Say, why: str) -> Mrkdwn:
    if why:
        return say("Skipped: {why}. I will not remind you of it.", why=why.rstrip(".。"))
    return say("Skipped. I will not remind you of it.")


def _afterwards(say: Say, asked: Card, now: datetime, closes: Mrkdwn) -> Mrkdwn:
    """How it is put right: still true once the round is closed, when nobody draws the card anew."""
    if is_editable(asked, now):
        return say(
            "You can edit it here until {closes}; after that, `/okr update` records another value.",
            closes=closes,
        )
    return put_right(say)


def is_editable(asked: Card, now: datetime) -> bool:
    """Whether there is something to edit, and its round is open."""
    return bool(asked.answered or asked.questions) and any(
        not one.is_closed and now < one.closes_at for one in asked.rounds
    )


def put_right(say: Say) -> Mrkdwn:
    """Once a round is closed."""
    return say(
        "The round is closed: `/okr update` records another value, `/okr withdraw` with its"
        " number takes the last one back."
    )
