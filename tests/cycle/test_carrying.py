"""What goes on in the next cycle: steps that are left, bands, shares, and what it supports."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.carrying import carry
from handlers.cycle.flows.links import links
from handlers.cycle.flows.reading import ended, places
from storage import cycle_end, okr_shape
from storage.db import Sessions
from storage.okr import Cycle, KeyResult, Objective
from storage.okr_shape import KrTeam, Step
from storage.workspace import next_numbers
from tests.okr.stage import BEN, CHEN, add_team
from tests.world import HOME

NOW = datetime(2027, 1, 5, 14, tzinfo=UTC)
LAST = date(2026, 12, 31)


def _kr(number: int, of: int, **values: object) -> KeyResult:
    return KeyResult(
        **{
            "number": number,
            "objective_number": of,
            "position": number,
            "title": f"KR {number}",
            "owner_id": CHEN,
            "start": Decimal(0),
            "target": Decimal(100),
            "activated_at": NOW,
            "carries": True,
            **values,
        }
    )


async def company(session: AsyncSession) -> None:
    """O-1 of the company lives with Product, O-2 of Care supports it."""
    for name in ("Care", "Product"):
        await add_team(session, name, f"C{name}", [BEN], zone="Europe/Berlin")
    session.add(Cycle(id="2026-Q4", starts=date(2026, 10, 1), ends=LAST))
    await session.flush()
    shared = {"cycle_id": "2026-Q4", "owner_id": BEN, "created_at": NOW, "title": "Delight"}
    session.add(Objective(number=1, team_id="Product", level="company", **shared))
    session.add(Objective(number=2, team_id="Care", supports=1, weight=Decimal(2), **shared))
    await session.flush()
    await next_numbers(session, "objective", 10)
    await next_numbers(session, "key_result", 10)


async def carried(session: AsyncSession, *teams: str) -> None:
    """As when the results of these teams are posted, one after the other."""
    for team in teams:
        found = await ended(session, NOW, team_ids=[team], ends=[LAST])
        await cycle_end.lock(session, places(found))
        await carry(session, found, NOW)
        await session.flush()


async def heirs(session: AsyncSession, old: int) -> Sequence[KeyResult]:
    return list(await session.scalars(select(KeyResult).where(KeyResult.carried_from == old)))


async def test_steps_that_are_left_bands_and_shares_go_on(sessions: Sessions) -> None:
    async with sessions.workspace(HOME) as session:
        await company(session)
        session.add(_kr(1, 2, kind="milestone"))
        session.add(_kr(2, 2, kind="keep", low=Decimal(95), target=Decimal(1), unit="%"))
        session.add(_kr(3, 2, carries=False))
        await session.flush()
        for position, done in ((1, NOW), (2, None), (3, None)):
            session.add(Step(kr_number=1, position=position, title=f"S{position}", done_at=done))
        session.add(KrTeam(kr_number=1, team_id="Product"))
        await session.flush()
        await carried(session, "Care")
        ((steps,), (band,)) = [await heirs(session, n) for n in (1, 2)]
        left = (await okr_shape.steps_of(session, [steps.number]))[steps.number]
        assert [(s.position, s.title) for s in left] == [(1, "S2"), (2, "S3")]
        assert await okr_shape.shared_with(session, [steps.number]) == {steps.number: ["Product"]}
        assert (band.kind, band.low, band.high, band.unit) == ("keep", Decimal(95), None, "%")
        assert band.start != band.target  # older code divides by their difference
        assert await heirs(session, 3) == []
        past = (await links(session, steps.number)).past
        assert past is not None
        assert (past.number, past.cycle_id, past.grade) == (1, "2026-Q4", None)


async def test_what_it_supports_is_followed_whichever_goes_on_first(sessions: Sessions) -> None:
    for order in (("Product", "Care"), ("Care", "Product")):
        async with sessions.workspace(f"T{order[0]}") as session:
            await company(session)
            session.add(_kr(1, 1))
            session.add(_kr(2, 2))
            await session.flush()
            await carried(session, *order)
            rows = {
                o.carried_from: o
                for o in await session.scalars(select(Objective))
                if o.carried_from
            }
            assert rows[2].supports == rows[1].number
            assert (rows[1].level, rows[2].weight, rows[2].cycle_id) == (
                "company",
                Decimal(2),
                "2027-Q1",
            )


async def test_carrying_twice_makes_nothing_twice(sessions: Sessions) -> None:
    async with sessions.workspace(HOME) as session:
        await company(session)
        session.add(_kr(1, 2))
        await session.flush()
        await carried(session, "Care", "Care")
        assert len(await heirs(session, 1)) == 1
        session.add(_kr(4, 2))
        await session.flush()
        await carried(session, "Care")
        ((one,), (other,)) = [await heirs(session, n) for n in (1, 4)]
        assert one.objective_number == other.objective_number


async def test_many_go_on_in_as_many_statements_as_one(sessions: Sessions) -> None:
    counts = []
    for workspace, krs in (("TONE", ((1, 2),)), ("TMANY", ((1, 2), (2, 2), (3, 3), (4, 3)))):
        async with sessions.workspace(workspace) as session:
            await company(session)
            other = {"cycle_id": "2026-Q4", "owner_id": BEN, "created_at": NOW, "title": "More"}
            session.add(Objective(number=3, team_id="Care", **other))
            await session.flush()
            session.add_all(_kr(number, of) for number, of in krs)
            await session.flush()
            statements: list[str] = []
            engine, note = sessions.engine.sync_engine, _noting(statements)
            event.listen(engine, "before_cursor_execute", note)
            await carried(session, "Care")
            event.remove(engine, "before_cursor_execute", note)
            made = list(await session.scalars(select(KeyResult.number)))
            assert len(made) == 2 * len(krs)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def _noting(statements: list[str]) -> Callable[..., None]:
    def note(*args: object) -> None:
        statements.append(str(args[2]))

    return note
