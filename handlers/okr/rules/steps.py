"""Steps of a milestone KR as people write them: one a line, its weight in brackets."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from handlers.kit.errors import UserError
from handlers.kit.numbers import folded, typed_number
from handlers.okr.rules.checking import read_weight
from handlers.okr.rules.kinds import Milestones, Step
from handlers.okr.rules.progress import Status

# [x] Ask customers (2): only the words are needed. A weight below 0 is read to be refused.
_STEP: Final = re.compile(
    r"(?:\[([ xX✓])\] ?)?(.*?)(?: ?[(（](-?\d+(?:[.,]\d+)?)[)）])?", re.DOTALL
)


def read_steps(text: str, *, field: str | None = None) -> tuple[Step, ...]:
    """A step a line, without the blank ones. UserError for a weight that is none."""
    return tuple(_step(line, field) for line in text.split("\n") if line.strip())


def _step(line: str, field: str | None) -> Step:
    found = _STEP.fullmatch(line.strip())
    assert found is not None  # every part of the pattern may be missing
    weight = read_weight(found[3], field=field) if found[3] else Decimal(1)
    return Step(found[2], weight, done=bool(found[1]) and found[1] != " ")


def typed_steps(steps: Iterable[Step]) -> str:
    """The same, as people could have written it: `[x] Ask customers (2)`."""
    return "\n".join(
        f"[{'x' if s.done else ' '}] {s.title} ({typed_number(s.weight)})" for s in steps
    )


@dataclass(frozen=True, slots=True)
class Ticks:
    """Which steps are done, by their place from 1. `moved`: others than before."""

    done: frozenset[int]
    moved: bool

    def of(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The steps with these ones done, and no others."""
        return tuple(replace(s, done=n in self.done) for n, s in enumerate(steps, start=1))

    def value(self, steps: Sequence[Step]) -> Decimal:
        """The share of them that is done, in %."""
        return Milestones(self.of(steps)).value()


def done_in(steps: Sequence[Step]) -> frozenset[int]:
    """The places of those that are done."""
    return frozenset(n for n, step in enumerate(steps, start=1) if step.done)


def ticks(steps: Sequence[Step], done: Collection[int]) -> Ticks:
    """These ones are done, and no others."""
    now = frozenset(done) & frozenset(range(1, len(steps) + 1))
    return Ticks(now, now != done_in(steps))


_NUMBERS: Final = re.compile(
    r"(?:steps? |步骤 ?|步驟 ?|第 ?)?#?\d{1,3}(?: ?(?:,|、|&|\+|and |和) ?\d{1,3})* ?步?"
    r"(?=$|[\s,.;:。])(?!\.\d)(?! ?%)",
    re.IGNORECASE | re.ASCII,
)
_END: Final = " ,.;:，。；：–—-"
# Three steps, three more and three of five may be the third or three of them; 第3步 is the third.
_HOW_MANY: Final = re.compile(
    r"#?(\d{1,3}) ?(?:(?:steps|more)\b|(?:of|out of|von)\b(?! them\b)(?: \d{1,3}\b)?"
    r"|[个個]?步[骤驟]?)",
    re.IGNORECASE | re.ASCII,
)


def read_places(text: str, steps: Sequence[Step]) -> tuple[frozenset[int], str] | None:
    """The steps that a line begins with, and the note behind them: `2, 3 all went well`.

    None where it begins with words. UserError for a step that there is not, and for 2 steps, which
    may be the second or two of them.
    """
    plain = folded(text)
    if (many := _HOW_MANY.match(plain)) is not None:
        raise UserError(
            "“{typed}” can be a step, or how many are done. Type `{one}` for the one step, or the"
            " number of each that is done, such as `1, 2`.",
            typed=text[: many.end()],
            one=f"step {many[1]}",
        )
    found = _NUMBERS.match(plain)
    if found is None:
        return None
    places = frozenset(int(n) for n in re.findall(r"\d+", found[0]))
    if wrong := sorted(places - frozenset(range(1, len(steps) + 1))):
        raise UserError(
            "There is no step {n}: it has {count} of them. Type the number of one, such as 1.",
            n=wrong[0],
            count=len(steps),
        )
    return places, text[found.end() :].lstrip(_END)


# What is said of steps, and hardly the name of one; 未 and 不 beside them, as in 未完成.
_ENGLISH: Final = (
    "all almost already both complete completed done everything finished half in is it nearly no"
    " none not nothing now ok okay over partly progress ready same started still that this"
    " unchanged was yes yet"
)
_SAID: Final = frozenset(_ENGLISH.split())
_SAID_CHINESE: Final = frozenset(
    "一不了于到全分半在好完尚已开快成所未正毕沒没畢的好经經进進还還都部開這这做"
)
_NOT_CHINESE: Final = frozenset("不未没沒")
_WORDS: Final = re.compile(r"\w+")
_BRIEF: Final = 4  # letters: done is as like to down as to a slip of itself


def may_name(words: str, title: str) -> bool:
    """Whether words that are like a title may name its step: done is not down, nor ok in a book.

    Words that say how far it is have to stand in the title; alone they name no step, but as the
    whole title, which is for others to know.
    """
    typed, theirs = _WORDS.findall(words.casefold()), set(_WORDS.findall(title.casefold()))
    if all(word in _SAID or _SAID_CHINESE.issuperset(word) for word in typed):
        return False
    strict = _SAID.intersection(typed)
    if len(typed) == 1 and typed[0].isascii() and len(typed[0]) <= _BRIEF:
        strict |= {typed[0]}
    return strict <= theirs and _NOT_CHINESE.intersection(words) <= set(title)


@dataclass(frozen=True, slots=True)
class TakenLine:
    """What a line says of a KR: its value and a note, and a status of which that is the reason; of
    a milestone KR which steps are done, and which it names and leaves as they are.
    """

    value: Decimal
    note: str
    relative: bool = False
    status: Status | None = None
    ticks: Ticks | None = None
    left: frozenset[int] = frozenset()
