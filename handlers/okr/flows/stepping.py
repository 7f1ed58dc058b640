"""Steps of milestone KRs: read with their KR, found by number or words, ticked with an update."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.flows.finding import EXACT, likeness
from handlers.okr.rules import Entry, KrState, Recorded
from handlers.okr.rules.another import refuse_another
from handlers.okr.rules.behind import StatedError, said_behind
from handlers.okr.rules.kinds import Kind, Step
from handlers.okr.rules.steps import TakenLine, done_in, may_name, read_places, ticks
from handlers.okr.rules.undone import before_undone, says_undone
from storage import okr_shape
from storage.okr import Update

NAMED: Final = 10  # steps in one sentence
_NOTE: Final = re.compile(r"\s*(?:[:;,，；：–—]|\s-\s)\s*")
_DONE: Final = re.compile(
    r"(?:\s+(?:is |are )?(?:done|ready|finished)|\s*(?:已)?完成了?)[.!。！]*$", re.IGNORECASE
)
_NOT: Final = re.compile(r"(?:\b(?:not|nearly|almost|half)|n't|[没沒未])$", re.IGNORECASE)


async def with_steps(session: AsyncSession, krs: Iterable[KrState]) -> list[KrState]:
    """The same KRs, those that go step by step with their steps; one statement if there are any."""
    krs = list(krs)
    numbers = [kr.number for kr in krs if kr.kind is Kind.MILESTONE]
    if not numbers:
        return krs
    found = await okr_shape.steps_of(session, numbers)
    return [kr._replace(steps=_steps(found.get(kr.number, ()))) for kr in krs]


def _steps(rows: Sequence[okr_shape.Step]) -> tuple[Step, ...]:
    return tuple(Step(row.title, row.weight, row.done_at is not None) for row in rows)


async def tick(
    session: AsyncSession, author: Reader, entries: Sequence[Entry], recorded: Sequence[Recorded]
) -> list[Recorded]:
    """Write down which steps are done, since the moment of their update; the KRs have them then."""
    ticked = {entry.kr_number: entry.ticks for entry in entries if entry.ticks is not None}
    if not ticked or not recorded:
        return list(recorded)
    rows = await okr_shape.steps_of(session, ticked)
    for one in recorded:
        mark, at = ticked.get(one.kr.number), one.kr.made_at
        if mark is not None and at is not None:
            _mark(rows[one.kr.number], mark.done, author.id, at)
    await session.flush()
    return [
        replace(one, kr=one.kr._replace(steps=_steps(rows.get(one.kr.number, ()))))
        for one in recorded
    ]


def _mark(rows: Iterable[okr_shape.Step], done: frozenset[int], by: str, at: datetime) -> None:
    """What was done before stays as it was."""
    for row in rows:
        if row.position not in done:
            row.done_at = row.done_by = None
        elif row.done_at is None:
            row.done_at, row.done_by = at, by


async def untick(session: AsyncSession, withdrawn: Update) -> None:
    """The steps that this update did are not done after all."""
    for row in (await okr_shape.steps_of(session, [withdrawn.kr_number]))[withdrawn.kr_number]:
        if row.done_by == withdrawn.author_id and row.done_at == withdrawn.made_at:
            row.done_at = row.done_by = None
    await session.flush()


def take_steps(kr: KrState, line: str) -> TakenLine:
    """Which steps a line says are done, by number or words, and how the KR stands.

    Whoever says that one is not done, or may be, has a note. UserError where a line is not plain,
    StatedError for a status that the form has to ask about.
    """
    is_name = len(_matching(kr, line)) == 1  # a status may be a part of it
    stated = None if is_name else _stated(kr, line)
    if stated is not None:
        refuse_another(kr, line, stated.note)
        return stated
    places, note = read_places(line, kr.steps) or _by_words(kr, line)
    refuse_another(kr, line, note)
    if says_undone(note):
        return _left(kr, places, line)
    if places <= done_in(kr.steps):
        raise UserError(
            "{step} is done already. To take it back, untick it in `/okr update {kr}`.",
            step=kr.steps[min(places) - 1].title,
            kr=f"KR-{kr.number}",
        )
    return _taken(kr, places, note)


def _stated(kr: KrState, line: str) -> TakenLine | None:
    """What is said with a status; behind a step that is not done, the whole line is its reason."""
    try:
        stated = said_behind(kr, line, lambda head, _: _before_status(kr, head))
    except StatedError as error:
        named = _before_status(kr, error.value)
        if named is not None and named.left:
            error.why = error.value
        raise
    return replace(stated, note=line) if stated is not None and stated.left else stated


def _before_status(kr: KrState, head: str) -> TakenLine | None:
    """The steps that are done before a status, and nothing else; None where it is of a sentence.

    The pilot is at risk: so it is hardly done, and nothing is ticked.
    """
    found = read_places(head, kr.steps) or _not_done(kr, head)
    if found is not None:
        if found[1] and says_undone(found[1]):
            return _left(kr, found[0], head)
        return None if found[1] else _taken(kr, found[0])
    meant = _matching(kr, head)
    if len(meant) != 1:
        return None
    return _taken(kr, meant if _DONE.search(head) else frozenset())


def _taken(kr: KrState, places: frozenset[int], note: str = "") -> TakenLine:
    mark = ticks(kr.steps, done_in(kr.steps) | places)
    return TakenLine(mark.value(kr.steps), note, relative=True, ticks=mark)


def _left(kr: KrState, places: frozenset[int], note: str) -> TakenLine:
    """A note, and no step is another than before."""
    return replace(_taken(kr, frozenset(), note), left=places)


def _not_done(kr: KrState, line: str) -> tuple[frozenset[int], str] | None:
    """The one step of which a line says, by its words, that it is not done; and that."""
    head = before_undone(line)
    meant = _matching(kr, head) if head else frozenset()
    return (meant, line[len(head) :]) if len(meant) == 1 else None


def _by_words(kr: KrState, line: str) -> tuple[frozenset[int], str]:
    """All of the line, or what stands before the first colon or comma."""
    whole = _matching(kr, line)
    if len(whole) == 1:
        return whole, ""
    head, *note = _NOTE.split(line, maxsplit=1)
    meant = _matching(kr, head) if note else whole
    if len(meant) == 1:
        return meant, note[0] if note else ""
    if (left := _not_done(kr, line)) is not None:
        return left
    raise _not_plain(kr, line, meant or whole)


def _matching(kr: KrState, words: str) -> frozenset[int]:
    """The steps that these words fit best."""
    scored = [(_fit(words.strip(), step.title), n) for n, step in enumerate(kr.steps, start=1)]
    best = max((score for score, _ in scored), default=0.0)
    return frozenset(n for score, n in scored if score == best and best)


def _fit(words: str, title: str) -> float:
    """How well they fit, with or without the word that it is done; 0 for what names no step."""
    if likeness(words, title) == EXACT:
        return EXACT
    name = _DONE.sub("", words)
    if name != words and _NOT.search(name):
        return 0.0
    score = likeness(name, title)
    return score if score == EXACT or may_name(name, title) else 0.0


def _not_plain(kr: KrState, line: str, meant: frozenset[int]) -> UserError:
    name = f"KR-{kr.number}"
    if meant:
        return UserError(
            "“{line}” fits several steps: {steps}. Type its number, as in `/okr update {kr} {n}`.",
            line=line[:40],
            steps=[f"{n} {kr.steps[n - 1].title}" for n in sorted(meant)[:NAMED]],
            kr=name,
            n=str(min(meant)),
        )
    return UserError(
        "{kr} goes step by step, and “{line}” is none of its steps. Type the number of the one that"
        " is done, as in `/okr update {kr} 1`, or `/okr update {kr}` alone to tick them: {steps}",
        kr=name,
        line=line[:40],
        steps=[f"{n} {step.title}" for n, step in enumerate(kr.steps[:NAMED], start=1)],
    )
