"""Changes of objectives and KRs in words, for whoever reads their history or hears of them."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from handlers.kit.blocks import shorten
from handlers.kit.text import Mrkdwn, Say, escape, mention
from handlers.okr.rules.audit import Noted, What
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Kind
from handlers.okr.rules.life import Level, Stage

SHOWN: Final = 300  # characters of a title, of steps, of a reason
_NO_TEAMS: Final[Mapping[str, str]] = {}


def stage_words(say: Say, stage: Stage) -> Mrkdwn:
    """Where an objective is in its life."""
    match stage:
        case Stage.DRAFT:
            return say("draft")
        case Stage.PROPOSED:
            return say("proposed")
        case Stage.AGREED:
            return say("agreed, not begun")
        case Stage.ACTIVE:
            return say("active")
        case Stage.CLOSED:
            return say("closed")


def level_words(say: Say, level: Level) -> Mrkdwn:
    """Whose objective it is."""
    match level:
        case Level.PERSONAL:
            return say("personal")
        case Level.TEAM:
            return say("of the team")
        case Level.COMPANY:
            return say("of the company")


def ambition_words(say: Say, ambition: Ambition) -> Mrkdwn:
    """A promise, or a dream."""
    return say("committed") if ambition is Ambition.COMMITTED else say("aspirational")


def change_line(
    say: Say, one: Noted, unit: str = "", teams: Mapping[str, str] = _NO_TEAMS
) -> Mrkdwn:
    """What was changed, from what to what, and why; not who did it, nor when.

    `unit` is that of the KR; `teams` names those that share it.
    """
    said = _said(say, one, unit, teams)
    if not one.reason:
        return said
    return say("{change} – “{reason}”", change=said, reason=shorten(one.reason, SHOWN))


def _said(say: Say, one: Noted, unit: str, teams: Mapping[str, str]) -> Mrkdwn:
    match one.what:
        case What.MADE:
            return say("made as “{title}”", title=shorten(one.after, SHOWN))
        case What.CLOSED | What.WITHDRAWN | What.REOPENED | What.DELETED:
            return _ended(say, one, unit)
    return say(
        "{name}: {before} → {after}",
        name=what_words(say, one.what),
        before=_shown(say, one.what, one.before, unit, teams),
        after=_shown(say, one.what, one.after, unit, teams),
    )


def _ended(say: Say, one: Noted, unit: str) -> Mrkdwn:
    """What is over, or is again."""
    value = _shown(say, What.TARGET, one.before, unit, _NO_TEAMS)
    match one.what:
        case What.DELETED:
            return say("deleted before it began")
        case What.REOPENED:
            return say("open again")
        case What.WITHDRAWN:
            return say("an update withdrawn: {value}", value=value)
    return say("closed at {value}", value=value) if one.before else say("closed without a value")


def what_words(say: Say, what: str) -> Mrkdwn:
    """What was changed, by name."""
    names: dict[str, Mrkdwn] = {
        What.STAGE: say("stage"),
        What.TITLE: say("title"),
        What.OWNER: say("owner"),
        What.START: say("start"),
        What.TARGET: say("target"),
        What.LOW: say("at least"),
        What.HIGH: say("at most"),
        What.STEPS: say("steps"),
        What.UNIT: say("unit"),
        What.KIND: say("kind"),
        What.WEIGHT: say("weight"),
        What.SUPPORTS: say("supports"),
        What.TEAMS: say("shared with"),
        What.AMBITION: say("ambition"),
        What.LEVEL: say("level"),
        What.TEAM: say("team"),
        What.CYCLE: say("cycle"),
        What.LESSON: say("lesson"),
        What.GRADE: say("grade"),
        What.CARRIED_FROM: say("goes on from"),
    }
    return names.get(what) or escape(what)


def _shown(say: Say, what: str, text: str, unit: str, teams: Mapping[str, str]) -> Mrkdwn:
    if not text:
        return say("nothing")
    match what:
        case What.OWNER:
            return mention(text)
        case What.START | What.TARGET | What.LOW | What.HIGH:
            return (
                say.amount(number, unit) if (number := _number(text)) is not None else escape(text)
            )
        case What.WEIGHT | What.GRADE:
            return say.number(number) if (number := _number(text)) is not None else escape(text)
        case What.TEAMS | What.TEAM:
            named = [teams.get(id_, id_) for id_ in text.split(",")]
            return Mrkdwn(say(", ").join(escape(name) for name in named))
    return _word(say, what, text) or escape(shorten(text.replace("\n", "; "), SHOWN))


def _word(say: Say, what: str, text: str) -> Mrkdwn | None:
    """One of our own words; None for what people wrote."""
    if what == What.STAGE and text in set(Stage):
        is_agreed = text == Stage.AGREED  # what it had not come to yet follows behind an arrow
        return say("agreed") if is_agreed else stage_words(say, Stage(text))
    if what == What.LEVEL and text in set(Level):
        return level_words(say, Level(text))
    if what == What.AMBITION and text in set(Ambition):
        return ambition_words(say, Ambition(text))
    if what == What.KIND and text in set(Kind):
        return kind_words(say, Kind(text))
    return None


def kind_words(say: Say, kind: Kind) -> Mrkdwn:
    """How a KR is measured."""
    match kind:
        case Kind.REACH:
            return say("reach a number")
        case Kind.KEEP:
            return say("keep within a band")
        case Kind.MILESTONE:
            return say("take steps")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
