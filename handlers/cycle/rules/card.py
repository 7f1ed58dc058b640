"""What one person is asked at the end of a cycle, and what its leads hear before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.cycle.rules import due
from handlers.cycle.rules.ended import Ended, EndedKr, owed
from handlers.okr.rules.cycle import Period
from handlers.okr.rules.grade import Asked


@dataclass(frozen=True, slots=True)
class Card:
    """A message about all that a person owns and that ends on one day.

    `until` is when the first of its results is posted; None: all of them are.
    """

    kind: str
    member_id: str
    ends: date
    ended: Sequence[Ended]
    until: datetime | None
    is_late: bool = False

    @property
    def key(self) -> str:
        """Its name in the outbox."""
        return due.card_key(self.kind, self.ends, self.member_id)

    @property
    def owed(self) -> Asked:
        """What is missing."""
        return owed(self.ended, self.member_id)

    @property
    def is_done(self) -> bool:
        return not (self.owed.grades or self.owed.lessons)

    @property
    def cycles(self) -> list[str]:
        """The names of the cycles that end."""
        return sorted({one.cycle_id for one in self.ended})


@dataclass(frozen=True, slots=True)
class Drafts:
    """What one person hears of KRs that went on as drafts: their own, and of their objectives."""

    member_id: str
    krs: tuple[EndedKr, ...]

    @property
    def key(self) -> str:
        """Its name in the outbox."""
        first = min(kr.heir.number for kr in self.krs if kr.heir is not None)
        return due.drafts_key(first, self.member_id)


def drafts(ended: Iterable[Ended], numbers: Collection[int] | None = None) -> list[Drafts]:
    """Whom to tell of drafts that go on from these KRs, or from those of these `numbers`."""
    theirs: dict[str, list[EndedKr]] = defaultdict(list)
    for one in ended:
        for kr in one.krs:
            is_new = numbers is None or kr.kr.number in numbers
            if is_new and kr.heir is not None and kr.heir.is_draft:
                for person in {kr.kr.owner_id, one.owner_id}:
                    theirs[person].append(kr)
    return [Drafts(person, tuple(krs)) for person, krs in sorted(theirs.items())]


@dataclass(frozen=True, slots=True)
class Invitation:
    """What one lead hears: which cycle comes after the one that ends, and what could go on."""

    member_id: str
    ends: date
    following: Period
    ended: tuple[Ended, ...]

    @property
    def key(self) -> str:
        """Its name in the outbox."""
        return due.card_key(due.PREPARE, self.ends, self.member_id)

    @property
    def teams(self) -> list[str]:
        """The names of the teams that this person runs and that have objectives here."""
        return list(dict.fromkeys(one.team_name for one in self.ended))

    @property
    def open_krs(self) -> list[EndedKr]:
        """Those that are not reached yet."""
        krs = (kr for one in self.ended if not one.is_closed for kr in one.krs)
        return [kr for kr in krs if kr.kr.progress is None or kr.kr.progress < 1]
