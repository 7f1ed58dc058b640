"""What was filled in at the end of a cycle."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Filled:
    """By KR and by objective. A grade that was left empty is None.

    `seen` are the grades that the form showed, as `written`.
    """

    grades: Mapping[int, Decimal | None]
    carries: Mapping[int, bool]
    lessons: Mapping[int, str]
    seen: Mapping[int, str]
