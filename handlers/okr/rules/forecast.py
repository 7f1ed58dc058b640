"""Where a KR goes at its pace: value at the cycle's end with its range, and when it is met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from itertools import combinations, groupby
from typing import Final

from handlers.kit.units import PERCENT, Sort, scale_of, sort_of
from handlers.okr.rules.kinds import HUNDRED, Aim, Keep, Milestones, Reach, ends_of

FEWEST: Final = 3  # updates on different days
SHORTEST: Final = timedelta(days=14)  # from the first to the last of them
MOST: Final = 100  # days that count: the latest
FARTHEST: Final = 3660  # days ahead; a target that is met later than that is not met
Z: Final = Decimal("1.96")  # 95 %

Point = tuple[date, Decimal]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Values that there can be: no hours of 0, no share above 100 %. None: no end."""

    low: Decimal | None = None
    high: Decimal | None = None

    def held(self, value: Decimal) -> Decimal:
        """The value, or the bound that it is beyond."""
        if self.low is not None and value < self.low:
            return self.low
        return self.high if self.high is not None and value > self.high else value


@dataclass(frozen=True, slots=True)
class Forecast:
    """At this pace. `low` and `high` are the 95 % range of `value`; `met` the day on which the
    target would be reached, None where it never is, and where that day has gone.
    """

    day: date
    value: Decimal
    low: Decimal
    high: Decimal
    per_week: Decimal
    met: date | None


def forecast(
    points: Iterable[Point], ends: date, aim: Aim, unit: str, today: date
) -> Forecast | None:
    """The value at the cycle's end, going on from the latest update at the pace of all of them.

    `points` are the days and values of the cycle's updates, the oldest first; the last of a day
    counts. None before there are three days over two weeks, and once the end has come.
    Source: design, section 4 "Forecast".
    """
    known = _daily(points)
    is_over = max(today, known[-1][0]) >= ends if known else True
    if is_over or len(known) < FEWEST or known[-1][0] - known[0][0] < SHORTEST:
        return None
    slope, slowest, fastest = pace(known)
    day, value = known[-1]
    left = (ends - day).days
    bounds = bounds_of(aim, unit, [v for _, v in known])
    finest = min(_exponent(v) for _, v in known)
    met = _met(day, value, slope, aim)
    low, middle, high = (
        bounds.held((value + s * left).quantize(Decimal(1).scaleb(finest)))
        for s in (slowest, slope, fastest)
    )
    return Forecast(
        day=ends,
        value=middle,
        low=low,
        high=high,
        per_week=round(slope * 7, 1 - finest),
        met=met if met is not None and met > today else None,
    )


def bounds_of(aim: Aim, unit: str, values: Sequence[Decimal]) -> Bounds:
    """A scale's ends; 0 where neither values nor bounds are below it, and 100 % where none is above
    it. A duration that nobody has had at 0, nor aims there, ends above it.
    """
    if isinstance(aim, Milestones):
        return Bounds(Decimal(0), HUNDRED)
    scale = scale_of(unit)
    if scale is not None:
        return Bounds(Decimal(0), Decimal(scale))
    known = [*values, *(end for end in ends_of(aim) if end is not None)]
    lowest = min(known)
    if lowest > 0 and sort_of(unit) is Sort.DURATION:
        return Bounds(low=min(lowest, _step(values)))
    is_share = unit == PERCENT and max(known) <= HUNDRED
    return Bounds(low=Decimal(0) if lowest >= 0 else None, high=HUNDRED if is_share else None)


def _step(values: Sequence[Decimal]) -> Decimal:
    """The least that is told of a duration: a whole one, or a tenth where values have parts."""
    return Decimal(1).scaleb(max(min(map(_exponent, values)), -1))


def pace(points: Sequence[Point]) -> tuple[Decimal, Decimal, Decimal]:
    """The slope a day, and the ends of its 95 % interval; points of different days, by day.

    The median of the slopes of all pairs of points: one odd value hardly moves it. The interval
    are the slopes at the ranks (N -+ C) / 2, C = 1.96 times the deviation of Kendall's S. Three or
    four points have no such ranks: all their slopes are the range, which holds less often (for
    three points two times in three). Source: P. K. Sen, Estimates of the regression coefficient
    based on Kendall's tau, JASA 63 (1968); before him H. Theil (1950).
    """
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0]).days for a, b in combinations(points, 2))
    reach = Z * _variance([value for _, value in points]).sqrt()
    below = max(int((len(slopes) - reach) / 2), 1)  # the rank, from 1; never too narrow
    return median(slopes), slopes[below - 1], slopes[-below]


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle one of sorted values; of an even number the mean of both middle ones."""
    half, odd = divmod(len(values), 2)
    below = values[half - 1]
    return values[half] if odd else below + (values[half] - below) / 2  # exact between equals


def _variance(values: Sequence[Decimal]) -> Decimal:
    """Of Kendall's S, with ties of values: (n(n-1)(2n+5) - sum of t(t-1)(2t+5)) / 18.

    Source: M. G. Kendall, Rank Correlation Methods (1955), chapter 4.
    """
    ties = (len(list(same)) for _, same in groupby(sorted(values)))
    return Decimal(_term(len(values)) - sum(_term(t) for t in ties)) / 18


def _term(n: int) -> int:
    return n * (n - 1) * (2 * n + 5)


def _daily(points: Iterable[Point]) -> list[Point]:
    return sorted(dict(points).items())[-MOST:]


def _exponent(value: Decimal) -> int:
    """0 for whole numbers, -2 for cents."""
    exponent = value.as_tuple().exponent
    return min(int(exponent), 0)


def _met(day: date, value: Decimal, slope: Decimal, aim: Aim) -> date | None:
    """The first day at or beyond the target; the last update's when it is there already."""
    if isinstance(aim, Keep):
        return None
    if aim.is_met(value):
        return day
    missing = (aim.target if isinstance(aim, Reach) else HUNDRED) - value
    if slope == 0 or (slope > 0) != (missing > 0):
        return None
    days = (missing / slope).to_integral_value(ROUND_CEILING)
    return day + timedelta(days=int(days)) if days <= FARTHEST else None
