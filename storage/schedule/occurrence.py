"""One due moment of one schedule, and what becomes of it."""

from collections.abc import Sequence
from datetime import date, datetime, time
from operator import itemgetter
from typing import Any, ClassVar, Final, NamedTuple

from sqlalchemy import Index, Text, Update, bindparam, literal_column, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.orm.attributes import instance_dict

from storage.db import Base, OfWorkspace, among_given, built_once, change, keys_given
from storage.schedule.places import lies_in_given, places_given

_DUE = text("state = 'due'")  # they are few, however much is done


class Occurrence(OfWorkspace, Base):
    """One due moment. Its key says of what: kind, team, local date and, if any, the member.

    state: due, done or skipped (`reason` says why; beside what is due or done, why it was held on
    purpose). `wall_day`, `wall_time` and `zone` are what
    people set; `due_at` is computed from them. `first_due_at` stays when the sending is put off.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        Index("ix_occurrence_waiting", "due_at", postgresql_where=_DUE, sqlite_where=_DUE),
        Index("ix_occurrence_member", "workspace_id", "member_id", "day"),
        {
            "postgresql_with": {"fillfactor": 50}
        },  # a claimed row stays in its page: no index changes
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # the round's or post's local date
    member_id: Mapped[str] = mapped_column(primary_key=True, default="")
    wall_day: Mapped[date]
    wall_time: Mapped[time]
    zone: Mapped[str]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]

    place: ClassVar[int | None] = None  # where it lies in a SQLite file, if it was found there


WITHIN_KIND: Final = (Occurrence.team_id, Occurrence.day, Occurrence.member_id)
_KEY: Final = itemgetter(*(column.key for column in WITHIN_KIND))  # of what a row holds
# Written out, not a parameter: else the index of what waits is not used.
IS_DUE: Final = Occurrence.state == literal_column("'due'", Text)


class Due(NamedTuple):
    """The key of an occurrence that this process has claimed; `place` is where its row lay then.

    A tuple, since a thousand are made and put in order at once: a dataclass takes four times as
    long for that (measured).
    """

    workspace_id: str
    kind: str
    team_id: str
    day: date
    member_id: str
    place: str | int | None = None


def settle(row: Occurrence, now: datetime, *, skipped: str | None = None) -> None:
    """It happened, or it is skipped for this reason."""
    row.state = "skipped" if skipped else "done"
    row.reason = skipped
    row.settled_at = now
    row.claimed_until = None


async def settle_all(
    session: AsyncSession,
    rows: Sequence[Occurrence],
    now: datetime,
    *,
    skipped: str | None = None,
    held: str | None = None,
) -> None:
    """All of these, of one kind and locked, happened, or are skipped for this reason.

    `held`: why those that happened were held on purpose.
    """
    if not rows:
        return
    settled: dict[str, Any] = {"state": "skipped" if skipped else "done", "reason": skipped or held}
    settled |= {"settled_at": now, "claimed_until": None}
    by_place = all(row.place is not None for row in rows)
    these = _settling(session.get_bind().dialect.name, tuple(settled), by_place=by_place)
    new = {f"new_{name}": value for name, value in settled.items()} | {"of_kind": rows[0].kind}
    await change(session, these, (_places if by_place else _keys)(session, rows) | new)
    for row in rows:
        instance_dict(row).update(settled)  # as it is in the database now: nothing to be written


def _places(session: AsyncSession, rows: Sequence[Occurrence]) -> dict[str, Any]:
    return places_given(session, [row.place for row in rows])


def _keys(session: AsyncSession, rows: Sequence[Occurrence]) -> dict[str, Any]:
    return keys_given(session, WITHIN_KIND, [_KEY(instance_dict(row)) for row in rows])


@built_once
def _settling(dialect: str, columns: tuple[str, ...], *, by_place: bool) -> Update:
    is_one = lies_in_given(dialect) if by_place else among_given(dialect, WITHIN_KIND)
    these = update(Occurrence).where(Occurrence.kind == bindparam("of_kind"), is_one)
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
    return these.values(new).execution_options(synchronize_session=False)


def take_up(row: Occurrence, at: datetime) -> None:
    """It was skipped, and is due after all; its reason stays, as why it was held until then."""
    row.state, row.due_at, row.attempts = "due", at, 0
    row.settled_at = row.claimed_until = None


def put_off(row: Occurrence, until: datetime, *, because: str | None = None) -> None:
    """It will be due later; `first_due_at` remembers when it should have been.

    `because`: it is held on purpose, and is not late.
    """
    row.due_at = until
    row.reason = because or row.reason
    row.claimed_until = None
