"""The lists and forms with which leads change what their team asks."""

from datetime import timedelta
from typing import Any

from bot.sandbox.hands import Outcome
from bot.sandbox.model import View
from handlers.question import views
from handlers.question.rules.editing import KIND, OPTION_LINES, PURPOSE, ROUNDS, TEXT
from storage.question import Question
from storage.team import set_members
from tests.checkin.stage import ANNA, BEN, CHEN, add_team, all_of
from tests.journeys.stage import company, nothing_changes, submitted, tapped
from tests.world import HOME, World


async def opened(world: World, who: str = "anna") -> View:
    await world.person(who).command("/okr checkin questions", world.channel("care"))
    return there(world, who)


def there(world: World, who: str = "anna") -> View:
    modal = world.person(who).modal
    assert modal is not None
    return modal


def asked(view: View) -> list[str]:
    """The questions in a list, in their order."""
    said = [str((b.get("text") or {}).get("text", "")) for b in view.payload["blocks"]]
    return [line.split("*")[1].partition(". ")[2] for line in said if line[:2] in NUMBERED]


NUMBERED = {f"*{n}" for n in range(10)}


async def choose(world: World, what: str, place: int, who: str = "anna") -> View:
    """Something from the menu of the question at this place, from 0."""
    view = there(world, who)
    rows = [b for b in view.payload["blocks"] if b.get("accessory", {}).get("type") == "overflow"]
    values = [option["value"] for option in rows[place]["accessory"]["options"]]
    value = next(v for v in values if v.startswith(what))
    await world.person(who).click(view, views.ACT, value=value, block_id=rows[place]["block_id"])
    return there(world, who)


async def sent(world: World, values: dict[str, Any], who: str = "anna") -> Outcome:
    return await world.person(who).submit(there(world, who), values)


OURS = ["What moved for customers?", "What is in the way?", "What comes next?"]


async def test_a_lead_adds_orders_changes_and_removes_questions(world: World) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    assert asked(await opened(world)) == OURS

    await world.person("anna").click(there(world), views.ADD)
    wrong = await sent(world, {TEXT: "<Mood>?", KIND: "choice", OPTION_LINES: "good"})
    assert "“<Mood>?” needs 2 to 10 options" in wrong.errors[OPTION_LINES]
    await sent(world, {OPTION_LINES: "good\n\nbad", ROUNDS: "month"})
    assert asked(there(world)) == [*OURS, "&lt;Mood&gt;?"]
    # Wednesday's round is the team's first, and so also its month's.
    assert "In the first round of a month · next on Wed, 18 Nov" in str(there(world).payload)
    assert asked(await choose(world, "up", 3))[2:] == ["&lt;Mood&gt;?", "What comes next?"]

    form = await choose(world, "change", 1)
    assert "What is in the way?" in str(form.payload)
    await sent(world, {TEXT: "What slows us down?"})
    assert asked(there(world))[1] == "What slows us down?"
    for _ in range(3):
        await choose(world, "remove", 0)
    assert "What people have answered to it stays" in str(there(world).payload)
    empty = await choose(world, "remove", 0)
    assert asked(empty) == []
    assert "only who owns a key result is asked" in str(empty.payload)
    await world.person("anna").click(empty, views.PUT_BACK)
    await world.person("anna").click(there(world), f"{views.OURS}.blocked")

    assert asked(there(world)) == ["What comes next?", "What is in the way?"]
    rows = [q for q in await all_of(world, Question) if q.retired_at is None]
    assert sorted(q.preset for q in rows) == ["blocked", "next"]
    slow = next(q for q in await all_of(world, Question) if "slows" in q.text)
    assert slow.preset == "blocked"  # one can still ask for help beside it


async def test_of_two_leads_at_once_the_second_sees_the_first_and_decides(world: World) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await set_members(session, "care", [ANNA, BEN], [ANNA, BEN])
    for who in ("anna", "ben"):
        await opened(world, who)
    await choose(world, "change", 0)
    await choose(world, "change", 0, "ben")
    await sent(world, {TEXT: "What did customers say?"})
    outcome = await sent(world, {TEXT: "What do we learn?"}, "ben")
    assert "Now it asks “What did customers say?”" in str(outcome.view and outcome.view.payload)
    assert "What do we learn?" in str(outcome.view and outcome.view.payload)
    await sent(world, {}, "ben")
    assert asked(there(world, "ben")) == ["What do we learn?", *OURS[1:]]

    stale = await choose(world, "down", 0)  # Anna still has the list with hers
    assert "The questions have changed since this list was shown" in str(stale.payload)
    assert asked(stale) == ["What do we learn?", *OURS[1:]]
    await choose(world, "change", 2, "ben")
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    await choose(world, "remove", 2)
    outcome = await sent(world, {TEXT: "And then?"}, "ben")
    assert "Somebody removed this question" in str(outcome.view and outcome.view.payload)
    await sent(world, {}, "ben")
    assert asked(there(world, "ben")) == ["What do we learn?", OURS[1], "And then?"]


async def test_who_does_not_lead_sees_the_questions_and_who_can_change_them(world: World) -> None:
    await add_team(world, (ANNA, BEN, CHEN), asks=True)
    view = await opened(world, "ben")
    assert asked(view) == OURS
    assert "<@U0ANNA> and this workspace's admins can change them" in str(view.payload)
    assert "overflow" not in str(view.payload)
    assert views.ADD not in str(view.payload)
    assert asked(await opened(world, "chen"))[0] == "这一周为客户推动了什么？"


async def test_a_lead_comes_to_the_questions_from_home(world: World) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    home = await world.person("anna").open_home()
    assert home is not None
    await world.person("anna").click(home, views.OPEN)
    assert asked(there(world)) == OURS


async def test_buttons_and_forms_that_we_never_gave_out_change_nothing(world: World) -> None:
    await company(world)
    values = {
        TEXT: {"value": "Mine?"},
        KIND: {"selected_option": {"value": "bogus"}},
        PURPOSE: {"selected_option": {"value": "answer"}},
    }
    async with nothing_changes(world):
        for team in ("care", "nextdoor", "nonsense", ""):
            about = {"team": team, "id": "", "preset": "bogus"}
            answer = await submitted(world, "ben", views.FORM, about, values)
            assert answer.body["response_action"] == "errors", answer.body
        for action in (views.ACT, views.OPEN, views.PUT_BACK):
            for value in ("remove|nothing", "up|", "nonsense"):
                assert (await tapped(world, "ben", action, value)).ok
