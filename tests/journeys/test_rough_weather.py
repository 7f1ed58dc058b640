"""Trouble at Slack, in its channels and in the database: nothing is lost, nothing comes twice."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.sandbox.faults import Fault
from bot.sandbox.model import Message
from handlers.outbox.rules import ATTEMPTS
from storage.kudos import Kudos
from storage.metric import Reading
from storage.okr import Update
from tests.checkin.stage import all_of, change_team, words
from tests.databases import SqliteFiles
from tests.journeys.stage import company, nothing_changes, tapped, typed
from tests.world import World, built

OWNERS = ("ben", "chen", "dai")
THANKS = "for staying with the customer until it worked"


def cards(world: World, who: str) -> list[Message]:
    return [m for m in world.person(who).dms() if "check-in" in str(m.blocks).lower()]


def heard(world: World) -> dict[str, int]:
    """How many messages each owner has got from the bot."""
    return {who: len([m for m in world.person(who).dms() if m.bot_id]) for who in OWNERS}


async def test_prompts_survive_hours_of_503_and_a_cut_connection(world: World) -> None:
    """They use up no attempts, so that the cut after them is still tried again."""
    await company(world)
    await world.go_to(world.moment("Wed 09:59"))
    down = Fault("server_error", "chat.postMessage", times=1000, workspace=world.home.id)
    world.sandbox.faults.add(down)
    await world.go_to(world.moment("Wed 19:00"))
    assert heard(world) == {"ben": 0, "chen": 1, "dai": 1}
    world.sandbox.faults.clear()
    assert down.times < 1000 - ATTEMPTS
    world.sandbox.faults.add(Fault("cut_before", "chat.postMessage", workspace=world.home.id))
    await world.go_to(world.moment("Wed 20:00"))
    assert heard(world) == dict.fromkeys(OWNERS, 1)


async def test_prompts_wait_as_long_as_slack_says(world: World) -> None:
    await company(world)
    await world.go_to(world.moment("Wed 02:00"))
    world.sandbox.faults.add(Fault("ratelimited", "chat.postMessage", times=4, seconds=30))
    await world.go_to(world.moment("Wed 20:00"))
    assert heard(world) == dict.fromkeys(OWNERS, 1)


async def test_a_lost_answer_costs_neither_kudos_nor_prompt_and_repeats_each_once(
    world: World,
) -> None:
    await company(world)
    world.sandbox.faults.add(Fault("cut_before", "chat.postMessage"))
    await typed(world, "anna", f"/kudos @eve {THANKS}")
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert len(world.person("eve").dms()) == 1
    world.sandbox.faults.clear()
    await world.go_to(world.moment("Wed 02:59"))
    world.sandbox.faults.add(Fault("cut_after", "chat.postMessage"))
    await world.go_to(world.moment("Wed 20:00"))
    assert sum(heard(world).values()) in (3, 4)
    assert min(heard(world).values()) == 1


async def test_a_tap_whose_answer_slack_does_not_take_is_answered_by_the_card(
    world: World,
) -> None:
    await company(world)
    await world.go_to(world.moment("Wed 16:30"))
    (card,) = cards(world, "ben")
    (row,) = [b for b in card.blocks if b["block_id"] == "checkin.kr.1"]
    button = row["elements"][0]
    deaf = "http://127.0.0.1:9/"
    tap = await tapped(world, "ben", "checkin.no_change", button["value"], response_url=deaf)
    assert tap.ok
    await world.settle()
    (card,) = cards(world, "ben")
    assert "Check-in done" in words(card)
    assert not any("nothing was changed" in m.text for m in world.person("ben").dms())


async def test_a_tap_in_home_whose_trigger_has_expired_is_answered_all_the_same(
    world: World,
) -> None:
    await company(world)
    ben = world.person("ben")
    home = await ben.open_home()
    assert home is not None
    for _ in range(2):
        world.sandbox.faults.add(Fault("error", "views.open", error="expired_trigger_id"))
    await ben.click(home, "okr.new")
    await world.settle()
    assert "Please try once more" in ben.dms()[-1].text


async def test_a_channel_archived_mid_round_is_told_to_a_lead_who_is_still_here(
    world: World,
) -> None:
    await company(world)
    await change_team(world, "care", members=("U0ANNA", "U0BEN", "U0CHEN", "U0DAI", "U0EVE"))
    await world.go_to(world.moment("Wed 20:00"))
    await world.person("eve").archive(world.channel("care"))
    await world.person("anna").change(deleted=True)  # she founded the team and leads it alone
    await world.go_to(world.moment("Fri 13:00"))
    told = [m.text for m in world.person("ben").dms() if "archived" in m.text]
    assert len(told) == 1
    assert not [m for m in world.person("anna").dms() if "archived" in m.text]


async def test_a_private_home_without_the_bot_gets_its_summary_once_the_bot_is_back(
    world: World,
) -> None:
    await company(world)
    world.place("care").kind = "private"
    await world.go_to(world.moment("Thu 09:00"))
    await typed(world, "ben", "/okr update KR-1 40 faster")
    await world.person("anna").remove(world.channel("care"), world.home.bot_user)
    await world.go_to(world.moment("Fri 13:00"))
    assert world.posted("care") == []
    assert any("/invite" in m.text for m in world.person("anna").dms())
    await world.person("anna").invite(world.channel("care"), world.home.bot_user)
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert len(world.posted("care")) == 1


async def test_a_revoked_token_stops_one_workspace_and_not_its_neighbour(world: World) -> None:
    await company(world)
    await world.go_to(world.moment("Tue 12:00"))
    world.home.revoked = True
    await world.go_to(world.moment("Wed 20:00"))
    assert heard(world) == dict.fromkeys(OWNERS, 0)
    assert (await typed(world, "nia", "/okr", "nextdoor")).text
    assert (await typed(world, "ola", "/okr metric nps 62 21 17", "nextdoor")).text


async def test_what_is_typed_twice_at_once_counts_once(world: World) -> None:
    """Two deliveries that run side by side, as of a double Enter; on PostgreSQL truly at once."""
    await company(world)
    lines = ("/okr update KR-1 41 fast", f"/kudos @eve {THANKS}", "/okr metric csat 91")
    before = len(await all_of(world, Update))
    await asyncio.gather(*(typed(world, "ben", line) for line in lines for _ in range(3)))
    await world.settle()
    assert len(await all_of(world, Update)) == before + 1
    assert len(await all_of(world, Kudos)) == len(await all_of(world, Reading)) == 1
    assert len(world.person("eve").dms()) == 1


async def test_two_people_on_one_key_result_at_once_lose_nothing(world: World) -> None:
    await company(world)
    forms = {who: (await typed(world, who, "/okr update KR-1")).view for who in ("anna", "ben")}

    async def sent(who: str, value: str) -> str:
        form = forms[who]
        assert form is not None
        done = await world.person(who).submit(form, {"okr.value.1": value})
        assert done.view is not None
        return str(done.view.payload["callback_id"])

    ends = await asyncio.gather(sent("anna", "41"), sent("ben", "42"))
    assert sorted(ends) == ["okr.saved", "okr.update_form"]  # one is saved, one is asked again
    made = [u for u in await all_of(world, Update) if u.kr_number == 1]
    assert len(made) == 2  # the first value and one of these


@pytest.fixture
async def locked(sqlite_files: SqliteFiles) -> AsyncIterator[str]:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as url:
        yield url


async def test_a_database_locked_for_a_moment_is_waited_for(locked: str) -> None:
    async with built(locked) as world:
        await company(world)
        other = sqlite3.connect(locked.partition(":///")[2], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        line = asyncio.create_task(typed(world, "ben", "/okr update KR-1 41"))
        done, _ = await asyncio.wait({line}, timeout=0.2)
        assert not done
        other.execute("ROLLBACK")
        other.close()
        assert "41" in str((await line).blocks)
        async with nothing_changes(world):
            pass
