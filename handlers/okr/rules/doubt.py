"""Whether a value looks like a slip of the finger: it is recorded all the same, and said so."""

from decimal import Decimal
from typing import Final

from handlers.kit.units import Sort, sort_of
from handlers.okr.rules.kinds import HUNDRED, Keep, Measured, Reach, ends_of

WAYS: Final = 3  # from start to target so many times in one update
BACK: Final = Decimal(-1)  # progress from here
BEYOND: Final = Decimal(2)  # to here is nothing odd
FAR: Final = Decimal("0.5")  # of the largest that is known, in one update
SPARE: Final = 20  # by so much a share may leave 0 to 100 %: net retention does, and growth
TIMES: Final = 5  # what is to be kept, as many times as large as anything known of it


def looks_like_a_slip(aim: Measured, unit: str, before: Decimal | None, value: Decimal) -> bool:
    """Whether somebody who meant this value would be a surprise: 450 for 45, 140 % of a share.

    Putting such a value right again is none.
    """
    known = [n for n in (*ends_of(aim), before) if n is not None]
    are_shares = sort_of(unit) is Sort.PERCENT and all(0 <= n <= HUNDRED for n in known)
    if are_shares and not -SPARE <= value <= HUNDRED + SPARE:
        return True
    if isinstance(aim, Keep):
        largest = max(map(abs, known), default=Decimal(0))
        return largest > 0 and abs(value) > TIMES * largest
    return _is_far(aim, aim.start if before is None else before, value)


def _is_far(aim: Reach, before: Decimal, value: Decimal) -> bool:
    progress = aim.progress(value)
    if progress is None or BACK <= progress <= BEYOND:
        return False
    largest = max(map(abs, (before, aim.start, aim.target)))
    return aim.distance(before, value) > WAYS and abs(value - before) > FAR * largest
