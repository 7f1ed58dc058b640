"""/okr away, back, and who stands in meanwhile."""

import re
from datetime import datetime, time, timedelta

import pytest

from handlers.absence.flows import Absences, absences, read_leave
from handlers.checkin import views
from handlers.checkin.rules import away, cadence
from handlers.schedule.rules import moment
from storage.checkin import Answer, Checkin
from storage.team import members
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    CLOSE_AT,
    DAY,
    EVE,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    reasons,
    set_person,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World

NEW_YORK = "America/New_York"
LEO = "U0LEO"


async def typed(world: World, name: str, line: str) -> str:
    reply = await world.person(name).command(f"/okr {line}", world.channel("care"))
    assert reply.ok
    return reply.text


async def test_away_until_a_day_skips_and_back_brings_the_open_round(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    assert "away until Mon, 23 Nov" in await typed(world, "anna", "away until Monday")
    assert "You are away until Mon, 23 Nov" in await typed(world, "anna", "away")
    await world.go_to(PROMPT_AT + timedelta(hours=2))
    assert cards(world, "anna") == []
    assert await reasons(world, cadence.PROMPT) == {ANNA: away.AWAY}
    assert "1 key result waits" in await typed(world, "anna", "away back")
    assert "You are here" in await typed(world, "anna", "away")


async def test_a_planned_absence_begins_on_its_day(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    said = await typed(world, "anna", "away from Thursday until 20 Nov")
    assert "from Thu, 19 Nov, and back on Fri, 20 Nov" in said
    assert "You will be away from Thu, 19 Nov" in await typed(world, "anna", "away")
    await world.go_to(PROMPT_AT + timedelta(days=1))
    assert await reasons(world, cadence.PROMPT) == {ANNA: None}
    assert await reasons(world, cadence.REMIND) == {ANNA: away.AWAY}


async def test_away_says_what_it_needs(world: World) -> None:
    for line, told in {
        "away until soon": "“soon” is not a day that I can read",
        "away until 30 Feb @ben": "“30 Feb” is not a day that I can read",
        "away until 2026-11-16": "For today alone copy `/okr away today`",
        "away until Monday blah": "I do not know what “blah” means here",
        "away until Monday @anna @chen": "I do not know what “@anna @chen” means here",
        "away until Monday @anna": "You cannot stand in for yourself",
        "away until Monday @leo": "Leo cannot stand in for you",
    }.items():
        assert told in await typed(world, "anna", line)
    assert "You are here" in await typed(world, "anna", "away")


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("anna", "until yesterday", "15 Nov is over, and I can only look ahead"),
        ("anna", "from yesterday until Friday", "Write a later day, like `until 2026-11-20`."),
        (
            "chen",
            "到昨天",
            "已经过去，我只能往后安排。请写一个以后的日子，例如 `until 2026-11-23`。",
        ),
        (
            "dai",
            "到上周五",
            "已經過去，我只能往後安排。請寫一個以後的日子，例如 `until 2026-11-23`。",
        ),
    ],
)
@on_one_database
async def test_a_day_that_is_over_is_called_so(
    world: World, who: str, line: str, told: str
) -> None:
    assert told in await typed(world, who, f"away {line}")
    again = found[0] if (found := re.findall("`(until [^`]+)`", told)) else "until Monday"
    assert "2026" not in await typed(world, who, f"away {again}")


@on_one_database
async def test_an_absence_into_another_year_is_told_with_the_year(world: World) -> None:
    said = await typed(world, "anna", "away from 21 Dec until 4 Jan")
    assert "from Mon, 21 Dec, and back on Mon, 4 Jan 2027" in said
    assert "from Mon, 21 Dec, and back on Mon, 4 Jan 2027" in await typed(world, "anna", "away")
    assert "2027年1月4日" in await typed(world, "chen", "away until 4 Jan")


@pytest.mark.parametrize("line", ["away back", "away Back", "away end", "away 结束"])
@on_one_database
async def test_an_absence_is_ended_by_any_of_these(world: World, line: str) -> None:
    await typed(world, "anna", "away until Monday")
    assert "Welcome back!" in await typed(world, "anna", line)
    assert "You are here" in await typed(world, "anna", "away")


@on_one_database
async def test_who_types_back_alone_is_shown_how_it_is_typed(world: World) -> None:
    assert "Did you mean `/okr away back`?" in await typed(world, "anna", "back")


async def test_away_ends_on_its_day_though_the_clocks_change_between(world: World) -> None:
    """Over there summer time ends on 1 November: midnight of the 2nd is an hour later in UTC."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        reader = await world.bot.deps.reader(session, BEN)
    before = moment(DAY.replace(month=10, day=28), time(9), NEW_YORK)
    left = read_leave("until 2026-11-02", reader, before)
    assert left.ends == moment(DAY.replace(month=11, day=2), time(0), NEW_YORK)
    assert left.ends.utcoffset() == timedelta(0)
    assert (left.ends.hour, left.ends.minute) == (5, 0)


async def test_a_stand_in_answers_for_who_is_away(world: World) -> None:
    """Chen is in the team and owns nothing; Anna is away, and not missing."""
    await add_team(world, (ANNA, BEN, CHEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=30)
    await world.settle()
    await typed(world, "anna", "away until Monday @chen")
    await world.settle()
    (told,) = cards(world, "chen")
    assert "KR-1" in words(told)
    assert "stands in for you until Mon, 23 Nov" in words(cards(world, "anna")[-1])
    await world.go_to(moment(DAY, time(11), "Asia/Shanghai"))
    asked = cards(world, "chen")[-1]
    assert "KR-1" in words(asked)
    assert f"<@{ANNA}>" in words(asked)
    assert f"你现在代 <@{ANNA}> 填写。" in await typed(world, "chen", "away")
    assert "代 <@" not in await typed(world, "ben", "away")
    await world.person("chen").click(asked, views.NO_CHANGE)
    await world.settle()
    (answer,) = await all_of(world, Answer)
    assert (answer.kr_number, answer.member_id) == (1, CHEN)
    await world.go_to(CLOSE_AT)
    assert "1 of 2 answered" in words(world.posted("care")[-1])  # hers is here
    assert (await reasons(world, cadence.PROMPT))[ANNA] == away.AWAY
    (hers,) = [row for row in await all_of(world, Checkin) if row.member_id == ANNA]
    assert (hers.answered_at, hers.skip_reason) == (None, away.AWAY)


async def test_a_stand_in_further_west_reads_the_same_day_of_coming_back(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.settle()
    await typed(world, "anna", "away until Monday @ben")
    await world.settle()
    assert "until Mon, 23 Nov" in words(cards(world, "ben")[-1])
    await typed(world, "anna", "away from 2026-12-01 until 2026-12-04 @ben")
    await world.settle()
    assert "from Tue, 1 Dec; they are back on Fri, 4 Dec" in words(cards(world, "ben")[-1])


async def test_a_stand_in_is_asked_for_nobody_who_is_there(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await set_person(world, ANNA, stand_in=EVE)
    await world.go_to(PROMPT_AT)
    assert (await reasons(world, cadence.PROMPT)) == {ANNA: None, EVE: away.NOT_NEEDED}
    said = await typed(world, "eve", "update KR-1 40")
    assert "KR-1 is updated by its owner" in said


async def test_without_a_stand_in_who_is_there_nobody_stands_in(world: World) -> None:
    """Nor does the stand-in of the stand-in: chains are not followed."""
    await set_person(world, ANNA, stand_in=CHEN, away_until=CLOSE_AT)
    await set_person(world, CHEN, stand_in=BEN)
    await set_person(world, BEN, stand_in=LEO, away_until=CLOSE_AT)
    assert (await gone(world, PROMPT_AT)).instead == {ANNA: CHEN}
    await set_person(world, CHEN, status_emoji=":palm_tree:")
    found = await gone(world, PROMPT_AT)
    assert found.instead == {}
    assert found.why == {
        ANNA: "away: the stand-in is away, too",
        BEN: "away: the stand-in is deactivated",
    }
    assert all(map(away.is_neutral, found.why.values()))


async def test_nobody_goes_unasked_because_somebody_elses_stand_in_is_away(world: World) -> None:
    await add_team(world, (EVE, ANNA))  # in Auckland, and asked half a day before Anna is
    for number, owner in enumerate((EVE, ANNA), start=1):
        await add_kr(world, number, owner, value=45)
    await set_person(world, ANNA, stand_in=CHEN, away_until=CLOSE_AT)
    await set_person(world, CHEN, away_until=CLOSE_AT)
    await world.go_to(PROMPT_AT)
    found = await reasons(world, cadence.PROMPT)
    assert (found[EVE], found[ANNA]) == (None, "away: the stand-in is away, too")
    assert "*KR-1*" in words(cards(world, "eve")[0])


async def gone(world: World, at: datetime) -> Absences:
    """Who of Anna and Ben is away at this moment, and why."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        readers = await world.bot.deps.readers(session, [ANNA, BEN])
        people = await members(session, [ANNA, BEN])
        return await absences(session, readers, people, [ANNA, BEN], at)


async def test_when_everybody_is_away_there_is_no_summary_of_nothing(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    for who in (ANNA, BEN):
        await set_person(world, who, away_until=CLOSE_AT + timedelta(days=1))
    await world.go_to(CLOSE_AT)
    assert await reasons(world, cadence.CLOSE) == {"": away.EVERYBODY_AWAY}
    assert world.posted("care") == []


async def test_a_holiday_is_that_of_the_country_that_somebody_chose(world: World) -> None:
    """6 January is a holiday in Bavaria and not in Berlin; both walls are the same."""
    epiphany = DAY.replace(year=2027, month=1, day=6)
    await set_person(world, ANNA, country="DE-BY")
    await set_person(world, BEN, zone=BERLIN)
    found = await gone(world, moment(epiphany, time(12), BERLIN))
    assert found.why == {ANNA: "public holiday: Epiphany", BEN: None}
