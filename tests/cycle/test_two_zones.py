"""Two teams a day apart, whose owners live in other zones still, and a team that moves."""

from datetime import date, time, timedelta

import pytest

from bot.sandbox.model import Message
from handlers.cycle.flows import planning
from handlers.cycle.rules import due
from handlers.cycle.views.card import GRADE
from handlers.cycle.views.form import carry_id, grade_id, lesson_id
from handlers.schedule.rules import moment
from storage import schedule
from storage import team as teams
from storage.db import Sessions
from storage.okr import Cycle, Objective
from tests.checkin.stage import BEN, BERLIN, CHEN, all_of, words
from tests.cycle.stage import asked, kr, objective, posts, row
from tests.okr.stage import add_team
from tests.world import HOME, World

HONOLULU = "Pacific/Honolulu"
POSTED = moment(date(2027, 1, 5), time(15), HONOLULU)


@pytest.fixture
async def two(late: World) -> World:
    """Product in Honolulu beside Care in Berlin; Chen owns KRs in both."""
    async with late.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Product", late.channel("product"), [BEN, CHEN], zone=HONOLULU)
    await objective(late, 2, CHEN, team="Product", title="Guests book on their phones")
    await kr(late, 3, CHEN, of=2, title="Bookings lost")
    await late.go_to(late.clock.now() + timedelta(minutes=11))
    return late


def invitations(world: World, name: str) -> list[Message]:
    return [m for m in world.person(name).dms() if "can be prepared now" in m.text]


async def test_one_card_for_both_teams_and_each_result_in_its_zone(two: World) -> None:
    assert len(invitations(two, "ben")) == 1  # of the next cycle: he leads both teams
    assert invitations(two, "chen") == []
    await two.go_to(moment(date(2026, 12, 31), time(10), "Asia/Shanghai"))
    (card,) = asked(two, "chen")
    assert "KR-2" in words(card)
    assert "KR-3" in words(card)
    chen = two.person("chen")
    form = (await chen.click(card, GRADE)).view
    assert form is not None
    filled = {grade_id(2): "0.6", grade_id(3): "1", carry_id(3): ["yes"], lesson_id(2): "Ask first"}
    assert (await chen.submit(form, filled)).kind == "updated"
    await two.go_to(moment(date(2027, 1, 5), time(15), "Europe/Berlin"))
    assert (len(posts(two)), len(posts(two, "product"))) == (1, 0)
    (cycle,) = await all_of(two, Cycle)
    assert cycle.closed_at is None  # Product is not there yet
    assert (await row(two, Objective, 1)).stage == "closed"
    assert (await row(two, Objective, 2)).stage == "active"
    await two.go_to(POSTED)
    (post,) = posts(two, "product")
    assert "*1.0* of 1.0 aimed for: ✅ reached" in words(post)
    assert "Ask first" in words(post)
    assert len(posts(two)) == 1
    quarters = {c.id: c.closed_at for c in await all_of(two, Cycle)}
    assert quarters["2026-Q4"] is not None
    assert quarters["2027-Q1"] is None


async def test_a_team_that_moves_takes_its_result_with_it(sessions: Sessions) -> None:
    now = moment(date(2026, 12, 28), time(9), BERLIN)
    async with sessions.workspace(HOME) as session:
        await add_team(session, "Product", "C0PRODUCT", [BEN], zone=HONOLULU)
        session.add(Cycle(id="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31)))
        await session.flush()
        made = {"cycle_id": "2026-Q4", "title": "Delight", "owner_id": BEN, "created_at": now}
        session.add(Objective(number=1, team_id="Product", **made))
        await session.flush()
        await planning.plan(session, now)
        team = await teams.team(session, "Product")
        assert team is not None
        for zone in (HONOLULU, "Asia/Tokyo"):
            team.zone = zone
            await session.flush()
            await planning.plan_team(session, "Product", now)
            (post,) = await schedule.waiting(session, due.POST, "Product")
            assert post.due_at == moment(date(2027, 1, 5), time(15), zone)
        assert not await planning.unplanned(session, now)
