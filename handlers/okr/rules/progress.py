"""How far a KR is, how far it should be, and what that says of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from handlers.kit.errors import UserError

CADENCE: Final = timedelta(days=7)  # a check-in a week; some teams have fewer, or more
GRACE: Final = timedelta(days=3)
ON_TRACK_WITHIN: Final = Decimal("0.10")  # of the expected progress
AT_RISK_WITHIN: Final = Decimal("0.25")
NONE: Final = Decimal(0)
ALL: Final = Decimal(1)
FARTHEST: Final = (Decimal(-1), Decimal(3))  # of the way: beyond, no percentage is believed


class Status(StrEnum):
    """What a KR's colour says. NEW: nobody has said anything yet, and need not have."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    OUTDATED = "outdated"
    NEW = "new"


SAYABLE: Final = (
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.OFF_TRACK,
)  # what a person may overrule to
WARNINGS: Final = (Status.AT_RISK, Status.OFF_TRACK)


def progress(start: Decimal, target: Decimal, current: Decimal | None) -> Decimal | None:
    """Share of the way from start to target, unheld: 1.2 is 120 %. None: no value yet.

    Upwards and downwards alike: (current - start) / (target - start). ValueError when start is
    the target. Source: design, section 4 "Progress", reach KRs.
    """
    if start == target:
        raise ValueError("a KR that starts at its target has no progress")
    return None if current is None else (current - start) / (target - start) + 0  # never -0


def held(share: Decimal) -> Decimal:
    """The share inside 0..1, as roll-ups and bars take it."""
    return share if NONE <= share <= ALL else min(max(share, NONE), ALL)  # mostly it is


def legible(share: Decimal) -> Decimal:
    """The share as far as a percentage or a line of a chart tells something of it.

    Beyond thrice the way it is a very good year or a slip, and the value beside it says which.
    """
    least, most = FARTHEST
    return min(max(share, least), most)


def objective_progress(parts: Iterable[tuple[Decimal | None, Decimal]]) -> Decimal | None:
    """Weighted mean of (progress, weight) of an objective's KRs, each held to 0..1.

    KRs without an answer do not count as 0: they are left out; None when none that weighs has
    one. UserError when no KR weighs anything. Source: design, section 4 "Progress".
    """
    known = list(parts)
    weights = [weight for _, weight in known]
    if not any(weights) or min(weights) < 0:
        raise UserError("Give at least one key result a weight above 0, and none below.")
    answered = [(held(share), weight) for share, weight in known if share is not None and weight]
    if not answered:
        return None
    total = sum([weight for _, weight in answered])
    return held(sum([share * weight for share, weight in answered], NONE) / total)


@lru_cache(maxsize=256)  # the key results of a cycle ask for the same, one after the other
def expected_progress(
    starts: datetime, activated: datetime, ends: datetime, now: datetime
) -> Decimal:
    """Share of the time gone, from the later of cycle start and activation to the cycle's end.

    Source: design, section 4 "Status".
    """
    begins = max(starts, activated)
    if now >= ends or begins >= ends:
        return Decimal(1)
    return held(Decimal((now - begins) // _TICK) / Decimal((ends - begins) // _TICK))


_TICK: Final = timedelta(microseconds=1)


def suggested(share: Decimal, expected: Decimal) -> Status:
    """On track within 0.10 of what is expected, at risk within 0.25, else off track.

    Source: design, section 4 "Status".
    """
    if share >= expected - ON_TRACK_WITHIN:
        return Status.ON_TRACK
    return Status.AT_RISK if share >= expected - AT_RISK_WITHIN else Status.OFF_TRACK


def is_outdated(heard: datetime, now: datetime, cadence: timedelta = CADENCE) -> bool:
    """Nothing was said for the cadence and the grace. `heard` is when something last was, or
    could have been for the first time.
    """
    return now - heard >= cadence + GRACE


def standing_now(
    suggestion: Status | None,
    *,
    said: Status | None,
    heard: datetime,
    now: datetime,
    cadence: timedelta = CADENCE,
) -> Status:
    """What a KR shows: outdated beats what a person said, which beats what is suggested.

    Silence is never green: a KR without any update, so without a suggestion, is NEW until it is
    OUTDATED. Source: design, section 4 "Status".
    """
    if is_outdated(heard, now, cadence):
        return Status.OUTDATED
    return Status.NEW if suggestion is None else said or suggestion
