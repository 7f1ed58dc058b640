"""What is forgotten, when, and that what recall and edit need stays."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from handlers.kit import blocks
from handlers.outbox import flows
from handlers.outbox.jobs import GRACE, reclaim
from handlers.upkeep import jobs
from handlers.upkeep.rules import BATCH, RULES, Rule
from storage import outbox
from storage.absence import DayOff
from storage.checkin_draft import Draft
from storage.db import Base, upsert
from storage.nudge import Nudge
from storage.outbox import Budget, Outgoing
from storage.schedule import Occurrence
from storage.sending.choosing import OPEN
from storage.upkeep import OVER
from storage.workspace import Arrival
from tests.world import HOME, World

SECOND: Final = timedelta(seconds=1)
LONG_AGO: Final = datetime(2022, 1, 3, 10, tzinfo=UTC)
NEVER: Final = datetime(2100, 1, 1, tzinfo=UTC)
Make = Callable[[str, datetime | None], Base]


def arrival(name: str, over: datetime | None) -> Arrival:
    assert over is not None
    return Arrival(key=name, seen_at=over)


def budget(name: str, over: datetime | None) -> Budget:
    assert over is not None
    return Budget(bucket=name, free_at=over)


def message(name: str, over: datetime | None, **values: Any) -> Outgoing:
    """One that stands in a channel; `over` is when it was sent."""
    row = {
        "message": name,
        "seq": 0,
        "kind": "post",
        "target": "C1",
        "payload": {"text": name},
        "bulk": False,
        "state": "sent",
        "due_at": NEVER,
        "channel": "C1",
        "ts": f"{name}.1",
        "created_at": LONG_AGO,
        "settled_at": over,
    }
    return Outgoing(key=name, **row | values)


def picture(name: str, over: datetime | None) -> Outgoing:
    return message(name, over, kind="upload")


def change(name: str, over: datetime | None) -> Outgoing:
    return message(name, over, kind="update", seq=1, payload=None)


def occurrence(name: str, over: datetime | None, **values: Any) -> Occurrence:
    row = {
        "kind": "none.such",
        "team_id": name,
        "day": LONG_AGO.date(),
        "member_id": "",
        "wall_day": LONG_AGO.date(),
        "wall_time": time(10),
        "zone": "UTC",
        "due_at": LONG_AGO,
        "first_due_at": LONG_AGO,
        "state": "done",
        "settled_at": over,
    }
    return Occurrence(**row | values)


def nudge(name: str, over: datetime | None) -> Nudge:
    return Nudge(member_id="U1", key=name, kind="checkin.remind", sent_at=over or NEVER)


def draft(name: str, over: datetime | None) -> Draft:
    return Draft(member_id=name, content="{}", saved_at=over or NEVER)


def day_off(name: str, over: datetime | None) -> DayOff:
    """Over is its last day."""
    last = (over or NEVER).date()
    return DayOff(id=name, first=last, last=last, made_by="U1", made_at=LONG_AGO)


ROWS: Final[dict[str, Make]] = {
    "arrivals": arrival,
    "files": picture,
    "payloads": message,
    "changes": change,
    "occurrences": occurrence,
    "budgets": budget,
    "nudges": nudge,
    "drafts": draft,
    "days_off": day_off,
}


async def add(world: World, *rows: Base) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        session.add_all(rows)


async def names(world: World, what: str) -> set[str]:
    """The names of the rows that are there and, where only words are forgotten, have them."""
    over = OVER[what]
    name = {
        Arrival: Arrival.key,
        Budget: Budget.bucket,
        Occurrence: Occurrence.team_id,
        Nudge: Nudge.key,
        Draft: Draft.member_id,
        DayOff: DayOff.id,
    }.get(over.table, Outgoing.key)
    found = select(name)
    if over.left:
        found = found.where(Outgoing.payload.is_not(None))
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return set(await session.scalars(found))


def test_every_rule_knows_its_rows_and_is_tried_here() -> None:
    assert {rule.what for rule in RULES} == set(OVER) == set(ROWS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
async def test_what_is_over_for_longer_than_its_rule_keeps_it_goes(
    world: World, rule: Rule
) -> None:
    edge, make = world.clock.now() - rule.kept, ROWS[rule.what]
    later = timedelta(days=1) if rule.what == "days_off" else SECOND
    await add(world, make("over", edge), make("not yet", edge + later))
    await jobs.prune(world.bot.deps, world.clock.now())
    assert {"over", "not yet"} & await names(world, rule.what) == {"not yet"}


async def test_what_still_has_to_happen_is_kept_however_old_it_is(world: World) -> None:
    await add(world, message("waits", None), occurrence("planned", None, state="due"))
    await jobs.prune(world.bot.deps, world.clock.now())
    assert "waits" in await names(world, "payloads")
    assert "planned" in await names(world, "occurrences")


@pytest.mark.parametrize("state", OPEN)
async def test_what_may_still_be_sent_keeps_what_it_says_whenever_it_was_seen_to_wait(
    world: World, state: str
) -> None:
    makes = {"says": message, "file": picture, "change": change}
    for name, make in makes.items():
        row = make(name, LONG_AGO)
        row.state, row.payload, row.due_at = state, {"text": name}, NEVER
        row.claimed_until = NEVER if state == "claimed" else None
        await add(world, row)
    await jobs.prune(world.bot.deps, world.clock.now())
    assert makes.keys() <= await names(world, "payloads")


async def test_a_file_that_was_left_behind_is_sent_though_files_are_forgotten_meanwhile(
    world: World,
) -> None:
    deps, care = world.bot.deps, world.channel("care")
    content = base64.b64encode(b"a chart").decode()
    file = {"name": "c.png", "title": "Chart", "alt": "a chart", "content": content}
    async with deps.sessions.workspace(HOME) as session:
        await flows.post(session, "above", care, blocks.message("above"), world.clock.now())
    await world.settle()
    async with deps.sessions.workspace(HOME) as session:
        await flows.upload(session, "file", "above", file, world.clock.now())
        (row,) = await session.scalars(select(Outgoing).where(Outgoing.key == "file"))
        row.state, row.claimed_until, row.attempts = "claimed", world.clock.now(), 1
    await reclaim(deps, world.clock.now())
    await jobs.prune(deps, world.clock.now())
    world.clock.advance(GRACE.total_seconds())
    await reclaim(deps, world.clock.now())
    await world.settle()
    assert [len(m.files) for m in world.place("care").messages.values()] == [0, 1]


async def test_many_rows_go_in_batches_that_are_bounded_until_none_is_left(world: World) -> None:
    now = world.clock.now()
    seen = now - timedelta(days=2)
    rows = [{"key": f"event:{number}", "seen_at": seen} for number in range(2 * BATCH + 1)]
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for start in range(0, len(rows), BATCH):
            await upsert(session, Arrival, rows[start : start + BATCH], update=())
    left = []
    again: datetime | None = now
    while again is not None:
        again = await jobs.prune(world.bot.deps, now)
        async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
            old = select(func.count()).select_from(Arrival).where(Arrival.seen_at == seen)
            left.append(await session.scalar(old))
    assert left == [BATCH + 1, 1, 0]


async def test_what_was_posted_years_ago_can_still_be_changed_and_taken_back(
    world: World,
) -> None:
    deps, care = world.bot.deps, world.channel("care")
    for name in ("edited", "recalled"):
        async with deps.sessions.workspace(HOME) as session:
            await flows.post(session, name, care, blocks.message(name), world.clock.now())
    await world.settle()
    async with deps.sessions.workspace(HOME) as session:
        await flows.update(session, "edited", blocks.message("edited once"), world.clock.now())
    await world.settle()
    places = [m.ts for m in world.posted("care")]
    world.clock.move_to(world.clock.now() + timedelta(days=1500))
    await world.settle()
    assert {"edited", "recalled"} & await names(world, "payloads") == set()
    assert await names(world, "changes") >= {"edited", "recalled"}
    assert "edited#1" not in await names(world, "changes")
    async with deps.sessions.workspace(HOME) as session:
        assert await outbox.posted_at(session, care, places[0]) is not None
        now = world.clock.now()
        assert await flows.update(session, "edited", blocks.message("edited again"), now)
        assert await flows.delete(session, "recalled", now)
    await world.settle()
    assert [m.text for m in world.posted("care")] == ["edited again"]
