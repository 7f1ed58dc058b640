"""Finding a value at the beginning of a line: sign, currency, number, and what follows them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import folded, read_number
from handlers.kit.units import SIGNS, currencies, names_of

_NUMBER: Final = re.compile(
    r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*|[.,]\d+", re.ASCII
)
_LONGEST_LEAD: Final = 10  # =-US$ -.5
ByInitial = Mapping[str, Sequence[str]]  # words by the letter that they begin with
ENDS: Final = re.compile(r" *(?:$|[,.;:!?…()。、；！？])")  # a clause
_BLANKS: Final = re.compile(r"[^\S\n]{2,}|\t")
# Wide, it parts groups of digits or clauses, and no decimals: 1，234, but 45，3 个新客户.
_WIDE_COMMA: Final = re.compile(r"(?<!\d)(\d{1,3}(?:，\d{3})+)(?!\d)|(?<=\d)，(?=\d)")
QUARTERS: Final = {"¼": Decimal("0.25"), "½": Decimal("0.5"), "¾": Decimal("0.75")}
_QUARTER: Final = re.compile(r" ?([¼½¾])")
_FRACTION: Final = re.compile(r" ?([1-9])/([2-9])(?![\d/]|[.,]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed, and the same with plain digits and signs, as long."""

    typed: str
    plain: str

    def word(self, at: int = 0) -> str:
        """The word at a place, to be shown in a refusal."""
        return (self.typed[at:].split() or [""])[0][:40]


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before the digits: `=`, a sign, a currency; and where the digits begin."""

    exact: bool
    sign: str
    currency: str
    ends: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number without its sign, and where it begins and ends."""

    value: Decimal
    begins: int
    ends: int


def line_of(text: str) -> Line:
    """The text without the space around it, and with one blank where several stand."""
    typed = _BLANKS.sub(" ", text.strip())
    if "，" in typed:
        return Line(typed, folded(_WIDE_COMMA.sub(lambda found: found[1] or ";", typed)))
    return Line(typed, folded(typed))


@cache
def _lead_pattern() -> re.Pattern[str]:
    words = sorted((*SIGNS, *currencies()), key=len, reverse=True)
    money = "|".join(map(re.escape, words))
    return re.compile(rf"(?:(=) ?)?([+\-])?(?:({money}) ?([+\-])?(?=[.,]?[0-9]))?")


def lead(line: Line) -> Lead:
    """What comes before the digits; any of it may be missing."""
    found = _lead_pattern().match(line.plain)
    assert found is not None  # every part of the pattern may be empty
    return Lead(bool(found[1]), found[2] or found[4] or "", found[3] or "", found.end())


def begins_value(text: str) -> bool:
    """Whether a value may begin right here: 45, -3, €12k, =5."""
    plain = folded(text[:_LONGEST_LEAD])
    found = _lead_pattern().match(plain)
    return found is not None and re.match(r"[.,]?[0-9]|[¼½¾]", plain[found.end() :]) is not None


def number(line: Line, at: int) -> Number:
    """The number here, such as 45, 5½ or ½. UserError for none, or one to be read in two ways."""
    found = _NUMBER.match(line.plain, at)
    part = _QUARTER.match(line.plain, at if found is None else found.end())
    if part is not None and found is None:
        return Number(QUARTERS[part[1]], part.start(1), part.end())
    if part is not None and found is not None:
        return _with_quarter(line, found, part)
    if found is None:
        raise UserError(
            "“{text}” is not a number. Write it like 45 or 45.5.", text=line.word() or line.typed
        )
    return Number(read_number(found[0]), at, found.end())


def _with_quarter(line: Line, found: re.Match[str], part: re.Match[str]) -> Number:
    """5½; UserError for 5.5½, which is no number."""
    whole = read_number(found[0])
    if whole % 1:
        typed = line.typed[found.start() : part.end()]
        raise UserError("“{text}” is not a number. Write it like 45 or 45.5.", text=typed)
    return Number(whole + QUARTERS[part[1]], found.start(), part.end())


def fraction(line: Line, at: int) -> Number | None:
    """What stands behind the 5 of 5 1/2, or alone, less than one; None for anything else."""
    found = _FRACTION.match(line.plain, at)
    if found is None or found[1] >= found[2]:
        return None
    return Number(Decimal(found[1]) / Decimal(found[2]), at, found.end())


def after_unit(line: Line, at: int, unit: str) -> int | None:
    """Where the unit ends that may stand here, behind a space or none; None for no unit."""
    begins = at + (line.plain[at : at + 1] == " ")
    ends = [
        begins + taken
        for word in names_of(unit)
        if (taken := starts_with(line.plain[begins:], word))
    ]
    return max(ends, default=None)


def by_initial(words: Iterable[str]) -> ByInitial:
    """Words to be looked for at some place: by their letter there, most need not be tried."""
    found = defaultdict(list)
    for word in words:
        found[_initial(word)].append(word)
    return dict(found)


def may_begin(text: str, words: ByInitial) -> Sequence[str]:
    """Those of these words that begin with the same letter as this text."""
    return words.get(_initial(text), ())


def _initial(text: str) -> str:
    return text[:1].casefold()[:1]


def starts_with(text: str, word: str) -> int:
    """How much of a text this word takes at its beginning; 0 when another word stands there."""
    if not word or text[: len(word)].casefold() != word.casefold():
        return 0
    return 0 if word[-1].isalnum() and text[len(word) : len(word) + 1].isalnum() else len(word)
