"""What would disturb waits for its reader's quiet to end."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.absence import flows as absence
from handlers.absence.rules.quiet import LONGEST, TO_ANSWER, held_until
from handlers.checkin.rules import away
from handlers.schedule.rules.trying import FAILED
from storage import schedule
from storage.checkin_reading import Latest
from storage.schedule import Occurrence
from storage.team import Member


def meant_at(row: Occurrence) -> datetime:
    """When it should be sent: what was held on purpose is not late."""
    return row.due_at if row.reason not in (None, FAILED) else row.first_due_at


def held(
    asking: Sequence[Occurrence],
    people: Mapping[str, Member],
    latest: Mapping[str, Latest],
    now: datetime,
) -> bool:
    """Put off what asks one person, if they want quiet now; False when it goes out."""
    if not asking:
        return False
    closes_at = min(latest[row.team_id].closes_at for row in asking)
    return _held(asking, people, min(row.first_due_at for row in asking), now, closes_at)


def held_again(
    asking: Sequence[Occurrence],
    people: Mapping[str, Member],
    latest: Mapping[str, Latest],
    now: datetime,
) -> bool:
    """The same of a card that its reader has put off. A round that is over sets no end to it."""
    if not asking:
        return False
    rounds = [latest[row.team_id] for row in asking]
    ends = [r.closes_at for r in rounds if r.closed_at is None and r.closes_at > now]
    first = min(row.first_due_at if row.reason else row.due_at for row in asking)
    return _held(asking, people, first, now, min(ends, default=now + LONGEST + TO_ANSWER))


def _held(
    asking: Sequence[Occurrence],
    people: Mapping[str, Member],
    first: datetime,
    now: datetime,
    closes_at: datetime,
) -> bool:
    quiet = absence.quiet_of(people.get(asking[0].member_id))
    until = held_until(quiet, first, now, closes_at)
    if until is None:
        return False
    for row in asking:
        schedule.put_off(row, until, because=away.QUIET)
    return True


def disturbs(asking: Sequence[Occurrence], people: Mapping[str, Member], now: datetime) -> bool:
    """Whether this person wants quiet now: a reminder that cannot wait is left out."""
    return bool(asking) and absence.quiet_of(people.get(asking[0].member_id)).at(now)
