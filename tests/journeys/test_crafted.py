"""Buttons and forms that carry what they never carried: a neighbour's ids, or nonsense."""

import json

import pytest
from sqlalchemy import select

from storage.kudos import Kudos
from storage.quote import Quote
from storage.team import Team
from tests.journeys.stage import THEIRS, company, nothing_changes, submitted, tapped, typed
from tests.world import NEIGHBOUR, World

DEAF = "http://127.0.0.1:9/"
CHOSEN = {"quote.touchpoint": {"selected_option": {"value": "use"}}}


async def of_theirs(world: World, table: type[Team] | type[Kudos]) -> str:
    """The id of the neighbour's team, or of kudos given there."""
    async with world.bot.deps.sessions.workspace(NEIGHBOUR, reading=True) as session:
        return str((await session.scalars(select(table.id))).first())


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        ("okr.update", "9"),
        ("okr.show", "9"),
        ("okr.pick", json.dumps([9, "45", "mine"])),
        ("checkin.no_change", "9||checkin:prompt:care:2026-11-18:U0BEN"),
        ("checkin.open", "checkin:prompt:nextdoor:2026-11-18:U0NIA"),
        ("okr.update", "99999999999999999999"),
        ("okr.show", "KR-9; drop table"),
        ("okr.pick", "not even json"),
        ("okr.withdraw", "9 of-nobody"),
        ("okr.withdraw", "nonsense"),
        ("checkin.no_change", ""),
        ("okr.next", "-7"),
        ("kudos.take_back", "of nobody"),
        ("gone.since", "an older version of me"),
    ],
)
async def test_a_button_with_a_value_that_we_never_gave_out(
    world: World, action_id: str, value: str
) -> None:
    await company(world)
    ben = world.person("ben")
    url = world.sandbox.triggers.urls.mint(world.home, world.place("care"), ben.user)
    before = len(ben.messages(world.channel("care")))
    async with nothing_changes(world):
        assert (await tapped(world, "ben", action_id, value, response_url=url)).ok
    shown = ben.messages(world.channel("care"))
    assert len(shown) > before or ben.modal is not None  # it is answered
    assert THEIRS not in str(shown) + str(ben.modal)


async def test_taking_back_the_neighbours_kudos(world: World) -> None:
    await company(world)
    await typed(world, "nia", "/kudos @ola for staying with the customer", "nextdoor")
    theirs = await of_theirs(world, Kudos)
    url = world.sandbox.triggers.urls.mint(world.home, world.place("care"), "U0BEN")
    async with nothing_changes(world):
        assert (await tapped(world, "ben", "kudos.take_back", theirs, response_url=url)).ok


async def test_a_form_with_the_neighbours_key_result(world: World) -> None:
    await company(world)
    value = {"okr.value.9": {"value": "45"}}
    async with nothing_changes(world):
        for callback in ("okr.update_form", "checkin.form"):
            metadata = {"seen": {"9": ""}, "one": True}
            answer = await submitted(world, "ben", callback, metadata, value)
            assert answer.ok, answer
            assert THEIRS not in str(answer.body)


async def test_a_form_with_the_neighbours_team(world: World) -> None:
    await company(world)
    team = await of_theirs(world, Team)
    objective = {
        "okr.objective": {"value": "Mine"},
        "1.title": {"value": "A"},
        "1.start": {"value": "0"},
        "1.target": {"value": "9"},
    }
    async with nothing_changes(world):
        answer = await submitted(world, "ben", "okr.new_form", {"team": team}, objective)
        assert answer.body["response_action"] == "errors"
        quote = CHOSEN | {"quote.text": {"value": "So quick!"}}
        answer = await submitted(world, "ben", "quote.save", {"team": team}, quote)
        assert answer.body["response_action"] == "errors"
        kr = {"quote.kr": {"selected_option": {"value": "9"}}}
        answer = await submitted(world, "ben", "quote.save", {"team": "care"}, quote | kr)
        assert list(answer.body["errors"]) == ["quote.kr"]


async def test_recalling_the_neighbours_quote(world: World) -> None:
    await company(world)
    form = (await typed(world, "nia", "/quote So quick!", "nextdoor")).view
    assert form is not None
    await world.person("nia").submit(form, {"quote.touchpoint": "use"})
    async with world.bot.deps.sessions.workspace(NEIGHBOUR, reading=True) as session:
        assert await session.scalar(select(Quote.number)) == 1
    async with nothing_changes(world):
        assert "There is no Q-1 here" in (await typed(world, "ben", "/quote recall Q-1")).text
