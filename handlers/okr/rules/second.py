"""What makes of a value another one and was its note: 45 - 50, 40 + 5, 15 00, 5 more."""

import re
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import typed_number
from handlers.kit.numerals import numeral
from handlers.okr.rules.bare import MARKS, OfferedError, in_one_line, shown_whole
from handlers.okr.rules.scan import line_of
from handlers.okr.rules.state import KrState
from handlers.okr.rules.values import Standing, Taken, fits, take

_NOTED: Final = ";；"  # whoever puts it means a note
# What may stand between two numbers. In brackets people put what came to a value: 45 (+3).
_NUMBER: Final = re.compile(
    r"(?:[-–—−+x×*=~～&/:.,。、]|(?:and|und|or|oder|plus|minus)\b|[和与與])*\s*(?=[^\w\s(]?[.,]?\d)",
    re.IGNORECASE,
)
_ONLY_DIGITS: Final = re.compile(r"[\d\s.,:/+*x×=~～–—%％'’-]+", re.ASCII)
# 40 + 3 in beta; but 45 +3 in beta, and 45 - 3 of them are new.
_SUM: Final = re.compile(r"(?:\+\s+|[x×*]\s*|(?:plus|minus|times|mal)\s+)[.,]?\d", re.IGNORECASE)
_MOVED: Final = re.compile(
    r"(?:(?:more|additional|extra|higher|mehr)|(less|fewer|lower|weniger))\b(?! or less\b)",
    re.IGNORECASE,
)


def refuse_further(kr: KrState, text: str, taken: Taken, at: Standing | None) -> None:
    """OfferedError for a note that is a number, or begins with what is counted to the value."""
    note = taken.note
    if not note or taken.status is not None:
        return
    is_second, moved = _SUM.match(note) or _is_number(note, kr.unit), _MOVED.match(note)
    typed = line_of(text).typed if is_second or moved else ""
    head = typed.removesuffix(note).rstrip()
    if head == typed or head[-1:] in _NOTED:
        return
    if is_second:
        raise _several(typed, head, note)
    if moved and at and head[-1:] not in MARKS and not taken.relative and head[0] not in "=+-":
        by = -taken.value if moved[1] else taken.value
        _refuse_moved(kr, head, note, f"{head} {moved[0]}", at.value + by, at)


def _is_number(note: str, unit: str) -> bool:
    """Whether it is nothing but a number, with or without its unit, or in words."""
    found = _NUMBER.match(note)
    if found is None:
        words = numeral(note)
        return words is not None and not note[words[1] :].strip(MARKS)
    if _ONLY_DIGITS.fullmatch(note):
        return True
    try:
        return not take(note[found.end() :], unit).note
    except UserError:
        return False


def _several(typed: str, head: str, note: str) -> OfferedError:
    error = OfferedError(
        "“{typed}” holds several numbers. Type only the one that it stands at now. To have the"
        " others in the note, type `{line}`.",
        typed=in_one_line(typed),
        line=_noted(head, note),
    )
    return shown_whole(error, head)


def _refuse_moved(
    kr: KrState, head: str, note: str, typed: str, value: Decimal, at: Standing
) -> None:
    """OfferedError for 5 more, which may be 5, or 5 more than before."""
    if not _may_be(value, kr.unit, at):
        return
    error = OfferedError(
        "“{typed}” can be where it stands, or how far it has moved. Type `{alone}` for the one,"
        " `{whole}` for the other.",
        typed=in_one_line(typed),
        alone=_noted(head, note),
        whole=_noted(f"{typed_number(value)} {kr.unit}".strip(), f"{head} {note}"),
    )
    raise shown_whole(error, head)


def _may_be(value: Decimal, unit: str, at: Standing) -> bool:
    try:
        return fits(value, unit) >= 0 or at.below_zero
    except UserError:
        return False


def _noted(head: str, note: str) -> str:
    return in_one_line(f"{head.rstrip(MARKS)}; {note}")
