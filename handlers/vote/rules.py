"""Votes of 0 to 10: what is shown of them, and who is asked why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Final

Key = tuple[str, date]  # of a round: its team's id and its day

REASON: Final = "vote.reason"  # an occurrence: somebody has said why, so the summary is new
SCORES: Final = range(11)
FEWEST: Final = 4  # votes: of fewer one could tell who voted how
MOST: Final = 20  # KRs in one form
LONGEST: Final = 300  # characters of a reason
FAR: Final = 3  # points from the middle that are far for any votes
APART: Final = 2  # points that are far where the others are at one
_FENCE: Final = Fraction(3, 2)
_BARS: Final = "▁▂▃▄▅▆▇█"
_CLOSE: Final = Decimal(1)  # a standard deviation below this: all but at one
_WIDE: Final = Decimal("2.5")  # from here on the votes are far apart


class Spread(StrEnum):
    """How far votes lie apart, in words."""

    CLOSE = "close"
    SOME = "some"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes for one KR together. `deviation` is the standard deviation of all of them."""

    votes: int
    mean: Decimal
    deviation: Decimal
    low: int
    high: int
    bars: str

    @property
    def spread(self) -> Spread:
        if self.deviation < _CLOSE:
            return Spread.CLOSE
        return Spread.FAR if self.deviation >= _WIDE else Spread.SOME


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is shown of one KR: never a name, and nothing that comes with fewer than 4 votes.

    `reasons` are a vote each and why, by the votes: not by who or when.
    """

    kr_number: int
    title: str
    tally: Tally
    reasons: tuple[tuple[int, str], ...] = ()


def tally(scores: Sequence[int]) -> Tally | None:
    """The votes for one KR; None where there are too few to show anything."""
    if len(scores) < FEWEST:
        return None
    n = len(scores)
    mean = Decimal(sum(scores)) / n
    variance = sum(((score - mean) ** 2 for score in scores), Decimal(0)) / n
    return Tally(
        votes=n,
        mean=mean.quantize(Decimal("0.1")),
        deviation=variance.sqrt().quantize(Decimal("0.1")),
        low=min(scores),
        high=max(scores),
        bars=bars(scores),
    )


def bars(scores: Sequence[int]) -> str:
    """How often each of 0 to 10 was voted; the lowest bar is for never."""
    often = Counter(scores)
    most = max(often.values(), default=1)
    return "".join(_bar(often[score], most) for score in SCORES)


def _bar(n: int, most: int) -> str:
    return _BARS[-(-n * (len(_BARS) - 1) // most)]


def outliers(scores: Mapping[str, int]) -> set[str]:
    """Who of these voted so far from the others that their reason is worth hearing.

    Three points from the median; or two, where that is more than 1.5 times the distance between
    the quartiles outside of them (Tukey, Exploratory Data Analysis, 1977). With fewer than 4
    votes nobody; nor where so many are far that there is no middle: then all disagree.
    """
    if len(scores) < FEWEST:
        return set()
    values = sorted(scores.values())
    middle, (low, high) = median(map(Fraction, values)), _fences(values)
    far = {
        who
        for who, score in scores.items()
        if abs(score - middle) >= FAR or (abs(score - middle) >= APART and not low <= score <= high)
    }
    return far if 2 * len(far) < len(scores) else set()


def _fences(values: Sequence[int]) -> tuple[Fraction, Fraction]:
    first, third = _quantile(values, Fraction(1, 4)), _quantile(values, Fraction(3, 4))
    reach = _FENCE * (third - first)
    return first - reach, third + reach


def _quantile(values: Sequence[int], share: Fraction) -> Fraction:
    """Between the two nearest of these sorted values, in proportion."""
    place = share * (len(values) - 1)
    below = int(place)
    above = min(below + 1, len(values) - 1)
    return values[below] + (place - below) * (values[above] - values[below])
