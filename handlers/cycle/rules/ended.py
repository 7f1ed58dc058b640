"""What stands in a cycle at its end: each KR with its grade, each objective with its lesson."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from handlers.okr.rules import KrState
from handlers.okr.rules.grade import (
    TENTH,
    Ambition,
    Asked,
    Closing,
    Graded,
    Verdict,
    asked,
    suggested_grade,
)
from handlers.okr.rules.life import Actor, Level, may_change

NOTHING: Final = Asked((), ())


def written(grade: Decimal | None) -> str:
    """A grade as a form remembers it."""
    return "" if grade is None else str(grade.quantize(TENTH))


@dataclass(frozen=True, slots=True)
class Heir:
    """The KR of a later cycle that goes on from one; a draft needs another target first."""

    number: int
    objective_number: int
    cycle_id: str
    is_draft: bool


@dataclass(frozen=True, slots=True)
class EndedKr:
    """A KR at the end of its cycle. `grade` is what was said, `carries` whether it is to go on.

    `heir` goes on from it.
    """

    kr: KrState
    grade: Decimal | None
    carries: bool | None
    heir: Heir | None = None

    @property
    def suggested(self) -> Decimal | None:
        return suggested_grade(self.kr.progress)

    @property
    def graded(self) -> Graded:
        """One that was closed stands as it is: nobody is asked for its grade."""
        kr, grade = self.kr, self.grade
        if kr.is_closed and grade is None:
            grade = self.suggested
        return Graded(kr.number, kr.owner_id, kr.weight, kr.progress, grade)


@dataclass(frozen=True, slots=True)
class Ended:
    """An objective at the end of its cycle, with the KRs that somebody looks at.

    `krs` are graded and may go on; `closed` were closed for themselves before, and are told of.
    `by_hand`: somebody closed all of it before its cycle did. That was their word on it: it stands
    in the result as it is, and nobody is asked for a grade or a lesson, or whether it goes on.
    """

    number: int
    title: str
    owner_id: str
    ambition: Ambition
    level: Level
    team_id: str
    team_name: str
    cycle_id: str
    ends: date
    is_closed: bool
    lesson: str
    krs: tuple[EndedKr, ...]
    closed: tuple[EndedKr, ...] = ()
    by_hand: bool = False

    @property
    def goes_on(self) -> tuple[EndedKr, ...]:
        """Those that are to go on, and do not yet."""
        return tuple(kr for kr in self.asked if kr.carries and kr.heir is None)

    @property
    def asked(self) -> tuple[EndedKr, ...]:
        """Those that somebody grades."""
        return () if self.by_hand else self.krs

    @property
    def counted(self) -> tuple[EndedKr, ...]:
        """Those that its progress and its grade are made of: also what was closed at its target."""
        return (*self.krs, *(one for one in self.closed if one.kr.is_reached))

    @property
    def closing(self) -> Closing:
        graded = tuple(one.graded for one in self.counted)
        return Closing(self.number, self.owner_id, self.ambition, graded, self.lesson)

    @property
    def grade(self) -> Decimal | None:
        return self.closing.grade

    @property
    def verdict(self) -> Verdict:
        return self.closing.verdict

    @property
    def place(self) -> tuple[str, str]:
        return (self.team_id, self.cycle_id)


def owed(ended: Sequence[Ended], member_id: str) -> Asked:
    """What this person has not answered yet."""
    return asked([one.closing for one in ended]).get(member_id, NOTHING)


def owners(ended: Iterable[Ended]) -> list[str]:
    """Everybody who is asked, each once."""
    found = dict.fromkeys(
        person
        for one in ended
        if not one.by_hand
        for person in (one.owner_id, *(kr.kr.owner_id for kr in one.krs))
    )
    return sorted(found)


def of_person(ended: Iterable[Ended], member_id: str) -> list[Ended]:
    """What they are asked of: their KRs, and their objectives even where others own the KRs."""
    left = [one for one in ended if not one.by_hand]
    found = [_only(one, [k for k in one.krs if k.kr.owner_id == member_id]) for one in left]
    return [one for one in found if one.krs or one.owner_id == member_id]


def may_grade(one: Ended, kr: EndedKr, member_id: str, *, leads: bool, admin: bool) -> bool:
    """Who may change a KR grades it: of a personal objective, its owner alone."""
    return may_change(Actor(kr.kr.owner_id == member_id, leads, admin), one.level)


def ungraded_for(
    ended: Iterable[Ended], member_id: str, led: frozenset[str], *, admin: bool
) -> list[Ended]:
    """The KRs without a grade that this person may grade, whoever owns them."""
    found = []
    for one in ended:
        leads = one.team_id in led
        krs = [
            kr
            for kr in one.asked
            if kr.grade is None and may_grade(one, kr, member_id, leads=leads, admin=admin)
        ]
        found.append(_only(one, krs))
    return [one for one in found if one.krs]


def _only(one: Ended, krs: Sequence[EndedKr]) -> Ended:
    return replace(one, krs=tuple(krs))
