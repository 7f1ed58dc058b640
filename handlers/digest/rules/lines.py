"""The lines of a chart: each KR's progress over the last weeks."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from handlers.okr.rules import KrState
from handlers.okr.rules.kinds import NONE_YET, Kind

WEEKS: Final = 8
SPAN: Final = timedelta(weeks=WEEKS)
SHORTEST: Final = timedelta(weeks=1)
MOST: Final = 9

Steps = Mapping[int, Sequence[tuple[date, Decimal]]]  # of each KR: day and value, in order


@dataclass(frozen=True, slots=True)
class Line:
    """A KR and its progress by day; the last one of a day counts."""

    kr: KrState
    points: tuple[tuple[date, Decimal], ...]
    pace: tuple[tuple[date, Decimal], ...]  # where even progress would have been


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines over one span of days, and of how many KRs they are."""

    team_name: str
    start: date
    end: date
    lines: tuple[Line, ...]
    all: int


def lines_of(
    team_name: str, krs: Sequence[KrState], steps: Steps, first: Collection[int], end: date
) -> Lines | None:
    """Up to nine KRs, those in `first` before others; None when none has a value yet."""
    known = [kr for kr in krs if steps.get(kr.number)]
    if not known:
        return None
    chosen = sorted(known, key=lambda kr: kr.number not in first)[:MOST]
    start = _start((steps[kr.number][0][0] for kr in chosen), end)
    made = [_line(kr, steps[kr.number], start, end) for kr in known if kr in chosen]
    return Lines(team_name, start, end, tuple(made), len(krs))


def _start(begun: Iterable[date], end: date) -> date:
    """Eight weeks back, or where the first line begins; a week at least."""
    return min(max(min(begun), end - SPAN), end - SHORTEST)


def _line(kr: KrState, steps: Sequence[tuple[date, Decimal]], start: date, end: date) -> Line:
    """What was before the span enters it at its left edge."""
    shares = _shares(kr, [value for _, value in steps])
    made = [(day, share) for (day, _), share in zip(steps, shares, strict=True)]
    by_day = {max(day, start): share for day, share in made if day <= end} or dict(made[-1:])
    points = tuple((min(day, end), share) for day, share in by_day.items() if share is not None)
    return Line(kr, points, _pace(kr, start, end))


def _shares(kr: KrState, values: Sequence[Decimal]) -> Iterator[Decimal | None]:
    """The progress at each value; of a band the share of those so far that lay inside, of one day
    as well: each of them counts.
    """
    tally = NONE_YET
    for value in values:
        tally = tally.plus(inside=kr.aim.is_met(value))
        yield kr.aim.progress(value, tally)


def _pace(kr: KrState, start: date, end: date) -> tuple[tuple[date, Decimal], ...]:
    """The straight line through today's expectation and the target at the cycle's end."""
    if kr.kind is Kind.KEEP:
        return ()
    left = (kr.cycle_ends - end).days + 1
    if left <= 0 or not 0 < kr.expected < 1:
        return ()
    a_day = (1 - kr.expected) / left
    whole = (end - start).days
    since = min(Decimal(whole), kr.expected / a_day)
    begun = end - timedelta(days=int(since))
    return ((begun, kr.expected - a_day * int(since)), (end, kr.expected))
