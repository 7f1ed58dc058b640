"""What the key results of teams did in a while, in a constant number of statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows.states import days, runs, state_of, tally_of
from handlers.okr.rules import KrState, Movement
from handlers.okr.rules.audit import What
from handlers.okr.rules.kinds import Keep, Reach
from storage import okr_audit
from storage.okr_reading import Move, Span, moves

_CHANGING: Final = (What.OWNER, What.START, What.TARGET, What.LOW, What.HIGH)


async def movements(
    session: AsyncSession,
    spans: Mapping[str, Span],
    now: datetime,
    *,
    counting: datetime | None = None,
) -> dict[str, list[Movement]]:
    """What each KR of these teams did from one moment until another; also those that stood still.

    `spans` has each team's two moments. A KR whose cycle ended between them is among its team's,
    one that had not begun or was closed when it was `counting` (now, unless it is said) is not.
    `kr` has its latest update, and what was expected `now`, which may be a moment that is past.
    """
    found: dict[str, list[Movement]] = {team_id: [] for team_id in spans}
    if not spans:
        return found
    first, last = days(min(since for since, _ in spans.values()), max(u for _, u in spans.values()))
    for move in await moves(session, spans, first, last, counting or now):
        team = move.whole[-1].id
        if runs(move.whole, *spans[team]):
            found[team].append(_movement(move, now))
    return found


async def as_then(
    session: AsyncSession, moved: Sequence[Movement], then: datetime
) -> list[Movement]:
    """The same, with whom each KR belonged to at that moment, and what it aimed at."""
    numbers = [one.kr.number for one in moved]
    was = await okr_audit.before(session, numbers, _CHANGING, then) if numbers else {}
    return [replace(one, kr=_before(one.kr, was)) for one in moved] if was else list(moved)


async def owners_then(
    session: AsyncSession, asked: Collection[tuple[int, datetime]]
) -> dict[tuple[int, datetime], str]:
    """Whose each of these KRs was at that moment, be it closed since."""
    if not asked:
        return {}
    numbers = {number for number, _ in asked}
    known = await okr_audit.owners(session, numbers)
    first = min(then for _, then in asked)
    changed = await okr_audit.changed(session, numbers, (What.OWNER,), first)
    found = {(number, then): known[number] for number, then in asked if number in known}
    for number, _, before, made_at in changed:  # newest first
        found |= {one: before for one in found if one[0] == number and one[1] < made_at}
    return found


def _before(kr: KrState, was: Mapping[tuple[int, str], str]) -> KrState:
    def end(what: What, now: Decimal | None) -> Decimal | None:
        text = was.get((kr.number, what))
        return now if text is None else Decimal(text) if text else None

    owner, aim = was.get((kr.number, What.OWNER), kr.owner_id), kr.aim
    if isinstance(aim, Keep):
        return kr._replace(
            owner_id=owner, aim=Keep(end(What.LOW, aim.low), end(What.HIGH, aim.high))
        )
    start, target = end(What.START, aim.start), end(What.TARGET, aim.target)
    if start is None or target is None:  # it was of another kind
        return kr._replace(owner_id=owner)
    return kr._replace(owner_id=owner, aim=Reach(start, target))


def _movement(move: Move, now: datetime) -> Movement:
    return Movement(
        kr=state_of(move.whole, move.current, tally_of(move.inside, move.all_), now),
        before=move.before,
        after=move.after,
        updates=move.updates,
    )
