"""Editing: reasons, history, followers, contradictions, two at once, and what is gone."""

import asyncio
from decimal import Decimal

from storage import okr_shape
from tests.objective.stage import (
    direct,
    history,
    opened,
    read,
    row,
    set_up,
    set_up_kr,
    tap,
    typed,
)
from tests.okr.stage import ANNA, BEN, CHEN, EVE, RESPONSE, SCORE, Make, add_team, words
from tests.okr.test_form import field
from tests.world import HOME, World


async def test_a_new_target_asks_why_keeps_the_old_one_and_tells_the_followers(
    care: World, make: Make
) -> None:
    await make(EVE)
    await tap(
        care, "chen", (await typed(care, "chen", "/okr show KR-1")).message, "objective.follow"
    )
    form = await opened(care, "ben", "/okr edit KR-1")
    asked = await care.person("ben").submit(form, {"target": "6"})
    assert "Say why" in asked.errors["reason"]
    assert await history(care) == []
    done = await care.person("ben").submit(
        form, {"target": "6", "unit": "h", "reason": "Nights are not staffed"}
    )
    await care.settle()

    assert done.view is not None
    assert "target: 4 h → 6 h" in words(done.view.payload["blocks"])
    (one,) = await history(care)
    assert (one.author_id, one.kr_number, one.what, one.before, one.after, one.reason) == (
        BEN,
        1,
        "target",
        "4",
        "6",
        "Nights are not staffed",
    )
    (message,) = direct(care, "eve")
    assert f"<@{BEN}> changed *KR-1* First response time" in message.text
    assert "target: 4 h → 6 h" in words(message.blocks)
    (message,) = direct(care, "chen")
    assert "修改了" in message.text
    assert direct(care, "ben") == []
    assert "target: 4 h → 6 h – “Nights are not staffed”" in await read(
        care, "eve", "/okr show O-1"
    )


async def test_a_title_needs_no_reason_and_nobody_is_told(care: World, make: Make) -> None:
    await make(EVE)
    form = await opened(care, "eve", "/okr edit KR-1")
    done = await care.person("eve").submit(form, {"title": "First answer", "weight": "2,5"})
    await care.settle()

    assert not done.errors
    assert [one.what for one in await history(care)] == ["title", "weight"]
    assert "First answer" in await read(care, "ben", "/okr show KR-1")
    assert direct(care, "ben") == []


async def test_a_new_owner_and_the_leads_of_sharing_teams_hear_of_it(
    care: World, make: Make
) -> None:
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Lab", care.channel("product"), [ANNA], zone="Asia/Shanghai")
    await make(EVE)
    form = await opened(care, "ben", "/okr edit KR-1")
    await care.person("ben").submit(form, {"teams": ["Lab"]})
    form = await opened(care, "ben", "/okr edit KR-1")
    await care.person("ben").submit(form, {"owner": CHEN, "reason": "Eve has left the team"})
    await care.settle()

    assert [(one.what, one.after) for one in await history(care)] == [
        ("teams", "Lab"),
        ("owner", CHEN),
    ]
    assert [len(direct(care, who)) for who in ("eve", "chen", "anna", "ben")] == [1, 1, 1, 0]
    assert f"owner: <@{EVE}> → <@{CHEN}>" in words(direct(care, "anna")[0].blocks)


async def test_a_contradiction_is_told_at_its_field(care: World, make: Make) -> None:
    await make(EVE)
    form = await opened(care, "eve", "/okr edit KR-1")
    as_it_was = {"start": "60", "target": "4", "weight": "1", "unit": "h", "owner": EVE}
    for values, block, told in (
        ({"target": "60"}, "target", "It starts at its target"),
        ({"target": "1.234"}, "target", "can be read as"),
        ({"start": "NaN"}, "start", "is not a number"),
        ({"start": "9" * 30}, "start", "too long a number"),
        ({"weight": "-1"}, "weight", "A weight lies between 0 and"),
        ({"unit": "7up"}, "unit", "cannot be a unit"),
        ({"owner": care.home.bot_user}, "owner", "cannot own this"),
    ):
        filled = {**as_it_was, **values, "reason": "because"}
        done = await care.person("eve").submit(form, filled)
        assert told in done.errors[block]

    assert await history(care) == []


async def test_a_band_upside_down_is_told_and_the_last_weight_stays(
    care: World, make: Make
) -> None:
    await make(EVE, RESPONSE, SCORE)
    await set_up_kr(care, 1, kind="keep", low=Decimal(10), high=Decimal(20))
    form = await opened(care, "eve", "/okr edit KR-1")
    done = await care.person("eve").submit(form, {"low": "30", "reason": "because"})
    assert "there is nothing" in done.errors["high"]
    await care.person("eve").submit(form, {"low": "", "weight": "0", "reason": "because"})
    form = await opened(care, "eve", "/okr edit KR-2")
    done = await care.person("eve").submit(form, {"weight": "0"})

    assert "weigh 0" in done.errors["weight"]
    assert [(one.what, one.after) for one in await history(care)] == [("low", ""), ("weight", "0")]


async def test_steps_are_edited_and_stay_as_done_as_they_were(care: World, make: Make) -> None:
    await make(EVE)
    await set_up_kr(care, 1, kind="milestone", unit="%", start=Decimal(0), target=Decimal(100))
    async with care.bot.deps.sessions.workspace(HOME) as session:
        done = ("Ask ten customers", Decimal(2), care.clock.now(), EVE)
        okr_shape.add_steps(session, 1, [done, ("Build it", Decimal(1), None, EVE)])
    form = await opened(care, "eve", "/okr edit KR-1")
    assert field(form, "steps")["initial_value"] == "Ask ten customers (2)\nBuild it"
    refused = await care.person("eve").submit(form, {"steps": "Build it (-1)", "reason": "so"})
    assert "steps" in refused.errors
    new = "Build it\nAsk ten customers (2)\nTell them (3)"
    await care.person("eve").submit(form, {"steps": new, "reason": "Nobody knew of it"})

    async with care.bot.deps.sessions.workspace(HOME, reading=True) as session:
        kept = (await okr_shape.steps_of(session, [1]))[1]
    assert [(step.title, step.weight, step.done_by) for step in kept] == [
        ("Build it", Decimal(1), None),
        ("Ask ten customers", Decimal(2), EVE),
        ("Tell them", Decimal(3), None),
    ]
    assert [one.after for one in await history(care)] == [new]


async def test_the_second_of_two_sees_what_the_first_changed_and_decides(
    care: World, make: Make
) -> None:
    await make(EVE)
    mine = await opened(care, "eve", "/okr edit KR-1")
    theirs = await opened(care, "ben", "/okr edit KR-1")
    await care.person("ben").submit(theirs, {"target": "8", "weight": "3", "reason": "Too hard"})
    again = await care.person("eve").submit(mine, {"target": "2", "reason": "Too easy"})
    assert again.view is not None
    shown = words(again.view.payload["blocks"])
    assert f"<@{BEN}> saved changes while you were writing" in shown
    assert "target: 4 h → 8 h – “Too hard”" in shown
    assert [one.after for one in await history(care)] == ["8", "3"]
    await care.person("eve").submit(again.view)

    last = (await history(care))[-1]
    assert (last.author_id, last.before, last.after, last.reason) == (EVE, "8", "2", "Too easy")
    assert len(await history(care)) == 3  # the weight, which Eve had left alone, is Ben's


async def test_a_kr_that_is_closed_meanwhile_is_told_and_what_was_typed_stays(
    care: World, make: Make
) -> None:
    await make(EVE)
    form = await opened(care, "eve", "/okr edit KR-1")
    closing = await tap(
        care, "ben", (await typed(care, "ben", "/okr show KR-1")).message, "objective.close"
    )
    assert closing.view is not None
    await care.person("ben").submit(closing.view, {"why": "Nobody measures it"})
    done = await care.person("eve").submit(form, {"title": "New", "reason": "because"})

    assert any("KR-1 is closed" in told for told in done.errors.values())
    assert [one.what for one in await history(care)] == ["closed"]


async def test_an_objective_supports_one_above_it_and_never_in_a_circle(
    care: World, make: Make
) -> None:
    await make(EVE, title="Ours")
    await make(EVE, title="The company's")
    await make(BEN, title="Theirs")
    await set_up(care, 2, level="company")
    form = await opened(care, "eve", "/okr edit O-1")
    await care.person("eve").submit(form, {"supports": "O-2", "ambition": "aspirational"})
    form = await opened(care, "ben", "/okr edit O-3")
    await care.person("ben").submit(form, {"supports": "O-1"})
    late = await opened(care, "eve", "/okr edit O-1")
    await set_up(care, 3, supports=None)
    circle = await opened(care, "eve", "/okr edit O-1")
    await set_up(care, 3, supports=1)
    done = await care.person("eve").submit(circle, {"supports": "O-3"})
    assert "O-1 → O-3 → O-1" in done.errors["supports"]
    assert "O-3" not in str(late.payload["blocks"])  # what supports it is not offered
    shown = await read(care, "ben", "/okr show O-1")
    assert "Supports *O-2* The company's" in shown
    assert "• *O-3* Theirs" in shown
    assert "aspirational" in shown
    assert [(one.what, one.before, one.after) for one in await history(care, 1)] == [
        ("ambition", "committed", "aspirational"),
        ("supports", "", "O-2"),
    ]


async def test_two_who_link_both_ways_at_the_same_moment_make_no_circle(
    care: World, make: Make
) -> None:
    await make(EVE, title="Ours")
    await make(BEN, title="Theirs")
    up, down = (
        await opened(care, "anna", "/okr edit O-1"),
        await opened(care, "ben", "/okr edit O-2"),
    )
    both = await asyncio.gather(
        care.person("anna").submit(up, {"supports": "O-2"}),
        care.person("ben").submit(down, {"supports": "O-1"}),
    )

    assert sorted(one.kind for one in both) == ["errors", "updated"]
    assert [(await row(care, n)).supports for n in (1, 2)].count(None) == 1


async def test_two_edit_an_objective_and_its_new_owner_is_told(care: World, make: Make) -> None:
    await make(EVE)
    mine = await opened(care, "eve", "/okr edit O-1")
    theirs = await opened(care, "ben", "/okr edit delight")
    asked = await care.person("ben").submit(theirs, {"owner": CHEN})
    assert "Say why" in asked.errors["reason"]
    await care.person("ben").submit(theirs, {"owner": CHEN, "reason": "Eve is on leave"})
    again = await care.person("eve").submit(mine, {"title": "Delight them"})
    await care.settle()

    assert next(iter(again.errors.values())).startswith("O-1 is changed by its owner 陈晓")
    assert f"owner: <@{EVE}> → <@{CHEN}>" in words(direct(care, "eve")[0].blocks)
    assert len(direct(care, "chen")) == 1
    assert [one.what for one in await history(care)] == ["owner"]
