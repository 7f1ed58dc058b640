"""What waits for a person at the end of a cycle: for Home, in one round trip with all else."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter

from handlers.cycle.rules.waiting import Waiting
from storage import cycle_end
from storage.cycle_end import Missing
from storage.db import Query


def waiting(member_id: str, days: Collection[date]) -> Query[list[Waiting]]:
    """What this person owes of the cycles that end on these days, the first to end first."""
    return cycle_end.missing(member_id, days).then(_by_day)


def _by_day(rows: Sequence[Missing]) -> list[Waiting]:
    return [_waiting(ends, list(of)) for ends, of in groupby(rows, key=attrgetter("ends"))]


def _waiting(ends: date, rows: Sequence[Missing]) -> Waiting:
    return Waiting(
        ends=ends,
        cycles=tuple(dict.fromkeys(row.cycle_id for row in rows)),
        grades=sum(row.grade for row in rows),
        lessons=len({row.objective_number for row in rows if row.lesson}),
    )
