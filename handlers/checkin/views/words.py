"""Short answers: nothing is due, something is closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from handlers.checkin.views.titles import put_right
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, Say
from handlers.kit.typed import to_copy
from handlers.okr import views as okr
from handlers.okr.rules import Status

NOTHING_DUE: Final = "checkin.nothing_due"


def nothing_due(reader: Reader, *, owns: bool, answered: bool, next_at: datetime | None) -> Mrkdwn:
    """Why there is no check-in to open, and when there will be one."""
    say = reader.say
    if not owns:
        return say(
            "You own no key result, so there is nothing to check in. `/okr` shows those of your"
            " team, or how to begin."
        )
    coming = next_at and say.moment(next_at, reader.zone)
    if answered and coming:
        return say(
            "✅ All of yours is answered. I will ask you again on {coming}; to correct a value,"
            " type `/okr update`.",
            coming=coming,
        )
    if answered:
        return say("✅ All of yours is answered. To correct a value, type `/okr update`.")
    if coming:
        return say(
            "No check-in is open. I will ask you on {coming} and take answers from two days before;"
            " `/okr update` records a value at any time.",
            coming=coming,
        )
    return say(
        "No check-in is planned for your key results. Type `/okr team` in your team's channel to"
        " set its day and time."
    )


def nothing_due_modal(reader: Reader, text: Mrkdwn) -> Block:
    return blocks.modal(
        NOTHING_DUE,
        reader.say("Check-in"),
        [blocks.section(text)],
        close=reader.say("Close"),
    )


def closed_meanwhile(say: Say, words: Mapping[int, str], *, sent: bool) -> Block:
    """These were closed while the form was open: what was typed for each is here to be copied;
    whether there was something else that was sent.
    """
    text = say("No longer open, so nothing was recorded: {names}", names=[f"KR-{n}" for n in words])
    rows = [blocks.section(text)]
    rows += to_copy(say, "\n".join(filter(None, words.values())))
    if sent:
        rows.append(blocks.section(say("Everything else is sent. Thank you!")))
    return blocks.modal("checkin.closed", say("Check-in"), rows, close=say("Close"))


def told_of_tap(say: Say, numbers: Sequence[int], status: Status | None) -> Mrkdwn:
    """What a tap has recorded, and of which key results."""
    names = [f"KR-{number}" for number in numbers]
    if not names:
        return say("That is answered already.")
    if status is None:
        return say("Recorded as unchanged: {names}.", names=names)
    return say("Recorded as {status}: {names}.", names=names, status=okr.status_words(say, status))


def closed_modal(say: Say) -> Block:
    """There is nothing to edit any more."""
    rows = [blocks.section(put_right(say))]
    return blocks.modal(NOTHING_DUE, say("Check-in"), rows, close=say("Close"))
