"""Steps of milestone KRs: read with their KR, found by number or words, ticked with an update."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.flows.finding import likeness
from handlers.okr.rules import Entry, KrState, Recorded
from handlers.okr.rules.kinds import Kind, Step
from handlers.okr.rules.steps import TakenLine, done_in, read_places, ticks
from storage import okr_shape
from storage.okr import Update

NAMED: Final = 10  # steps in one sentence
_NOTE: Final = re.compile(r"\s*(?:[:;,，；：–—]|\s-\s)\s*")
_DONE: Final = re.compile(
    r"(?:\s+(?:is |are )?(?:done|ready|finished)|\s*(?:已)?完成了?)[.!。！]*$", re.IGNORECASE
)


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
    """Which steps a line says are done, by number or words; UserError where that is not plain."""
    found = read_places(line, kr.steps) or _by_words(kr, line)
    places, note = found
    before = done_in(kr.steps)
    if places <= before:
        raise UserError(
            "{step} is done already. To take it back, untick it in `/okr update {kr}`.",
            step=kr.steps[min(places) - 1].title,
            kr=f"KR-{kr.number}",
        )
    mark = ticks(kr.steps, before | places)
    return TakenLine(mark.value(kr.steps), note, relative=True, ticks=mark)


def _by_words(kr: KrState, line: str) -> tuple[frozenset[int], str]:
    """All of the line, or what stands before the first colon or comma."""
    whole = _matching(kr, line)
    if len(whole) == 1:
        return whole, ""
    head, *note = _NOTE.split(line, maxsplit=1)
    meant = _matching(kr, head) if note else whole
    if len(meant) == 1:
        return meant, note[0] if note else ""
    raise _not_plain(kr, line, meant or whole)


def _matching(kr: KrState, words: str) -> frozenset[int]:
    """The steps that these words fit best."""
    name = _DONE.sub("", words.strip())
    scored = [(likeness(name, step.title), n) for n, step in enumerate(kr.steps, start=1)]
    best = max((score for score, _ in scored), default=0.0)
    return frozenset(n for score, n in scored if score == best and best)


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
