"""Means of marks: 4.5 of 5 is a mark on a scale or the mean of five answers, 6/5 is none."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError

MEANS: Final = frozenset({"ces", "rating"})
_HIGHEST: Final = 10  # mark of customer effort, whatever its scale
_TOPS: Final = range(3, 11)  # of scales
_TOP: Final = re.compile(r"/(\d{1,3})")
_ANSWERS: Final = frozenset({"answers", "responses", "份"})


def without_answers(words: Sequence[str]) -> tuple[Sequence[str], bool]:
    """The words without those of 4.5 of 5 answers that say what is counted, and whether they do."""
    said = len(words) > 2 and words[-3].lower() == "of" and words[-1].lower() in _ANSWERS
    return (words[:-1] if said else words), said


def top_of(unit: str) -> int | None:
    """5 of what is kept in /5; None for any other unit."""
    found = _TOP.fullmatch(unit)
    return None if found is None else int(found[1])


def is_mean(key: str) -> bool:
    """`ces`, and `ces-onboarding` too."""
    return not MEANS.isdisjoint(key.split("-"))


def refuse_above(key: str, name: str, value: Decimal, unit: str) -> None:
    """UserError for a mark above the top of its scale: 6/5."""
    top = top_of(unit)
    if top is None and not unit and "ces" in key.split("-"):
        top = _HIGHEST
    if top is None or value <= top:
        return
    raise UserError(
        "{name} is a mean of marks, and none of them is above {top}. Please check {value}.",
        name=name,
        top=str(top),
        value=value,
    )


def refuse_answers(key: str, value: Decimal, sample: int | None) -> None:
    """UserError for 4.5 of 5 of a mean: the 5 may be its top, or how many answered."""
    if sample is None or sample not in _TOPS:
        return
    if value > sample:
        raise UserError(
            "{value} is no mark out of {top}. If {top} people answered, type `/okr metric {key}"
            " {value} of {top} answers`.",
            value=f"{value:f}",
            top=str(sample),
            key=key,
        )
    raise UserError(
        "“{value} of {top}” can be a mark out of {top}, or the mean of {top} answers. Type `/okr"
        " metric {key} {value}/{top}` for the one, or `/okr metric {key} {value} of {top} answers`"
        " for the other.",
        value=f"{value:f}",
        top=str(sample),
        key=key,
    )
