"""Which rounds days off leave out, and which one comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.absence.rules.off import Off, off_on
from handlers.schedule.rules.rhythm import Rhythm, apart, on_or_after


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The days of a team's rounds that do not come, at least one, and that of the next."""

    days: tuple[date, ...]
    next: date


def left_out(
    made: tuple[Rhythm, int], first: date, off: Off, offs: Sequence[Off], team_id: str
) -> LeftOut | None:
    """What `off`, one of `offs`, does to a team of this rhythm and weekday; None: it keeps all.

    `first` is the day of the round that opens next: one that is open goes on after a day off.
    """
    (rhythm, weekday), day, days = made, first, []
    while day <= off.last or off_on(offs, team_id, day):
        if off.first <= day <= off.last:
            days.append(day)
        day = on_or_after(rhythm, weekday, day + apart(rhythm))
    return LeftOut(tuple(days), day) if days else None
