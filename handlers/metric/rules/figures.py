"""What a reading says: NPS, margins, and when a change is a change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

Z: Final = Decimal("1.96")  # 95 %
LATE_AFTER: Final = timedelta(days=8)  # a weekly source, and a day's grace
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers to "would you recommend us": 9-10, 7-8, 0-6. One of them at least."""

    promoters: int
    passives: int
    detractors: int

    @property
    def sample(self) -> int:
        return self.promoters + self.passives + self.detractors


@dataclass(frozen=True, slots=True)
class Point:
    """One reading. `sample` is how many answers it rests on, where somebody said so."""

    value: Decimal
    day: date
    made_at: datetime
    sample: int | None = None
    counts: Counts | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A metric as people see it: its last reading, and the change since the one before.

    `margin` is half a 95 % interval, in the metric's unit; None where no sample is known.
    `verdict` is None where the readings cannot say: no earlier one, or no sample.
    """

    key: str
    name: str
    unit: str
    value: Decimal
    day: date
    sample: int | None
    margin: Decimal | None
    change: Decimal | None
    verdict: bool | None
    since: date | None  # the day of the reading before
    is_late: bool

    @property
    def is_change(self) -> bool:
        """Whether the change is larger than chance would make it."""
        return bool(self.verdict)


@dataclass(frozen=True, slots=True)
class History:
    """A metric as it stands, and its last readings, newest first."""

    shown: Shown
    points: tuple[Point, ...]


def nps(counts: Counts) -> Decimal:
    """Net Promoter Score, -100..100: % of 9-10 minus % of 0-6 (Reichheld, HBR, Dec 2003)."""
    return HUNDRED * (counts.promoters - counts.detractors) / counts.sample


def nps_margin(counts: Counts) -> Decimal:
    """Half of its 95 % interval, in points: 1.96·sqrt((p + d - (p - d)²) / n)·100."""
    return Z * HUNDRED * _score(counts)[1].sqrt()


def nps_change(before: Counts, after: Counts) -> tuple[Decimal, Decimal]:
    """The 95 % interval of the difference of two independent scores, in points.

    Where everybody answered alike the plain formula claims certainty, even for one answer; there
    three answers spread as chance would have it are added (Rocks, American Statistician 2016).
    """
    scores = [_score(c) if _score(c)[1] else _score(c, Decimal(3)) for c in (before, after)]
    (old, old_variance), (new, new_variance) = scores
    reach = Z * (old_variance + new_variance).sqrt()
    return HUNDRED * (new - old - reach), HUNDRED * (new - old + reach)


def _score(counts: Counts, added: Decimal = Decimal(0)) -> tuple[Decimal, Decimal]:
    """The share p - d and its variance, with a quarter of what is added at each end."""
    n = counts.sample + added
    p = (counts.promoters + added / 4) / n
    d = (counts.detractors + added / 4) / n
    return p - d, (p + d - (p - d) ** 2) / n


def wilson(share: Decimal, n: int) -> tuple[Decimal, Decimal]:
    """The 95 % interval of a share of 0..1 in n answers (Wilson, JASA 1927)."""
    z2 = Z * Z
    middle = share + z2 / (2 * n)
    reach = Z * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt()
    whole = 1 + z2 / n
    return (middle - reach) / whole, (middle + reach) / whole


def share_change(
    before: tuple[Decimal, int], after: tuple[Decimal, int]
) -> tuple[Decimal, Decimal]:
    """The 95 % interval of `after` - `before` (Newcombe, Stat. in Medicine 1998, method 10)."""
    (p1, n1), (p2, n2) = after, before
    (low1, high1), (low2, high2) = wilson(p1, n1), wilson(p2, n2)
    down = ((p1 - low1) ** 2 + (high2 - p2) ** 2).sqrt()
    up = ((high1 - p1) ** 2 + (p2 - low2) ** 2).sqrt()
    return p1 - p2 - down, p1 - p2 + up


def margin(point: Point, unit: str) -> Decimal | None:
    """Half the reading's 95 % interval, in its unit; None where no sample is known."""
    if point.counts is not None:
        return nps_margin(point.counts)
    if point.sample is None or unit != "%":
        return None
    low, high = wilson(point.value / HUNDRED, point.sample)
    return (high - low) / 2 * HUNDRED


def is_change(before: Point, after: Point, unit: str) -> bool | None:
    """Whether the change's interval leaves out 0; None where no samples are known."""
    if before.counts is not None and after.counts is not None:
        low, high = nps_change(before.counts, after.counts)
    elif before.sample is None or after.sample is None or unit != "%":
        return None
    else:
        low, high = share_change(
            (before.value / HUNDRED, before.sample), (after.value / HUNDRED, after.sample)
        )
    return low > 0 or high < 0


def shown(
    key: str, name: str, unit: str, last: Point, before: Point | None, now: datetime
) -> Shown:
    """The metric with its last reading, held against the one before."""
    return Shown(
        key=key,
        name=name,
        unit=unit,
        value=last.value,
        day=last.day,
        sample=last.sample,
        margin=margin(last, unit),
        change=None if before is None else last.value - before.value,
        verdict=None if before is None else is_change(before, last, unit),
        since=None if before is None else before.day,
        is_late=now - last.made_at > LATE_AFTER,
    )


def tidy(value: Decimal, reach: Decimal | None = Decimal(0)) -> Decimal:
    """To one decimal; a value without margin as exactly as it was typed."""
    rounded = round(value, 6 if reach is None else 1)
    whole = rounded.to_integral_value()
    return (whole if rounded == whole else rounded.normalize()) + 0  # + 0: never "-0"
