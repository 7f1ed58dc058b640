"""The reasons for which somebody is not asked, in their reader's language."""

from handlers.absence.rules import why
from handlers.kit.text import Mrkdwn, Say


def why_words(say: Say, reason: str) -> Mrkdwn | None:
    """A reason that is written down with an occurrence; None for one that is not about absence."""
    kind, name = why.kind_of(reason), why.name_in(reason)
    if kind == why.AWAY:
        return _alone(say, name)
    if kind == why.STATUS:
        return say("away, as the Slack status said")
    if kind == why.HOLIDAY:
        return say("public holiday: {name}", name=name)
    if kind == why.DAY_OFF:
        return say("day off: {name}", name=name) if name else say("a day off for everybody")
    if kind == why.PAUSE:
        return say("pause: {name}", name=name) if name else say("the team's check-ins paused")
    return say("held while Slack was on do not disturb") if kind == why.QUIET else None


def _alone(say: Say, failed: str) -> Mrkdwn:
    if failed == why.STAND_IN_AWAY:
        return say("away, and nobody stood in: the stand-in was away, too")
    if failed == why.STAND_IN_LEFT:
        return say("away, and nobody stood in: the stand-in is deactivated")
    return say("away")
