"""/okr checkin team: for leads, in private, in the order of names."""

from datetime import timedelta

from tests.checkin.saying import say_so
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    DAI,
    DAY,
    EVE,
    PROMPT_AT,
    add_kr,
    add_team,
    record,
    set_person,
)
from tests.checkin.test_statements import counted
from tests.trust.deep import on_one_database
from tests.world import World

WEEK = timedelta(days=7)


async def seen_by(world: World, name: str) -> str:
    reply = await world.person(name).command("/okr checkin team", world.channel("care"))
    return str(reply.blocks or reply)


@on_one_database
async def test_a_lead_sees_rounds_who_is_missing_promises_and_what_is_outdated(
    world: World,
) -> None:
    await add_team(world, (BEN, DAI, CHEN, ANNA, EVE), asks=True)
    await add_kr(world, 1, DAI, value=45)
    await world.go_to(PROMPT_AT)
    await say_so(world, BEN, {"next": "Train <two>"})
    await record(world, DAI, 1, 45)
    await world.go_to(CLOSE_AT)
    await set_person(world, EVE, away_until=CLOSE_AT + 2 * WEEK)
    await world.go_to(PROMPT_AT + WEEK + timedelta(hours=7))
    await say_so(world, ANNA, {"moved": "All well"}, DAY + WEEK)

    told = await seen_by(world, "ben")
    assert "25 Nov: 1 of 4 answered · 1 away · still open" in told
    assert "18 Nov: 2 of 5 answered" in told
    assert "Too few rounds to see a trend" in told
    # Ben Ortiz is `ben`, then come 戴怡君 and 陈晓: by name, whatever they have answered.
    order = [told.index(f"<@{who}>", told.index("not answered yet")) for who in (BEN, DAI, CHEN)]
    assert order == sorted(order)
    missing = told[told.index("not answered yet") : told.index("Only leads see this")]
    assert ANNA not in missing
    assert EVE not in missing
    assert "<@U0BEN>: Train &lt;two&gt; · … not said" in told
    assert "%" not in told
    await world.go_to(PROMPT_AT + 2 * WEEK)
    assert "*KR-1* Answer within hours · <@U0DAI>: no update for 14 days" in await seen_by(
        world, "ben"
    )


@on_one_database
async def test_an_open_round_is_counted_as_its_report_counts_it(world: World) -> None:
    await add_team(world, (BEN, CHEN, DAI, EVE), asks=True)
    await add_kr(world, 1, DAI, value=45)
    await world.go_to(PROMPT_AT - timedelta(days=1))  # answers are taken; nobody was asked
    await record(world, BEN, 1, 46)  # for Dai, whose it is
    await world.settle()

    report = await world.person("ben").command("/okr checkin report", world.channel("care"))
    assert "1 of 4 answered" in str(report.blocks)
    assert "18 Nov: 1 of 4 answered · still open" in await seen_by(world, "ben")


async def test_others_are_told_who_can_see_it(world: World) -> None:
    await add_team(world, (BEN, CHEN))
    assert "<@U0BEN>" in await seen_by(world, "gus")
    assert "is for its leads" in await seen_by(world, "gus")
    assert "report" not in await seen_by(world, "gus")  # which is not for him, either
    assert "`/okr checkin report`" in await seen_by(world, "chen")
    assert "There was no round yet" in await seen_by(world, "anna")  # an admin


async def test_it_costs_the_same_statements_for_three_people_as_for_many(world: World) -> None:
    await add_team(world, (ANNA, BEN, CHEN), asks=True)
    many = (ANNA, *(f"U0X{n:03}" for n in range(60)))
    await add_team(world, many, id_="product", channel="product", asks=True)
    for number, (team, owner) in enumerate([("care", BEN), *(("product", m) for m in many)], 1):
        await add_kr(world, number, owner, team=team)
    await world.go_to(PROMPT_AT)
    costs = []
    for channel in ("care", "product"):
        with counted(world) as statements:
            await world.person("anna").command("/okr checkin team", world.channel(channel))
        costs.append(len(statements))
    assert costs[0] == costs[1]
