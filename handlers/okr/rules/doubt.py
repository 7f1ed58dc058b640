"""Whether a value looks like a slip of the finger: it is recorded all the same, and said so.

Only of a share that is far more than all of it is asked first.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.units import Sort, sort_of
from handlers.okr.rules.another import refuse_another
from handlers.okr.rules.bare import OfferedError
from handlers.okr.rules.behind import beside_target, refuse_two, stated
from handlers.okr.rules.kinds import HUNDRED, Keep, Measured, Reach, ends_of
from handlers.okr.rules.same import as_number
from handlers.okr.rules.scan import lead, line_of
from handlers.okr.rules.second import refuse_further
from handlers.okr.rules.shares import as_stroke, refuse_in, refuse_part
from handlers.okr.rules.state import KrState
from handlers.okr.rules.values import Standing, Taken, standing, take

WAYS: Final = 3  # from start to target so many times in one update
BACK: Final = Decimal(-1)  # progress from here
BEYOND: Final = Decimal(2)  # to here is nothing odd
FAR: Final = Decimal("0.5")  # of the largest that is known, in one update
SPARE: Final = 20  # by so much a share may leave 0 to 100 %: net retention does, and growth
TIMES: Final = 5  # what is to be kept, as many times as large as anything known of it


def take_for(kr: KrState, text: str) -> Taken:
    """What was typed for this KR; +3 and `same` count from where it stands.

    UserError as `take`, for a value that no share has, unless = says that it is meant, for a part
    that is no share, and for what stands behind a value and is hardly a note; StatedError for a
    status without a reason.
    """
    same = as_number(kr, text)
    if same is not None:
        return replace(take_for(kr, same), relative=True)
    at = standing(*kr.numbers, value=kr.value)
    text = as_stroke(text)
    refuse_part(kr, text)
    refuse_in(kr, text)
    taken = _taken(kr, text, at)
    refuse_further(kr, text, taken, at)
    if is_no_share(kr.aim, kr.unit, kr.value, taken.value) and not lead(line_of(text)).exact:
        raise UserError(
            "{value} % of a share? If you mean it, put = before it, as in {exact}.",
            value=taken.value,
            exact=f"={taken.value:f} %",
        )
    return taken


def _taken(kr: KrState, text: str, at: Standing | None) -> Taken:
    """As it reads from the left; UserError where a second value stands behind the first one."""
    try:
        taken = stated(kr, text, at) or beside_target(kr, text, at) or take(text, kr.unit, at)
    except OfferedError:
        raise
    except UserError:
        refuse_two(kr, text, at)
        raise
    if taken.note and not taken.status:
        refuse_two(kr, text, at, taken.note)
    return taken


def take_command(kr: KrState, text: str) -> Taken:
    """The same of a command, whose refusal shows whole commands to copy, and which updates one."""
    try:
        taken = take_for(kr, text)
    except OfferedError as error:
        error.in_command(kr.number)
        raise
    refuse_another(kr, text, taken.note)
    return taken


def looks_like_a_slip(aim: Measured, unit: str, before: Decimal | None, value: Decimal) -> bool:
    """Whether somebody who meant this value would be a surprise: 450 for 45, 140 % of a share.

    Putting such a value right again is none.
    """
    if is_no_share(aim, unit, before, value):
        return True
    if isinstance(aim, Keep):
        largest = max(map(abs, _known(aim, before)), default=Decimal(0))
        return largest > 0 and abs(value) > TIMES * largest
    return _is_far(aim, aim.start if before is None else before, value)


def is_no_share(aim: Measured, unit: str, before: Decimal | None, value: Decimal) -> bool:
    """Whether it lies far outside 0 to 100 %, where nothing that is known does."""
    are_shares = all(0 <= n <= HUNDRED for n in _known(aim, before))
    is_inside = -SPARE <= value <= HUNDRED + SPARE
    return sort_of(unit) is Sort.PERCENT and are_shares and not is_inside


def _known(aim: Measured, before: Decimal | None) -> list[Decimal]:
    return [n for n in (*ends_of(aim), before) if n is not None]


def _is_far(aim: Reach, before: Decimal, value: Decimal) -> bool:
    progress = aim.progress(value)
    if progress is None or BACK <= progress <= BEYOND:
        return False
    largest = max(map(abs, (before, aim.start, aim.target)))
    return aim.distance(before, value) > WAYS and abs(value - before) > FAR * largest
