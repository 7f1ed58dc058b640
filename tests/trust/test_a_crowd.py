"""Three hundred people in one team: asked, reminded and summed up with as many statements."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from time import perf_counter
from typing import Final

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers.checkin import flows
from handlers.checkin.rules import cadence
from handlers.kit.blocks import MESSAGE_BLOCKS
from handlers.okr import flows as okr
from handlers.okr.rules import Entry
from handlers.schedule.jobs import BATCH
from storage.okr import Cycle, KeyResult, Objective
from storage.schedule import Occurrence
from tests.trust.company import BERLIN, Company
from tests.trust.deep import on_one_database
from tests.trust.killing import ending
from tests.trust.week import MONDAY

CROWD: Final = 300
PROMPTED: Final = MONDAY + timedelta(days=2, hours=2)
REMINDED: Final = PROMPTED + timedelta(days=1)
CLOSED: Final = PROMPTED + timedelta(days=2, hours=2)


async def team_of(company: Company, size: int) -> list[str]:
    """Each of them has a key result."""
    people = [f"U{n:03}" for n in range(size)]
    await company.people(people, BERLIN)
    await company.team("care", people)
    await with_key_results(company, people)
    return people


async def with_key_results(company: Company, people: Sequence[str]) -> None:
    born = company.now - timedelta(days=40)
    async with company.session() as session:
        session.add(Cycle(id="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31)))
        session.add(
            Objective(
                number=1,
                team_id="care",
                cycle_id="2026-Q4",
                title="Delight people who ask",
                owner_id=people[0],
                created_at=born,
            )
        )
        await session.flush()
        session.add_all(_key_result(n, who, born) for n, who in enumerate(people, start=1))


def _key_result(number: int, owner: str, born: datetime) -> KeyResult:
    return KeyResult(
        number=number,
        objective_number=1,
        position=number,
        title="Answer within hours",
        owner_id=owner,
        unit="h",
        start=Decimal(60),
        target=Decimal(12),
        activated_at=born,
    )


async def all_answer(company: Company, people: Sequence[str]) -> None:
    """A new value and a long note for every key result, and what some say to the questions."""
    note = "It took a while & <more> " * 100
    entries = [Entry(n, Decimal(n % 70), None, note) for n, _ in enumerate(people, start=1)]
    async with company.session() as session:
        author = await company.deps.reader(session, people[0])
        krs = await okr.key_results(session, company.now, team_ids=["care"])
        seen, hooks = {kr.number: kr.seen for kr in krs}, company.deps.after_update
        await flows.fill(session, hooks, author, entries, seen, company.now)
    for who in people[:20]:
        await company.answer(who)


async def test_as_many_statements_ask_and_remind_three_hundred_as_thirty(
    engine: AsyncEngine,
) -> None:
    costs = {}
    for size in (30, CROWD):
        company = Company(engine, MONDAY, f"T{size}")
        people = await team_of(company, size)
        await company.run_to(PROMPTED - timedelta(minutes=1))
        for moment, kind in ((PROMPTED, cadence.PROMPT), (REMINDED, cadence.REMIND)):
            company.clock.move_to(moment)
            begun = perf_counter()
            with ending(engine) as steps:
                await company.beat()
            print(f"{kind} of {size}: {steps.begun} statements, {perf_counter() - begun:.2f} s")  # noqa: T201 figures
            costs[kind, size] = steps.begun
            assert (await company.seen()).cards(kind) == dict.fromkeys(people, 1)
        await company.end()
    batches = -(-CROWD // BATCH)
    for kind in (cadence.PROMPT, cadence.REMIND):
        assert costs[kind, CROWD] <= batches * costs[kind, 30]


@on_one_database
async def test_what_three_hundred_say_fits_into_one_message(engine: AsyncEngine) -> None:
    company = Company(engine, MONDAY)
    people = await team_of(company, CROWD)
    await company.run_to(PROMPTED)
    await all_answer(company, people)
    async with company.session() as session:  # their cards are not what this is about
        await session.execute(delete(Occurrence).where(Occurrence.kind == cadence.REFRESH))
    await company.run_to(CLOSED - timedelta(minutes=1))
    company.clock.move_to(CLOSED)
    begun = perf_counter()
    with ending(engine) as steps:
        await company.beat()
    print(f"the close: {steps.begun} statements, {perf_counter() - begun:.2f} s")  # noqa: T201 a figure
    (post,) = [m for m in (await company.seen()).messages if m.key.startswith("checkin:summary:")]
    assert post.payload is not None
    assert f"{CROWD} of {CROWD} answered" in str(post.payload)
    assert len(post.payload["blocks"]) < MESSAGE_BLOCKS  # nothing had to be cut off
