"""Finding a value at the beginning of a line: sign, currency, number, and what follows them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import DIGITS, folded, read_number
from handlers.kit.units import PERCENT, SIGNS, Sort, currencies, names_of, sort_of

_NUMBER: Final = re.compile(
    r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*|[.,]\d+", re.ASCII
)
_BRIEF: Final = 2  # letters of a name that may be a word of a note, as kr
_LONGEST_LEAD: Final = 10  # =-US$ -.5
ByInitial = Mapping[str, Sequence[str]]  # words by the letter that they begin with
_MAY_TOUCH: Final = re.compile(
    r"$|\s|[.,:](?!\d)|[;!?…()。、；！？“”\"]"
)  # ends a clause, is no unit
ENDS: Final = re.compile(r" *(?:$|[,.;:!?…()。、；！？])")  # a clause
_BLANKS: Final = re.compile(r"[^\S\n]{2,}|\t")
QUARTERS: Final = {"¼": Decimal("0.25"), "½": Decimal("0.5"), "¾": Decimal("0.75")}
_QUARTER: Final = re.compile(r" ?([¼½¾])")
_GROUPS: Final = re.compile(r"[\d ]+", re.ASCII)  # 1 200
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


def nothing_else(line: Line, found: Number, unit: str) -> None:
    """UserError for another unit behind the number, and for a note that may belong to it."""
    _no_fraction(line, found, unit)
    rest = line.plain[found.ends :].lstrip(" ")
    others = may_begin(rest, _others(is_money=sort_of(unit) is Sort.MONEY))
    taken = max((starts_with(rest, sign) for sign in others), default=0)
    end = len(line.plain) - len(rest) + taken
    if len(line.plain) - end < len(rest):
        raise other_unit(line.typed[found.begins : end], unit)
    if not _MAY_TOUCH.match(line.plain, found.ends):
        raise other_unit(line.word(), unit)
    typed = line.typed[found.begins : found.ends]
    if rest and " " in typed and _GROUPS.fullmatch(line.plain[found.begins : found.ends]):
        raise or_a_note(typed, found.value, read_number(typed.split()[0]))


def _no_fraction(line: Line, found: Number, unit: str) -> None:
    """UserError for 5 1/2, where the note would be 1/2; but 5 1/2 of them has one."""
    part = fraction(line, found.ends)
    if part is None:
        return
    if ENDS.match(line.plain, part.ends) or after_unit(line, part.ends, unit) is not None:
        whole = round(found.value + part.value, DIGITS)
        raise or_a_note(line.typed[found.begins : part.ends], whole, found.value)


def or_a_note(text: str, whole: Decimal, first: Decimal) -> UserError:
    """A number that may end here, or go on."""
    return UserError(
        "“{text}” can be read as {whole}, or as {first} with a note. Write {plain} for the one,"
        " or a comma behind {first} for the other.",
        text=text,
        whole=whole,
        first=first,
        plain=f"{whole.normalize():f}",
    )


@cache
def _others(*, is_money: bool) -> ByInitial:
    """What is a unit wherever it stands; behind money any currency is."""
    signs = (sign for sign in SIGNS if not sign.isalpha())
    if not is_money:
        return by_initial((*signs, *names_of(PERCENT)))
    every = (name for code in currencies() for name in names_of(code))
    money = (name for name in every if len(name) > _BRIEF or not name.isascii())
    return by_initial((*signs, *names_of(PERCENT), *money))


def other_unit(typed: str, unit: str) -> UserError:
    """Another unit than the KR's stands at the number."""
    if unit:
        return UserError(
            "“{typed}” is not in this key result's unit, which is {unit}. Type only the number, or"
            " put {unit} behind it.",
            typed=typed[:40],
            unit=unit,
        )
    return UserError(
        "“{typed}” is not a number. This key result has no unit: type only the number, like 45 or"
        " 45.5.",
        typed=typed[:40],
    )
