"""Every reason for which nobody was asked, in plain words."""

from datetime import date

from handlers.absence.views import why_words
from handlers.checkin.rules import away, reminding, snooze
from handlers.kit.text import Mrkdwn, Say, escape
from handlers.nudge import rules as nudge
from handlers.nudge.rules import OFF
from handlers.schedule.rules.trying import FAILED


def reason_words(say: Say, reason: str) -> Mrkdwn:
    """What is written down with an occurrence, as its reader would say it."""
    gone = why_words(say, reason)
    if gone is not None:
        return gone
    before, _, day = reason.partition(" to ")
    if away.MOVED.startswith(f"{before} to") and day:
        return say("the round moved to {day}", day=_day(say, day))
    return _card(say, reason) or _reminder(say, reason) or escape(reason)


def planned_words(say: Say, reason: str) -> Mrkdwn:
    """The same of what is planned still, and will not come."""
    words = {
        away.NO_KEY_RESULTS: say("there is no key result and no question to answer"),
        away.NOTHING_MISSING: say("everything is answered"),
        away.ROUND_OVER: say("the round is over by then"),
        away.NO_TEAM: say("the team is gone"),
        away.NOBODY: say("there is nobody in the team to ask"),
        away.EVERYBODY_AWAY: say("everybody is away"),
        away.SKIPPED: say("this round is left out by choice"),
        away.NO_ROOM: say("the next round comes first"),
        snooze.NEXT_ROUND: say("the next round has begun by then, with a card of its own"),
    }
    return words.get(reason) or reason_words(say, reason)


def _day(say: Say, day: str) -> Mrkdwn:
    try:
        return say.day(date.fromisoformat(day), weekday=True)
    except ValueError:
        return say("another day")


def _card(say: Say, reason: str) -> Mrkdwn | None:
    """Why no card came."""
    words = {
        away.NO_KEY_RESULTS: say("no key result and no question was there to answer"),
        away.ANSWERED_EARLY: say("everything was answered before"),
        away.ROUND_OVER: say("the round was over"),
        away.LEFT: say("not in the team any more"),
        away.DEACTIVATED: say("deactivated in Slack"),
        away.BOT: say("an app, which answers no check-in"),
        away.NO_TEAM: say("the team was gone"),
        away.NOT_NEEDED: say("nobody was away whose answer was due"),
        away.NOBODY: say("there was nobody in the team to ask"),
        away.EVERYBODY_AWAY: say("everybody was away"),
        away.SKIPPED: say("this round was left out by choice"),
        snooze.NEXT_ROUND: say("the next round had begun, with a card of its own"),
        FAILED: say("something went wrong on our side; the log says more"),
    }
    return words.get(reason)


def _reminder(say: Say, reason: str) -> Mrkdwn | None:
    """Why no reminder came."""
    words = {
        away.NOTHING_MISSING: say("everything was answered"),
        away.MISSED: say("I was not running then, and a reminder that is late helps nobody"),
        away.JUST_PROMPTED: say("the card had only just come"),
        away.NO_ROOM: say("the next round came first"),
        OFF: say("reminders are off in `/okr checkin settings`"),
        reminding.LIGHT: say("light reminders: only on the last morning"),
        reminding.SNOOZED: say("the card was put off to later"),
        reminding.LATELY: say("a key result was updated in the three days before"),
        nudge.TODAY: say("one of these key results had been asked about that day"),
        nudge.ENOUGH: say("asked for something ten times within seven days already"),
    }
    return words.get(reason)
