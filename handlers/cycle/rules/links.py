"""Where a KR comes from and where it goes on."""

from dataclasses import dataclass
from decimal import Decimal

from handlers.cycle.rules.ended import Heir


@dataclass(frozen=True, slots=True)
class Past:
    """The KR that another goes on from. `grade` is what was said, else what is suggested."""

    number: int
    cycle_id: str
    grade: Decimal | None


@dataclass(frozen=True, slots=True)
class Links:
    """Both ends of what was carried over."""

    past: Past | None
    heir: Heir | None
