"""Grades: 0.0 to 1.0 at the end of a cycle, and what its owners are asked for then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import folded, read_number
from handlers.okr.rules.progress import held, objective_progress

TENTH: Final = Decimal("0.1")
LONGEST_LESSON: Final = 3000  # what Slack's text field takes
PARTLY: Final = Decimal("0.3")  # below its aim, and still worth something


class Ambition(StrEnum):
    """A promise, or a dream."""

    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"


AIMS: Final[Mapping[Ambition, Decimal]] = MappingProxyType(
    {Ambition.COMMITTED: Decimal("1.0"), Ambition.ASPIRATIONAL: Decimal("0.7")}
)


class Verdict(StrEnum):
    """What a grade says beside its aim."""

    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"
    UNGRADED = "ungraded"


def suggested_grade(share: Decimal | None) -> Decimal | None:
    """Progress as a grade, to a tenth; None where nobody has said anything: that is no 0.0.

    To the nearest tenth, but 1.0 only for all of it.
    """
    if share is None:
        return None
    whole = held(share)
    if whole == 1:
        return Decimal("1.0")
    return min(whole.quantize(TENTH, ROUND_HALF_UP), 1 - TENTH)


def objective_grade(parts: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """The weighted mean of (grade, weight) of its KRs, to a tenth; ungraded ones are left out."""
    return suggested_grade(objective_progress(parts))


def verdict(grade: Decimal | None, ambition: Ambition) -> Verdict:
    """Committed objectives aim for 1.0, aspirational ones for 0.7.

    Source: design, section 4 "Grade"; the 0.3 below it from Google's re:Work, "Grade OKRs":
    0.7 to 1.0 green, 0.4 to 0.6 yellow, 0.3 and less red.
    """
    if grade is None:
        return Verdict.UNGRADED
    missing = AIMS[ambition] - grade
    if missing <= 0:
        return Verdict.REACHED
    return Verdict.PARTLY if missing <= PARTLY else Verdict.MISSED


def read_grade(text: str) -> Decimal:
    """A grade as people write it: 0.7, 0,7, 70 %. UserError for what is none."""
    plain = folded(text).strip()
    is_percent = plain.endswith("%")
    value = read_number(plain.removesuffix("%").strip())
    grade = value / 100 if is_percent else value
    if not 0 <= grade <= 1:
        raise _beyond(text.strip()[:40], value)
    return grade.quantize(TENTH, ROUND_HALF_UP)


def _beyond(typed: str, value: Decimal) -> UserError:
    """70 is 0.7 to whoever thinks in percent, 7 to whoever thinks in tenths; 1.2 is a wish."""
    if not 2 <= value <= 100:
        return UserError("Grades go from 0.0 to 1.0, and {typed} lies beyond that.", typed=typed)
    share = value / (10 if value <= 10 else 100)
    return UserError(
        "A grade lies between 0.0 and 1.0. For {typed}, do you mean {meant}?",
        typed=typed,
        meant=share.quantize(TENTH, ROUND_HALF_UP),
    )


def read_lesson(text: str) -> str:
    """What the cycle taught, in words. UserError for silence, or a book."""
    lesson = text.strip()
    if not any(char.isalnum() for char in lesson):
        raise UserError("Write one thing that you would do again, or never again.")
    if len(lesson) > LONGEST_LESSON:
        raise UserError(
            "This is {n} characters long; {most} fit.", n=len(lesson), most=LONGEST_LESSON
        )
    return lesson


@dataclass(frozen=True, slots=True)
class Graded:
    """A KR at the end of its cycle. `grade` is what its owner said."""

    number: int
    owner_id: str
    weight: Decimal
    progress: Decimal | None
    grade: Decimal | None = None

    @property
    def counted(self) -> Decimal | None:
        """What was said; until then, what its progress suggests."""
        return suggested_grade(self.progress) if self.grade is None else self.grade


@dataclass(frozen=True, slots=True)
class Closing:
    """An objective at the end of its cycle; "" is a lesson not yet written."""

    number: int
    owner_id: str
    ambition: Ambition
    krs: tuple[Graded, ...]
    lesson: str = ""

    @property
    def grade(self) -> Decimal | None:
        """From its KRs, as they were graded or as their progress suggests."""
        if not any(kr.weight for kr in self.krs):
            return None
        return objective_grade((kr.counted, kr.weight) for kr in self.krs)

    @property
    def verdict(self) -> Verdict:
        return verdict(self.grade, self.ambition)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person still owes: grades of these KRs, a lesson for each of these objectives."""

    grades: tuple[int, ...]
    lessons: tuple[int, ...]


def asked(closing: Sequence[Closing]) -> dict[str, Asked]:
    """Who is asked for what when a cycle closes; whoever owes nothing is not in it.

    The owner of a KR grades it; the owner of an objective writes one lesson.
    """
    krs = [kr for objective in closing for kr in objective.krs if kr.grade is None]
    silent = [objective for objective in closing if not objective.lesson]
    people = dict.fromkeys([*(o.owner_id for o in silent), *(kr.owner_id for kr in krs)])
    return {
        person: Asked(
            tuple(kr.number for kr in krs if kr.owner_id == person),
            tuple(o.number for o in silent if o.owner_id == person),
        )
        for person in people
    }
