"""Answering by the form: all of it is recorded, or nothing where somebody was faster."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.rules.asked import Key
from handlers.deps import AfterUpdate
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.okr.rules import WARNINGS, Entry, Past
from storage import checkin as rounds

Hooks = Sequence[AfterUpdate]


async def fill(
    session: AsyncSession,
    hooks: Hooks,
    reader: Reader,
    entries: Sequence[Entry],
    seen: Mapping[int, str],
    now: datetime,
    *,
    held: Collection[Key] = (),
    is_edit: bool = False,
) -> list[int]:
    """Record every value that was sent, also one that stayed: it says that nothing has changed.

    Of an edit, only what is changed. The KRs that somebody else updated since; with any, nothing
    was recorded. `held` are rounds in which more will be written down: all are locked at once.
    """
    shown = await okr.these(session, seen.values())
    before = {number: shown[id_] for number, id_ in seen.items() if id_ in shown}
    meant = [keeping_warning(entry, before.get(entry.kr_number)) for entry in entries]
    if is_edit:
        meant = [e for e in meant if not _stays(e, before.get(e.kr_number))]
    saved = await okr.record_all(session, reader, meant, seen, now, also_unchanged=True)
    await rounds.locked_rounds(session, held)
    await okr.tell(session, hooks, reader, saved.recorded, now)
    return [kr.number for kr in saved.overtaken]


def keeping_warning(entry: Entry, before: Past | None) -> Entry:
    """Who says nothing of the status leaves a warning as it was; a good word holds for once.

    So a KR turns green by what it has come to, or by somebody who says so: never by a tap that
    says that nothing has changed.
    """
    if before is None or entry.status is not None or before.status not in WARNINGS:
        return entry
    return replace(entry, status=before.status, reason=before.reason)


def _stays(entry: Entry, before: Past | None) -> bool:
    """Whether an answer that is edited was left as it was."""
    if before is None or entry.says_more:
        return False
    then = (before.value, before.confidence, before.note, before.status)
    return then == (entry.value, entry.confidence, entry.note, entry.status)
