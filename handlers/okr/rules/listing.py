"""What of all key results somebody wants to see, and in what order."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from handlers.okr.rules.forecast import Forecast
from handlers.okr.rules.life import Level
from handlers.okr.rules.paging import Page
from handlers.okr.rules.progress import Status
from handlers.okr.rules.state import KrState

SIZE: Final = 10  # KRs of a page: with what is said of each they stay below 50 blocks
LONGEST: Final = 200  # characters of words that a button carries
TROUBLE: Final = (Status.OFF_TRACK, Status.AT_RISK, Status.OUTDATED)
_ORDER: Final = (*TROUBLE, Status.NEW, Status.ON_TRACK)
_LETTERS: Final = {
    Status.ON_TRACK: "n",
    Status.AT_RISK: "r",
    Status.OFF_TRACK: "f",
    Status.OUTDATED: "o",
    Status.NEW: "w",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; each of them that is given narrows."""

    statuses: frozenset[Status] = frozenset()
    levels: frozenset[Level] = frozenset()
    team_ids: tuple[str, ...] | None = None  # those that have a share in it
    owner_id: str | None = None
    words: str = ""

    def has_status(self, kr: KrState) -> bool:
        return not self.statuses or kr.status in self.statuses

    def has_level(self, kr: KrState) -> bool:
        return not self.levels or kr.level in self.levels

    @property
    def is_to_do(self) -> bool:
        """Whether it asks for trouble only: then each says why, and what was said last."""
        return bool(self.statuses) and self.statuses <= set(TROUBLE)

    @property
    def of_any_status(self) -> "Filter":
        """The same without a status."""
        return replace(self, statuses=frozenset())

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves out some, whatever they are called and however they stand."""
        return bool(self.levels) or self.team_ids is not None or self.owner_id is not None


@dataclass(frozen=True, slots=True)
class Listed:
    """A KR of a list, the other teams that share it, and where it goes where that is told."""

    kr: KrState
    shared_with: tuple[str, ...]
    objective: Decimal | None  # its progress
    ahead: Forecast | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page, what it was filtered by, and how many there are of each status without that one."""

    page: Page[Listed]
    asked: Filter
    team_names: tuple[str, ...]
    statuses: Mapping[Status, int]
    guessed: str = ""  # the words that were taken for its team's name
    missing: tuple[str, ...] = ()  # numbers that were asked for, and are none of these

    @property
    def of_no_status(self) -> int:
        """How many have these words, where none of them has a status that was asked for."""
        if self.page.all or not (self.asked.words and self.asked.statuses):
            return 0
        return sum(self.statuses.values())


def in_order(krs: Iterable[KrState], asked: Filter) -> list[KrState]:
    """By team and objective; where trouble is asked for, the worst first."""
    if asked.is_to_do:
        return sorted(krs, key=_urgency)
    return sorted(
        krs, key=lambda kr: (kr.team_name, kr.team_id, kr.objective_number, kr.position, kr.number)
    )


def _urgency(kr: KrState) -> tuple[int, Decimal, int]:
    behind = (kr.progress or Decimal(0)) - kr.expected
    return _ORDER.index(kr.status), behind, kr.number


def packed(asked: Filter, first: int) -> str:
    """As a button carries it: the filter, and where its page begins."""
    parts: list[Any] = [
        first,
        "".join(sorted(_LETTERS[status] for status in asked.statuses)),
        "".join(sorted(level.value[0] for level in asked.levels)),
        None if asked.team_ids is None else list(asked.team_ids),
        asked.owner_id,
        asked.words[:LONGEST],
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: str) -> tuple[Filter, int]:
    """What a button carries; everything, from the start, for one that nobody understands."""
    try:
        first, statuses, levels, team_ids, owner_id, words = json.loads(value)
        asked = Filter(
            statuses=frozenset(s for s, letter in _LETTERS.items() if letter in statuses),
            levels=frozenset(level for level in Level if level.value[0] in levels),
            team_ids=None if team_ids is None else tuple(map(str, team_ids)),
            owner_id=owner_id and str(owner_id),
            words=str(words),
        )
        return asked, int(first)
    except (TypeError, ValueError):
        return Filter(), 0
