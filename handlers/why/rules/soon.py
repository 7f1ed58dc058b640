"""When somebody will be asked next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Coming:
    """A moment at which somebody will be asked, by which zone's wall, and about which teams.

    `reason` is why it will be left out, as far as that is known now; `held` why it waits.
    """

    at: datetime
    zone: str
    team_ids: tuple[str, ...]
    reason: str | None = None
    held: str | None = None
    day: date | None = None  # of the round


def merged(coming: Iterable[Coming], n: int = SHOWN) -> list[Coming]:
    """The first n moments, in order; what comes then for the same reason stands together."""
    together: dict[tuple[datetime, str, str, str], list[Coming]] = defaultdict(list)
    for one in coming:
        together[one.at, one.zone, one.reason or "", one.held or ""].append(one)
    first = sorted({at for at, *_ in together})[:n]
    return [
        Coming(
            at,
            zone,
            tuple(sorted({id_ for one in group for id_ in one.team_ids})),
            reason or None,
            held or None,
        )
        for (at, zone, reason, held), group in sorted(together.items(), key=lambda x: x[0])
        if at in first
    ]
