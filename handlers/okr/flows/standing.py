"""KRs as somebody finds them who is about to update them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Beside
from handlers.kit.errors import GoneError
from handlers.okr import rules
from handlers.okr.flows.states import LATELY, days, runs, state, tally_of
from handlers.okr.rules import KrState
from storage import okr_life, okr_updating
from storage.okr_updating import Made


@dataclass(frozen=True, slots=True)
class Standing:
    """A KR before it is updated, and what is known of who asks.

    `person` is their row in the directory, `leads` whether they run its team; `next_nth` is the
    place that the next update takes; `beside` what else was asked of it.
    """

    kr: KrState
    person: Row[Any] | None
    leads: bool
    next_nth: int
    beside: Sequence[Any]
    _found: okr_updating.Standing

    @property
    def before(self) -> Decimal | None:
        """The value before the one that it has."""
        return self._found.updates[1].value if len(self._found.updates) > 1 else None

    def after(self, made: Made, now: datetime) -> KrState:
        """The KR with one more update."""
        updates: list[Row[Any] | Made] = [made, *self._found.updates]
        updates.sort(key=lambda one: (one.day, one.made_at), reverse=True)
        inside = self.kr.aim.is_met(made.value)
        return state(self._found.whole, updates, self.kr.tally.plus(inside=inside), now)


async def standing(
    session: AsyncSession,
    numbers: Iterable[int],
    person_id: str,
    now: datetime,
    beside: Beside = (),
) -> dict[int, Standing]:
    """How these KRs stand, in one statement. GoneError when one of them is not open.

    Until its result is posted, one whose cycle has ended is. `beside` is what else is asked of it.
    """
    since = now - LATELY
    asked = [n for n in numbers if n <= rules.LARGEST_NUMBER]
    found = await okr_updating.standing(session, asked, person_id, *days(since, now), beside)
    for number in numbers:
        if number not in found or not runs(found[number].whole, since, now):
            raise await not_open(session, number)
    return {
        number: Standing(_state(o, now), o.person, o.leads, o.made + 1, o.beside, o)
        for number, o in found.items()
    }


def _state(found: okr_updating.Standing, now: datetime) -> KrState:
    return state(found.whole, found.updates, tally_of(*found.tally), now)


async def not_open(session: AsyncSession, kr_number: int) -> GoneError:
    """Why a KR takes no value, and where to look: it has not begun, is over, or never was."""
    fits = kr_number <= rules.LARGEST_NUMBER
    found = await okr_life.above(session, kr_number) if fits else None
    if found is None:
        return no_such_kr(kr_number)
    objective, stage, is_closed = found
    if stage in okr_life.WAITING and not is_closed:
        return GoneError(
            "{kr} takes no value yet: {o} has not begun. `/okr show {o}` says what comes first.",
            kr=f"KR-{kr_number}",
            o=f"O-{objective}",
        )
    return GoneError(
        "{kr} takes no value any more: it was closed, or its cycle is over. `/okr show {kr}` says"
        " how it ended.",
        kr=f"KR-{kr_number}",
    )


def no_such_kr(kr_number: int) -> GoneError:
    return GoneError(
        "There is no open key result {number} here. Type `/okr` to see those of your team, or part"
        " of its title instead of the number.",
        number=f"KR-{kr_number}",
    )
