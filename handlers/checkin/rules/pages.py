"""The pages of a check-in's form: one for each KR, and one for the teams' questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.draft import Draft


@dataclass(frozen=True, slots=True)
class Page:
    """One page: about which KRs, whether with the questions, and whether it is the last."""

    numbers: tuple[int, ...]
    asks: bool
    place: int  # from 1
    count: int

    @property
    def is_last(self) -> bool:
        return self.place == self.count


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form: its KRs, the rounds it is about, whose questions it asks, and the page it shows.

    With `only` it shows these KRs once more on a page of their own, and then sends.
    `is_edit`: all of it was answered before.
    """

    krs: tuple[int, ...]
    days: Mapping[str, date] = field(default_factory=dict)
    asking: tuple[str, ...] = ()  # teams
    at: int = 0
    only: tuple[int, ...] = ()
    is_edit: bool = False

    @property
    def page(self) -> Page:
        """The one it shows; with a single KR there is no other."""
        asks = bool(self.asking)
        if self.only:
            return Page(self.only, asks=False, place=1, count=1)
        if len(self.krs) <= 1:
            return Page(self.krs, asks=asks, place=1, count=1)
        at = min(max(self.at, 0), len(self.krs) - 1 + asks)
        numbers = self.krs[at : at + 1]
        return Page(numbers, asks=not numbers, place=at + 1, count=len(self.krs) + asks)

    @property
    def rounds(self) -> dict[str, date]:
        """The rounds whose questions it asks: team -> day."""
        return {team: self.days[team] for team in self.asking if team in self.days}

    def turned(self, by: int) -> "Sheet":
        """The page before or after."""
        return replace(self, at=self.page.place - 1 + by)

    def resumed(self, draft: Draft) -> "Sheet":
        """At the page on which this was left unsent, where it is one of this form."""
        is_of = any(self.days.get(team) == day for team, day in draft.days.items())
        if not (draft.values and is_of and len(self.krs) > 1):
            return self
        if not draft.at and self.asking:
            return replace(self, at=len(self.krs))
        found = [n for n, number in enumerate(self.krs) if (number,) == draft.at]
        return replace(self, at=found[0]) if found else self


def sheet_of(
    krs: Sequence[int], mine: Sequence[DueRound], asking: Sequence[DueRound], *, is_edit: bool
) -> Sheet:
    """A form about these KRs of a person's rounds, with the questions of some of them."""
    return Sheet(
        krs=tuple(krs),
        days={one.team_id: one.day for one in mine},
        asking=tuple(one.team_id for one in asking),
        is_edit=is_edit,
    )
