"""Who changed what, when, from what to what and why: changes and updates in one table."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.exchange.rules.cells import number, reference
from storage import exchange
from storage.okr_audit import Change

COLUMNS: Final = (
    "when",
    "who",
    "objective number",
    "objective",
    "key result number",
    "key result",
    "what",
    "before",
    "after",
    "why",
    "day",
    "confidence",
    "status",
    "note",
    "link",
    "quote",
    "withdrawn at",
    "withdrawn by",
)
Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Names:
    people: Mapping[str, str]
    objectives: Mapping[int, str]
    krs: Mapping[int, tuple[int, str]]

    def person(self, id_: str | None) -> str:
        return self.people.get(id_ or "", id_ or "")

    def about(self, objective: int | None, kr: int | None) -> Cells:
        """What it is about; what is gone has its number only."""
        of, title = self.krs.get(kr or 0, (objective, ""))
        return {
            "objective number": reference("O", of),
            "objective": self.objectives.get(of or 0, ""),
            "key result number": reference("KR", kr),
            "key result": title,
        }


async def lines(session: AsyncSession, people: Mapping[str, str]) -> AsyncGenerator[Cells]:
    """Every change and every update, also those that were withdrawn, the oldest first.

    `people` are e-mail addresses by id. They are read as they are taken.
    """
    names = _Names(people, *await exchange.titles(session))
    changes = exchange.changes(session)
    change = await anext(changes, None)
    async for update in exchange.updates(session):
        while change is not None and change.made_at <= update.made_at:
            yield _change_cells(change, names)
            change = await anext(changes, None)
        yield _update_cells(update, names)
    while change is not None:
        yield _change_cells(change, names)
        change = await anext(changes, None)


def _change_cells(change: Change, names: _Names) -> Cells:
    return names.about(change.objective_number, change.kr_number) | {
        "when": _moment(change.made_at),
        "who": names.person(change.author_id),
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "why": change.reason,
    }


def _update_cells(update: Row[Any], names: _Names) -> Cells:
    return names.about(None, update.kr_number) | {
        "when": _moment(update.made_at),
        "who": names.person(update.author_id),
        "what": "value",
        "before": number(update.before),
        "after": number(update.value),
        "why": update.reason,
        "day": update.day.isoformat(),
        "confidence": "" if update.confidence is None else str(update.confidence),
        "status": update.status or "",
        "note": update.note,
        "link": update.link,
        "quote": reference("Q", update.quote_number),
        "withdrawn at": _moment(update.withdrawn_at),
        "withdrawn by": names.person(update.withdrawn_by or update.author_id)
        if update.withdrawn_at
        else "",
    }


def _moment(value: datetime | None) -> str:
    return "" if value is None else value.isoformat(timespec="seconds")
