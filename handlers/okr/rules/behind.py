"""What stands right behind a value and is hardly a note: its target, or a status."""

import re
from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.units import Sort, sort_of
from handlers.okr.rules.bare import MARKS, in_one_line
from handlers.okr.rules.kinds import Reach, ends_of
from handlers.okr.rules.scan import fraction, lead, line_of
from handlers.okr.rules.state import KrState
from handlers.okr.rules.values import Standing, Taken, take

_OF: Final = re.compile(r"\s*(?:[/／]|\b(?:out )?of\b)\s*", re.IGNORECASE)
_STATUS: Final = re.compile(
    r"(?<![^\W\d_])(?:(?:on|off)[ -]track|at risk"
    r"|正常|進度正常|有风险|有風險|偏离|偏離|落后|落後)(?!\w)",
    re.IGNORECASE,
)


def refuse_status(kr: KrState, text: str, at: Standing | None) -> None:
    """UserError for 68 off track: whoever says a status says why, in the form."""
    found = _STATUS.search(text)
    if found is None:
        return
    head, name = text[: found.start()].rstrip(), f"KR-{kr.number}"
    if not head:
        raise UserError(
            "“{status}” is a status. It needs a reason, so it is chosen in the form that `/okr"
            " update {kr}` opens.",
            status=found[0],
            kr=name,
        )
    if _alone(head, kr.unit, at) is not None:
        raise UserError(
            "“{status}” is a status. It needs a reason, so it is chosen in the form that `/okr"
            " update {kr}` opens. To have it as the note, type `{line}`.",
            status=found[0],
            kr=name,
            line=in_one_line(f"{head}; {text[found.start() :]}"),
        )


def beside_target(kr: KrState, text: str, at: Standing | None) -> Taken | None:
    """The value alone of 65 / 75 and of 65 of 75, where 75 is the target; None for other texts.

    UserError where another number stands in its place.
    """
    found = _OF.search(text)
    if found is None or sort_of(kr.unit) is Sort.RATING or _is_fraction(kr, text):
        return None
    head = text[: found.start()].strip()
    value = _alone(head, kr.unit, at)
    try:
        other = take(text[found.end() :], kr.unit)
    except UserError:
        return None
    if value is None or other.value in _targets(kr):
        return value and replace(value, note=other.note)
    raise UserError(
        "“{typed}” does not name the target of {kr}. Type `{alone}` for the value, or `{line}` to"
        " have it in the note.",
        typed=in_one_line(text[found.start() :]),
        kr=f"KR-{kr.number}",
        alone=in_one_line(f"{head}; {other.note}" if other.note else head),
        line=in_one_line(f"{head}; {text[found.start() :]}"),
    )


def _alone(head: str, unit: str, at: Standing | None) -> Taken | None:
    """A value with nothing behind it, not even a mark: behind one everything is a note."""
    try:
        taken = take(head, unit, at)
    except UserError:
        return None
    return None if taken.note or head[-1:] in MARKS else taken


def _is_fraction(kr: KrState, text: str) -> bool:
    """1/2 h; of nothing else a part is counted so."""
    line = line_of(text)
    part = fraction(line, lead(line).ends)
    return part is not None and sort_of(kr.unit) is Sort.DURATION


def _targets(kr: KrState) -> Collection[Decimal | None]:
    return {kr.aim.target} if isinstance(kr.aim, Reach) else ends_of(kr.aim)
