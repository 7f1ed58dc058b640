"""What became of a key result or an objective: its updates and its changes, one after the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from handlers.okr.rules.audit import Noted
from handlers.okr.rules.forecast import Forecast, Point
from handlers.okr.rules.paging import Page
from handlers.okr.rules.state import KrState, Past

SIZE: Final = 10  # of a page


@dataclass(frozen=True, slots=True)
class Subject:
    """What the history is of: a KR, or an objective with all of its KRs."""

    number: int
    is_objective: bool = False

    @property
    def name(self) -> str:
        """As people type it: KR-3, O-3."""
        return f"O-{self.number}" if self.is_objective else f"KR-{self.number}"


@dataclass(frozen=True, slots=True)
class Move:
    """An update of one of its KRs, and the value that it changed."""

    kr_number: int
    past: Past
    before: Decimal | None

    @property
    def made_at(self) -> datetime:
        return self.past.made_at


Line = Move | Noted


@dataclass(frozen=True, slots=True)
class Course:
    """A KR's values by day from the beginning of its time to the end of its cycle."""

    kr: KrState
    begins: date
    points: tuple[Point, ...]
    ahead: Forecast | None
    is_closed: bool = False

    @property
    def can_be_drawn(self) -> bool:
        """One point is no line."""
        return len(self.points) > 1


@dataclass(frozen=True, slots=True)
class Chronicle:
    """A page of a history, the newest first. `krs` by number: what its lines are about."""

    subject: Subject
    title: str
    page: Page[Line]
    krs: Mapping[int, KrState]
    team_names: Mapping[str, str]
    course: Course | None  # of a KR


def merged(moves: Iterable[Move], changes: Iterable[Noted]) -> list[Line]:
    """Both, the newest first; of one moment the update comes last, as it was made in the other."""
    lines: list[Line] = [*moves, *changes]
    return sorted(lines, key=lambda one: (one.made_at, isinstance(one, Noted)), reverse=True)


def packed(subject: Subject, first: int) -> str:
    """As a button carries it: K3 or O3, and where the page begins."""
    return f"{'O' if subject.is_objective else 'K'}{subject.number}:{first}"


def unpacked(value: str) -> tuple[Subject, int]:
    """What a button carries. ValueError for one that nobody understands."""
    name, _, first = value.partition(":")
    if name[:1] not in ("K", "O"):
        raise ValueError(value)
    return Subject(int(name[1:]), name[0] == "O"), int(first)
