"""A team with key results, set up straight in the database; and what is seen of its rounds."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from bot.sandbox.hands import Outcome
from bot.sandbox.model import Message, View
from handlers.okr import flows as okr
from handlers.schedule.rules import moment
from storage.db import insert_once, new_id
from storage.okr import Cycle, KeyResult, Objective, Update
from storage.question import Question
from storage.schedule import Occurrence
from storage.team import Member, Team, set_members
from tests.world import HOME, World

ANNA, BEN, CHEN, DAI, EVE = "U0ANNA", "U0BEN", "U0CHEN", "U0DAI", "U0EVE"
BERLIN = "Europe/Berlin"
FOR_LEADS = ("Who has not answered", "还没有更新进度的人")
DAY = date(2026, 11, 18)  # the first Wednesday of the world
# When its round asks, reminds, reminds once more and closes, in Berlin.
PROMPT_AT = moment(DAY, time(10), BERLIN)
REMIND_AT = moment(DAY + timedelta(days=1), time(10), BERLIN)
LAST_CALL_AT = moment(DAY + timedelta(days=2), time(9), BERLIN)
CLOSE_AT = moment(DAY + timedelta(days=2), time(12), BERLIN)


async def add_team(
    world: World,
    members: tuple[str, ...],
    *,
    id_: str = "care",
    channel: str = "care",
    weekday: int = 2,
    at: time = time(10),
    zone: str = BERLIN,
    language: str = "en-US",
    asks: bool = False,
) -> str:
    """A team as `/okr team` makes it, hooks included; unless it `asks`, its lead has taken its
    questions out, so that only owners of key results are asked.
    """
    async with world.bot.deps.sessions.workspace(HOME) as session:
        session.add(
            Team(
                id=id_,
                name=id_.title(),
                channel=world.channel(channel),
                zone=zone,
                language=language,
                checkin_weekday=weekday,
                checkin_time=at,
                digest_weekday=4,
                digest_time=time(15),
                created_by=members[0],
                created_at=world.clock.now(),
            )
        )
        await session.flush()
        await set_members(session, id_, members, members[:1])
        if not asks:
            session.add(_taken_out(id_, world.clock.now()))
    await saved(world, id_)
    return id_


def _taken_out(team_id: str, now: datetime) -> Question:
    return Question(
        id=new_id(),
        team_id=team_id,
        position=1,
        text="How are you?",
        made_at=now,
        retired_at=now,
    )


async def change_team(world: World, id_: str, **values: Any) -> None:
    """As the team's form does it."""
    members = values.pop("members", None)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        team = await session.scalar(select(Team).where(Team.id == id_))
        assert team is not None
        for name, value in values.items():
            setattr(team, name, value)
        if members is not None:
            await set_members(session, id_, members, members[:1])
    await saved(world, id_)


async def saved(world: World, id_: str) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for hook in world.bot.deps.after_team:
            await hook(session, id_, world.clock.now())


async def add_kr(
    world: World,
    number: int,
    owner: str,
    *,
    team: str = "care",
    title: str = "Answer within hours",
    start: int = 60,
    target: int = 12,
    value: int | None = None,
    begun: datetime | None = None,
) -> None:
    """A key result of an objective of its own; `value` is an update of two months ago, when it has
    `begun` unless that is said.
    """
    born = datetime(2026, 10, 1, tzinfo=world.clock.now().tzinfo)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await insert_once(
            session, Cycle, id="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31)
        )
        session.add(
            Objective(
                number=number,
                team_id=team,
                cycle_id="2026-Q4",
                title="Delight people who ask",
                owner_id=owner,
                created_at=born,
            )
        )
        await session.flush()
        session.add(
            KeyResult(
                number=number,
                objective_number=number,
                position=1,
                title=title,
                owner_id=owner,
                unit="h",
                start=Decimal(start),
                target=Decimal(target),
                activated_at=begun or born,
            )
        )
        await session.flush()
        if value is not None:
            session.add(
                Update(
                    id=new_id(),
                    kr_number=number,
                    author_id=owner,
                    value=Decimal(value),
                    note="as it was",
                    day=born.date(),
                    made_at=born,
                )
            )


async def record(world: World, who: str, number: int, value: int, note: str = "") -> None:
    """As `/okr update` does it, hooks included."""
    deps, now = world.bot.deps, world.clock.now()
    async with deps.sessions.workspace(HOME) as session:
        reader = await deps.reader(session, who)
        done = await okr.record(session, reader, number, Decimal(value), now, note=note)
        await okr.tell(session, deps.after_update, reader, [done], now)


async def set_person(world: World, who: str, **values: Any) -> None:
    """What the directory knows of somebody."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        member = await session.scalar(select(Member).where(Member.id == who))
        assert member is not None
        for name, value in values.items():
            setattr(member, name, value)


async def reasons(world: World, kind: str, day: date = DAY) -> dict[str, str | None]:
    """Member -> why the occurrence was skipped (None: done); those still due are left out."""
    rows = await occurrences(world, kind, day)
    return {row.member_id: row.reason for row in rows if row.state != "due"}


async def occurrences(world: World, kind: str, day: date | None = None) -> list[Occurrence]:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        found = select(Occurrence).where(Occurrence.kind == kind)
        if day is not None:
            found = found.where(Occurrence.day == day)
        order = found.order_by(Occurrence.due_at, Occurrence.team_id, Occurrence.member_id)
        return list(await session.scalars(order))


async def all_of(world: World, table: type[Any]) -> list[Any]:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return list(await session.scalars(select(table)))


async def filled(world: World, name: str, values: Mapping[str, Any]) -> Outcome:
    """Somebody's form, filled in page by page until it is sent, or not taken."""
    hands = world.person(name)
    page = hands.modal
    assert page is not None
    while True:
        asked = {block["block_id"] for block in page.payload["blocks"]}
        place = page_of(page)
        done = await hands.submit(page, {n: v for n, v in values.items() if n in asked})
        if done.kind != "updated" or done.view is None or page_of(done.view) <= place:
            return done
        page = done.view


def page_of(view: View) -> int:
    """Which page of the form it shows; -1: it is another view, or pages once more."""
    known = json.loads(view.payload.get("private_metadata") or "{}")
    return -1 if known.get("only") else int(known.get("at", -1))


def cards(world: World, name: str) -> list[Message]:
    """The check-in cards in somebody's direct messages, oldest first."""
    return [m for m in world.person(name).dms() if m.bot_id and not m.text.startswith(FOR_LEADS)]


def for_leads(world: World, name: str) -> list[Message]:
    """What somebody was told of those who have not answered yet."""
    return [m for m in world.person(name).dms() if m.bot_id and m.text.startswith(FOR_LEADS)]


def words(message: Message) -> str:
    """All that a message says."""
    return "\n".join(_texts([message.text, *message.blocks]))


def _texts(thing: Any) -> list[str]:
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, dict):
        return [t for k, v in thing.items() if k in TEXTUAL for t in _texts(v)]
    return [t for one in thing for t in _texts(one)] if isinstance(thing, list) else []


TEXTUAL = ("text", "blocks", "elements", "fields", "accessory", "label", "element")
