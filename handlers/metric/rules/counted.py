"""A share that is told by two counts: 45 of 50, 182/200, 50 人中有 45 人."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import DIGITS, typed_number
from handlers.metric.rules.bounds import BEST_MARK, count

_TYPED: Final = 2  # decimals of a share in a line to copy
_SOME: Final = r"(?:个|個|份|人|位|名|条|條|单|單|次)"
_GOOD: Final = r"(?:表示)?(?:满意|滿意)?"
_EITHER: Final = re.compile(
    rf"(\d{{1,9}}) ?(?:(?:out )?of|/) ?(\d{{1,9}})"
    rf"(?: ?{_SOME}| (?:answers|responses|customers|people|users))?",
    re.IGNORECASE,
)
# What says by its words that both are counts; 50 分之 45 has the whole first.
_WHOLE_FIRST: Final = re.compile(
    rf"(\d{{1,9}}) ?(?:{_SOME} ?\w{{0,8}}?(?:之?中|里|裡)|分之) ?有? ?(\d{{1,9}})"
    rf" ?{_SOME}? ?{_GOOD}"
)
_PART_FIRST: Final = re.compile(
    rf"(\d{{1,9}}) ?{_SOME} ?{_GOOD} ?(?:/|,? ?\(? ?(?:总共|總共|共)) ?(\d{{1,9}}) ?{_SOME} ?\)?"
)
_OF_ANSWERS: Final = re.compile(
    rf"(\d[\d.,]*) ?% ?(?:/|,? ?\(? ?(?:总共|總共|共)?) ?(\d{{1,9}}) ?{_SOME} ?\w{{0,2}}\)?"
)


def as_sample(words: Sequence[str]) -> Sequence[str]:
    """90 %（50 份）with its answers as they are read: 90 % of 50."""
    found = _OF_ANSWERS.fullmatch(" ".join(words))
    return words if found is None else [found[1], "%", "of", found[2]]


def share_of_counts(key: str, words: Sequence[str]) -> tuple[Decimal, int] | None:
    """The share in % and the whole; None where this is no share told by counts.

    UserError where the first number can be a count as well as the share itself.
    """
    line = " ".join(words)
    if (found := _WHOLE_FIRST.fullmatch(line)) is not None:
        return _share(key, found[2], found[1])
    if (found := _PART_FIRST.fullmatch(line)) is not None:
        return _share(key, found[1], found[2])
    found = _EITHER.fullmatch(line)
    if found is None or not int(found[2]) or line == f"{found[1]}/{BEST_MARK}":
        return None
    return _either(key, int(found[1]), count(found[2], f"{key} 91 % of 240"))


def _share(key: str, part: str, whole: str) -> tuple[Decimal, int] | None:
    sample = count(whole, f"{key} 91 % of 240")
    if not sample:
        return Decimal(0), sample
    return _rounded(Decimal(100) * int(part) / sample), sample


def _rounded(share: Decimal) -> Decimal:
    """As it is kept: 91, not 91.000000."""
    return Decimal(f"{round(share, DIGITS).normalize():f}")


def _either(key: str, number: int, whole: int) -> tuple[Decimal, int]:
    share = Decimal(100) * number / whole
    if whole < number <= 100:
        raise UserError(
            "{number} is no part of {whole}. If it is in %, type `/okr metric {key} {number} % of"
            " {whole}`; if {whole} of {number} were good, type `/okr metric {key} {share} % of"
            " {number}`.",
            number=str(number),
            whole=str(whole),
            share=typed_number(round(Decimal(100) * whole / number, _TYPED)),
            key=key,
        )
    if number > whole:
        return Decimal(number), whole  # no share at all
    if number > 100 or share == number:
        return _rounded(share), whole
    raise UserError(
        "{number} of {whole} is {share} %: `/okr metric {key} {share} % of {whole}`. If you mean"
        " {number} % of {whole} answers: `/okr metric {key} {number} % of {whole}`.",
        number=str(number),
        whole=str(whole),
        share=typed_number(round(share, _TYPED)),
        key=key,
    )
