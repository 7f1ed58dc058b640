"""Taking an update back: which one, and what came of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.okr.rules import KrState, Past, Withdrawn
from handlers.okr.rules.life import Level
from handlers.okr.views.parts import kr_line, kr_name
from handlers.okr.views.ticking import step_lines
from handlers.okr.views.update import show_button, update_button, withdraw_button

NOTE: Final = 200


def which_to_withdraw(reader: Reader, kr: KrState, found: Sequence[Past]) -> Block:
    """The updates that a person may take back, each with its button."""
    say, days = reader.say, Counter(one.day for one in found)
    text = say("Which update of {kr} should not count?", kr=kr_name(kr))
    rows = [
        blocks.section(
            say(
                "{day}: *{value}* by {who} {note}",
                day=_when(reader, one) if days[one.day] > 1 else one.day,
                value=say.amount(one.value, kr.unit),
                who=mention(one.author_id),
                note=say("“{note}”", note=blocks.shorten(one.note, NOTE)) if one.note else "",
            ),
            accessory=withdraw_button(say, kr.number, one.id),
        )
        for one in found
    ]
    return blocks.message(text, [blocks.section(text), *rows])


def _when(reader: Reader, one: Past) -> Mrkdwn:
    """The day that it speaks of, and when it was made: others speak of the same day."""
    say, made = reader.say, one.made_at.astimezone(ZoneInfo(reader.zone))
    if made.date() == one.day:
        return say.moment(one.made_at, reader.zone)
    when = say.moment(one.made_at, reader.zone)
    return say("{day}, recorded {when}", day=one.day, when=when)


def nothing_to_withdraw(say: Say, kr: KrState) -> Block:
    none = say("There is no update of yours on {kr} that could be withdrawn.", kr=kr_name(kr))
    text = say.joined(none, _who_else(say, kr))
    rows = [blocks.section(text), blocks.actions(show_button(say, kr.number))]
    return blocks.message(text, rows)


def _who_else(say: Say, kr: KrState) -> Mrkdwn:
    match kr.level:
        case Level.PERSONAL:
            return say("Others' are withdrawn by themselves: it is somebody's own key result.")
        case Level.COMPANY:
            return say("Others' are withdrawn by themselves and by admins.")
        case Level.TEAM:
            return say(
                "Others' are withdrawn by themselves, by the leads of {team} and by admins.",
                team=kr.team_name,
            )


def withdrawn_message(say: Say, done: Withdrawn) -> Block:
    """What counts no more and what does now, how the KR stands, and the way to put it right."""
    kr = done.kr
    text = say(
        "Withdrawn: {value} of {day} on *{kr}*. {counts} The history keeps it, struck through.",
        value=say.amount(done.update.value, kr.unit),
        day=done.update.day,
        kr=kr_name(kr),
        counts=_what_counts(say, kr),
    )
    rows = [
        blocks.section(text),
        blocks.section(kr_line(say, kr)),
        *([blocks.section(step_lines(say, kr))] if kr.steps else []),
        blocks.actions(update_button(say, kr.number), show_button(say, kr.number)),
    ]
    return blocks.message(text, rows)


def _what_counts(say: Say, kr: KrState) -> Mrkdwn:
    """The value that a KR has without an update, and since when."""
    if kr.value is None or kr.day is None:
        return say("It has no value now.")
    value, day = say.amount(kr.value, kr.unit), say.day(kr.day, weekday=True)
    return say("It stands at {value} now, from {day}.", value=value, day=day)


def taken_back(reader: Reader, done: Withdrawn, by: str) -> Block:
    """What an author hears when somebody else took their update back."""
    say, kr = reader.say, done.kr
    text = say(
        "{who} has withdrawn your update of *{kr}* {title}: {value} of {day}. {counts} Ask them"
        " why, or record it anew.",
        who=mention(by),
        kr=kr_name(kr),
        title=kr.title,
        value=say.amount(done.update.value, kr.unit),
        day=done.update.day,
        counts=_what_counts(say, kr),
    )
    rows = [
        blocks.section(text),
        blocks.actions(update_button(say, kr.number), show_button(say, kr.number)),
    ]
    return blocks.message(text, rows)
