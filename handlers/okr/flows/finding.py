"""Which KR somebody means: by its number, or by words of its title with typing errors."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from rapidfuzz import fuzz
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.flows.standing import not_open
from handlers.okr.flows.states import key_results
from handlers.okr.rules import KrState

WORD: Final = 75  # of 100: how alike a typed word and one of the title have to be
SHORT: Final = 3  # words up to this length allow no typing error
CLOSE: Final = 5  # how much worse than the best a match may be and still be offered
EXACT: Final = 101.0
T = TypeVar("T")
_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Meant:
    """The KRs that a line may mean, the best first, and what stands behind their name.

    `objective`: it names this one, and they are its KRs.
    """

    krs: list[KrState]
    rest: str
    objective: int | None = None


async def find(
    session: AsyncSession,
    words: str,
    now: datetime,
    *,
    team_ids: Collection[str] | None = None,
) -> list[KrState]:
    """The KRs that KR-3, kr3, 3 or words of a title mean: none, one, or several alike."""
    numbered = rules.split_number(words)
    if numbered is not None and not numbered[1]:
        return await key_results(session, now, team_ids=team_ids, numbers=[numbered[0]])
    return _best(words, await key_results(session, now, team_ids=team_ids))[1]


async def understand(session: AsyncSession, line: str, now: datetime) -> Meant:
    """Which KR a line begins with, and the rest: value and note. UserError when it names none."""
    numbered = rules.split_number(line)
    if numbered is not None:
        found = await key_results(session, now, numbers=[numbered[0]])
        if not found:
            raise await not_open(session, numbered[0])
        return Meant(found, numbered[1])
    everything = await key_results(session, now)
    tried = [(*_best(name, everything), rest) for name, rest in rules.splits(line)]
    score, krs, rest = max(tried, key=lambda one: one[0])  # of equals the first
    return Meant(krs, rest) if score else _of_objective(line, everything)


def _of_objective(line: str, krs: Iterable[KrState]) -> Meant:
    """The KRs of the objective that a line begins with. UserError when it names none."""
    named = rules.split_objective(line)
    if named is None:
        raise _nothing_like(line)
    number, rest = named
    below = [kr for kr in krs if kr.objective_number == number]
    if not below:
        raise UserError(
            "Values are recorded for key results, and I find no open one of O-{n}. `/okr` lists"
            " your team's.",
            n=str(number),
        )
    return Meant(below, rest, number)


async def the_one(session: AsyncSession, words: str, now: datetime) -> list[KrState]:
    """As `find`, but UserError when there is none."""
    found = await find(session, words, now)
    if found:
        return found
    numbered = rules.split_number(words)
    if numbered is not None and not numbered[1]:
        raise await not_open(session, numbered[0])
    raise _nothing_like(words)


def _nothing_like(words: str) -> UserError:
    return UserError(
        "No open key result is called anything like “{words}”. Name it by its number, like KR-3, or"
        " by words of its title; `/okr` lists those of your team.",
        words=words[:60],
    )


def _best(name: str, krs: Iterable[KrState]) -> tuple[float, list[KrState]]:
    scored = _scored(name, krs, lambda kr: kr.title)
    return (scored[0][0] if scored else 0.0), [kr for _, kr in scored]


def best_of(words: str, things: Iterable[T], title: Callable[[T], str]) -> list[T]:
    """The things whose titles these words fit, the best first; several where they fit alike."""
    return [thing for _, thing in _scored(words, things, title)]


def _scored(words: str, things: Iterable[T], title: Callable[[T], str]) -> list[tuple[float, T]]:
    scored = [(likeness(words, title(thing)), thing) for thing in things]
    best = max((score for score, _ in scored), default=0.0)
    if best in (0.0, EXACT):
        return [one for one in scored if best and one[0] == best]
    near = [one for one in scored if one[0] >= best - CLOSE]
    return sorted(near, key=lambda one: -one[0])


def likeness(name: str, title: str) -> float:
    """How well typed words fit a title: 0 not at all, 100 each is in it, 101 it is the title."""
    typed = [word for word in name.casefold().split() if any(c.isalnum() for c in word)]
    whole = title.casefold()
    if typed == whole.split():
        return EXACT
    scores = [_word(word, whole) for word in typed]
    return 0.0 if not scores or min(scores) < WORD else sum(scores) / len(scores)


def _word(word: str, title: str) -> float:
    if word.isdecimal():
        return 100.0 if word in _WORDS.findall(title) else 0.0
    if word in title:
        return 100.0
    if len(word) <= SHORT:
        return 0.0
    best = max((fuzz.ratio(word, other) for other in title.split()), default=0.0)
    # Chinese is written without spaces: a word is somewhere in the title.
    return best if title.isascii() else max(best, fuzz.partial_ratio(word, title))
