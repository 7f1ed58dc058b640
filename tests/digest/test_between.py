"""The first digest of a quarter: it counts and lists the same cycle, and says that it is over."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.views import post as views
from handlers.kit.text import Say, Texts
from handlers.okr.rules import Status
from handlers.schedule import rules as schedule
from storage.schedule import Occurrence
from tests.digest.conftest import Furniture, friday, gathered
from tests.trust.deep import on_one_database

FIRST = friday(weeks=6)  # 1 Jan 2027
ENDS = date(2026, 12, 31)


async def posting(session: AsyncSession, state: str) -> None:
    """The result of the quarter is posted on Tuesday, at three."""
    day, wall = date(2027, 1, 5), time(15)
    at = schedule.moment(day, wall, "Europe/Berlin")
    row = Occurrence(
        kind="cycle.post",
        team_id="care",
        day=ENDS,
        member_id="",
        wall_day=day,
        wall_time=wall,
        zone="Europe/Berlin",
        due_at=at,
        first_due_at=at,
        state=state,
    )
    session.add(row)
    await session.flush()


async def told(session: AsyncSession, room: Furniture, locale: str, *, moved: bool) -> str:
    team = await room.team(krs=3)
    await room.update(1, "20", friday(weeks=4))
    if moved:
        await room.update(1, "45", FIRST - timedelta(days=2))
    contents = await gathered(session, team, FIRST)
    return str(views.message(Texts().say(locale), contents))


@pytest.mark.parametrize(
    ("locale", "over", "todo"),
    [
        (
            "en-US",
            "The last cycle is over: grades are taken in `/okr cycle` until Tue, 5 Jan, and",
            "*One thing to do:* set what comes next with `/okr new`.",
        ),
        ("zh-CN", "上一个周期已结束：", "*下一步：* 用 `/okr new` 定下接下来的目标。"),
        ("zh-TW", "上一個週期已結束：", "*下一步：* 用 `/okr new` 訂下接下來的目標。"),
    ],
)
@on_one_database
async def test_until_something_is_set_it_says_that_the_last_cycle_is_over(
    session: AsyncSession, room: Furniture, locale: str, over: str, todo: str
) -> None:
    await posting(session, "due")
    words = await told(session, room, locale, moved=False)

    assert over in words
    assert todo in words


@on_one_database
async def test_it_lists_what_it_counts(session: AsyncSession, room: Furniture) -> None:
    words = await told(session, room, "en-US", moved=True)

    assert "1 of 3 key results moved" in words
    assert "20 % → 45 %" in words
    assert "There are no key results in this cycle yet" not in words


@on_one_database
async def test_once_the_result_is_posted_no_grades_are_asked_for(
    session: AsyncSession, room: Furniture
) -> None:
    await posting(session, "done")

    words = await told(session, room, "en-US", moved=False)
    assert "The last cycle is over, and `/okr new` sets what comes next." in words


@on_one_database
async def test_what_is_behind_in_a_cycle_that_is_over_is_not_said_to_be_on_its_way(
    session: AsyncSession, room: Furniture, english: Say
) -> None:
    team = await room.team(krs=2)
    for number in (1, 2):
        await room.update(number, "59", FIRST - timedelta(days=2))
    contents = await gathered(session, team, FIRST)
    old, new = contents.krs
    assert old.kr.status is Status.OFF_TRACK
    runs = new.kr._replace(cycle_ends=date(2027, 3, 31), status=Status.ON_TRACK)
    begun = replace(contents, krs=[old, replace(new, kr=runs)])
    words = str(views.message(english, begun))
    assert "off track" in words
    assert "Nothing: of the cycle that runs now, no key result is behind." in words
    assert "Nothing: no key result is behind." not in words
    quiet = replace(begun, krs=[replace(old, updates=0), replace(new, kr=runs)])
    assert "Nothing: no key result is behind." in str(views.message(english, quiet))
