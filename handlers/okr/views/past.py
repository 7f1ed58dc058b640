"""One update of a key result, as its history shows it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from handlers.kit import blocks
from handlers.kit.text import Mrkdwn, Say, mention
from handlers.okr.rules import Past
from handlers.okr.views.evidence import NOTHING_CITED, Cited, evidence_of
from handlers.okr.views.parts import status_mark

NOTE: Final = 500  # characters of each note, and of each reason


def past_line(
    say: Say,
    zone: str,
    unit: str,
    one: Past,
    before: Decimal | None = None,
    *,
    kr: str = "",
    cited: Cited = NOTHING_CITED,
) -> Mrkdwn:
    """When, what and by whom; what was said with it below. `before` is the value that it changed.

    What was withdrawn is struck through, and says by whom. `cited` is what customers said.
    """
    first = _first(say, zone, unit, one, before)
    if kr:
        first = Mrkdwn(f"{kr} · {first}")
    if one.withdrawn_by is not None:
        first = say("~{line}~ withdrawn by {who}", line=first, who=mention(one.withdrawn_by))
    return Mrkdwn("\n".join([first, *_said(say, one, cited)]))


def _first(say: Say, zone: str, unit: str, one: Past, before: Decimal | None) -> Mrkdwn:
    made = day_of(one.made_at, zone)
    parts = [
        say(
            "{day}: *{value}* by {who}",
            day=made,
            value=say.amount(one.value, unit),
            who=mention(one.author_id),
        )
    ]
    if before is not None and before != one.value:
        parts.append(say.moved(before, one.value, unit))
    if abs((one.day - made).days) > 1:  # the team's walls and the reader's are a day apart at most
        parts.append(say("for {day}", day=one.day))
    if one.confidence is not None:
        parts.append(say("confidence {n} of 10", n=one.confidence))
    if one.status is not None:
        parts.append(status_mark(say, one.status))
    return Mrkdwn(" · ".join(parts))


def _said(say: Say, one: Past, cited: Cited) -> list[Mrkdwn]:
    """Why the status was overruled, the note, and the evidence."""
    lines = []
    if one.reason:
        lines.append(say("Why: {reason}", reason=blocks.shorten(one.reason, NOTE)))
    if one.note and one.note != one.reason:  # a line, and a check-in, give one for both
        lines.append(say("“{note}”", note=blocks.shorten(one.note, NOTE)))
    return [*lines, *evidence_of(say, one, cited)]


def day_of(moment: datetime, zone: str) -> date:
    """The date on this zone's wall."""
    return moment.astimezone(ZoneInfo(zone)).date()
