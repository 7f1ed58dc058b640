"""Shares of what is counted in %: what 2/3, 51 of 75 calls, ½ and 0,45 come to is asked."""

import re
from decimal import Decimal
from typing import Final

from handlers.kit.numbers import read_number, typed_number
from handlers.kit.units import PERCENT, Sort, sort_of
from handlers.okr.rules.bare import MARKS, OfferedError, in_one_line, shown_whole
from handlers.okr.rules.scan import QUARTERS, after_unit, lead, line_of
from handlers.okr.rules.state import KrState
from handlers.okr.rules.values import Taken

# Behind its target a value has a note, but 75 calls are what was counted.
_COUNTED: Final = re.compile(
    r"\d+(?:[.,]\d+)* *(?!(?:percent|per cent|pct|prozent)(?!\w))[^\W\d_]", re.IGNORECASE
)
# 50 分之 45 and 50 个中有 45, which have the whole first.
_WHOLE_FIRST: Final = re.compile(
    r"\s*(\d+(?:[.,]\d+)?)\s*(?:分之|[个個位家]?\s*[中里裡](?:面|间|間)?有?)\s*(\d+(?:[.,]\d+)?)"
    r"(\s*[个個位家])?"
)
# Behind in may stand days as well, so nothing but a share is asked about.
_IN: Final = re.compile(r"(\d+)\s+(in)\s+(\d{1,3})(?![\d.,]*\d| ?%)", re.IGNORECASE | re.ASCII)
_PART: Final = re.compile(r"[¼½¾]|0?[.,]\d+(?![\d.,]*\d)", re.ASCII)


def as_stroke(text: str) -> str:
    """45/50 for 50 分之 45 and 50 个中有 45, and what follows; any other text as it is."""
    found = _WHOLE_FIRST.match(text)
    if found is None:
        return text
    return f"{found[2]}/{found[1]}{' ' if found[3] else ''}{text[found.end() :]}".rstrip()


def refuse_part(kr: KrState, text: str) -> None:
    """OfferedError for ½ and for 0,45 of what is counted in %: so much of it, or of one per cent.

    Not where it is known to be as small, as of errors from 2 to 0.5 %.
    """
    if sort_of(kr.unit) is not Sort.PERCENT or any(0 < abs(n) <= 1 for n in _known(kr)):
        return
    line = line_of(text)
    ahead = lead(line)
    found = None if ahead.sign or ahead.exact else _PART.match(line.plain, ahead.ends)
    if found is None or after_unit(line, found.end(), PERCENT) is not None:
        return
    part = QUARTERS.get(found[0]) or read_number(found[0])
    if not part:
        return
    rest = line.typed[found.end() :].lstrip(MARKS)
    raise shown_whole(
        OfferedError(
            "“{typed}” can be {share} % or {part} %. Type `{whole}` for the one, `{alone}` for the"
            " other.",
            typed=line.typed[found.start() : found.end()],
            share=part * 100,
            part=part,
            whole=_with_note(typed_number(part * 100), rest),
            alone=_with_note(f"{typed_number(part)} %", rest),
        ),
        found[0],
    )


def refuse_in(kr: KrState, text: str) -> None:
    """OfferedError for 9 in 10 of what is counted in %; 45 in 60 days is asked about as well."""
    found = _IN.match(text) if sort_of(kr.unit) is Sort.PERCENT else None
    if found is None:
        return
    value = Decimal(found[1])
    share = _share(kr, value, Decimal(found[3]))
    if share is not None:
        note = text[found.end() :].strip(MARKS)
        raise _is_share(kr, text, share, value, note, text[found.start(2) :])


def _known(kr: KrState) -> list[Decimal]:
    return [n for n in (*kr.numbers, kr.value) if n is not None]


def refuse_share(
    kr: KrState,
    text: str,
    behind: str,
    value: Decimal,
    other: Taken,
    *,
    is_target: bool,
    status: str,
) -> None:
    """OfferedError for 2/3 of what is counted in %, and for 51 of 75 calls beside a target of 75 %.

    `behind` is what stands behind the stroke; `other` is what it holds, and `status` what was
    typed behind all of it.
    """
    share = _share(kr, value, other.value)
    if share is None or (is_target and not (_COUNTED.match(behind) and "%" not in text)):
        return
    first = typed_number(value)
    if is_target:
        raise shown_whole(
            OfferedError(
                "“{typed}” can be {share} %, or {value} % where the target is {target} %. Type"
                " `{whole}` for the one, `{alone}` for the other.",
                typed=in_one_line(text),
                share=share,
                value=value,
                target=other.value,
                whole=_with_note(typed_number(share), text, status),
                alone=_with_note(first, other.note, status),
            ),
            first,
        )
    raise _is_share(kr, text, share, value, other.note, other.note, status)


def _is_share(
    kr: KrState,
    text: str,
    share: Decimal,
    value: Decimal,
    note: str,
    beside: str,
    status: str = "",
) -> OfferedError:
    """With the note of the share, and the one that stands beside the value alone."""
    error = OfferedError(
        "“{typed}” is {share} %: type `{whole}`. If {kr} is at {value} %, type `{alone}`.",
        typed=in_one_line(text),
        share=share,
        kr=f"KR-{kr.number}",
        value=value,
        whole=_with_note(typed_number(share), note, status),
        alone=_with_note(typed_number(value), beside, status),
    )
    return shown_whole(error, typed_number(value))


def _share(kr: KrState, value: Decimal, whole: Decimal) -> Decimal | None:
    """In %, as people say it; None where there is none."""
    if sort_of(kr.unit) is not Sort.PERCENT or not 0 <= value <= whole or not whole:
        return None
    return round(value / whole * 100, 1)


def _with_note(value: str, note: str, status: str = "") -> str:
    return in_one_line((f"{value}; {note}" if note else value) + status)
