"""What is asked in a round, from the database; and promises, from round to round."""

from datetime import date

from handlers.question import flows
from handlers.question.rules import Kept, Promise
from storage.db import Sessions
from tests.question.stage import (
    ANNA,
    BEN,
    add_question,
    add_reply,
    add_round,
    add_team,
    know_people,
    plan_round,
    texts,
)
from tests.world import HOME, NEIGHBOUR

OCT, FIRST, SECOND = date(2026, 10, 28), date(2026, 11, 4), date(2026, 11, 11)
LAST, DECEMBER = date(2026, 11, 25), date(2026, 12, 2)


async def test_each_round_has_its_own_questions(sessions: Sessions) -> None:
    await know_people(sessions)
    asked = {}
    async with sessions.workspace(HOME) as session:
        for team in ("Care", "Product"):
            await add_team(session, team, team, [ANNA], zone="Europe/Berlin")
            for day in (OCT, FIRST, SECOND):
                await add_round(session, team, day)
        kinds = ("every", "month", "month_end", "second", "between", "cycle_end")
        for place, rounds in enumerate(kinds):
            await add_question(session, "Care", rounds, position=place, rounds=rounds)
        await add_question(session, "Product", "always")
        for day in (OCT, FIRST, SECOND):
            found = await flows.asked_in(session, {"Care": day, "Product": day})
            asked[day] = texts(found["Care"])
            assert texts(found["Product"]) == ["always"]
        await add_round(session, "Care", LAST)
        await plan_round(session, "Care", DECEMBER)
        asked[LAST] = texts((await flows.asked_in(session, {"Care": LAST}))["Care"])
        await add_round(session, "Care", date(2026, 12, 30))
        await plan_round(session, "Care", date(2027, 1, 6))
        found = await flows.asked_in(session, {"Care": date(2026, 12, 30)})

    assert asked == {
        OCT: ["every", "month", "month_end", "second"],
        FIRST: ["every", "month", "between"],
        SECOND: ["every", "second"],
        LAST: ["every", "month_end", "between"],
    }
    assert texts(found["Care"]) == ["every", "month", "month_end", "second", "cycle_end"]


async def test_a_promise_comes_back_until_its_next_one_and_is_said_to_have_happened(
    sessions: Sessions,
) -> None:
    await know_people(sessions)
    async with sessions.workspace(HOME) as session:
        await add_team(session, "Care", "care", [ANNA, BEN], zone="Europe/Berlin")
        for day in (OCT, FIRST, SECOND):
            await add_round(session, "Care", day)
        other = await add_question(session, "Care", "How was it?")
        next_ = await add_question(session, "Care", "What next?", is_promise=True)
        await add_reply(session, "Care", OCT, ANNA, next_, "Call Mia")
        await add_reply(session, "Care", OCT, ANNA, other, "Good")
        await add_reply(session, "Care", OCT, BEN, next_, "Rest")
        mine = await flows.promises(session, [("Care", SECOND)], ANNA)
        assert texts(mine["Care", SECOND]) == ["Call Mia"]  # though nothing was said in between

        await flows.keep(session, ANNA, {(("Care", OCT), next_): Kept.PARTLY})
        await flows.keep(session, ANNA, {(("Care", OCT), "made up"): Kept.YES})
        await add_reply(session, "Care", SECOND, ANNA, next_, "Call Ken")
        assert texts((await flows.promises(session, [("Care", SECOND)], ANNA))["Care", SECOND]) == [
            "Call Mia"
        ]
        found = await flows.promised_in(session, [("Care", OCT), ("Care", SECOND)])

    assert found["Care", OCT] == [
        Promise("Care", OCT, ANNA, next_, "Call Mia", Kept.PARTLY),
        Promise("Care", OCT, BEN, next_, "Rest"),
    ]
    assert texts(found["Care", SECOND]) == ["Call Ken"]


async def test_nobody_says_what_came_of_somebody_elses_promise(sessions: Sessions) -> None:
    await know_people(sessions)
    async with sessions.workspace(HOME) as session:
        await add_team(session, "Care", "care", [ANNA, BEN], zone="Europe/Berlin")
        await add_round(session, "Care", OCT)
        next_ = await add_question(session, "Care", "What next?", is_promise=True)
        await add_reply(session, "Care", OCT, ANNA, next_, "Call Mia")
        await flows.keep(session, BEN, {(("Care", OCT), next_): Kept.NO})
    async with sessions.workspace(NEIGHBOUR) as session:
        await flows.keep(session, ANNA, {(("Care", OCT), next_): Kept.NO})
    async with sessions.workspace(HOME, reading=True) as session:
        (promise,) = (await flows.promised_in(session, [("Care", OCT)]))["Care", OCT]

    assert promise.kept is None
