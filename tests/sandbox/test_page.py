"""The page's routes: what each person sees and does, what the clock bar does."""

from typing import Any

import aiohttp

from bot.clock import ManualClock, RealClock
from bot.sandbox import chat
from bot.sandbox.model import Channel, File, Person
from bot.sandbox.page import add_page
from bot.sandbox.server import Sandbox
from tests.sandbox.asks import do, state
from tests.sandbox.stage import MONDAY, picture

pytest_plugins = ["tests.sandbox.visits"]


async def test_a_person_sees_their_channels_and_only_their_own_ephemerals(
    paged: Sandbox, care: Channel, visit: aiohttp.ClientSession
) -> None:
    paged.add_channel("T1", "plans", members=["U2"], kind="private")
    world, home = paged.world, paged.world.workspaces["T1"]
    for seen_by in ("U1", "U2", None):
        chat.post(world, home, care, home.bot_user, {"text": f"for {seen_by}"}, seen_by=seen_by)

    mei = await state(visit, workspace="T1", user="U1", channel=care.id)
    ana = await state(visit, workspace="T1", user="U2", channel=care.id)

    assert [c["name"] for c in mei["channels"]] == ["care"]
    assert [c["name"] for c in ana["channels"]] == ["care", "plans"]
    assert [m["text"] for m in mei["open"]["messages"]] == ["for U1", "for None"]
    assert [m["text"] for m in ana["open"]["messages"]] == ["for U2", "for None"]


async def test_the_neighbour_sees_nothing_of_this_workspace(
    care: Channel, visit: aiohttp.ClientSession
) -> None:
    seen = await state(visit, workspace="T2", user="U1", channel=care.id)

    assert seen["me"] == "U9"
    assert seen["open"] is None
    assert seen["channels"] == []


async def test_what_came_after_a_first_look_is_unread_until_it_is_read(
    paged: Sandbox, care: Channel, visit: aiohttp.ClientSession
) -> None:
    ana = paged.person("T1", "U2")
    await ana.say(care.id, "before anybody looked")
    await state(visit, workspace="T1", user="U1")
    said = await ana.say(care.id, "after")

    assert (await state(visit, user="U1"))["channels"][0]["unread"] == 1
    assert (await state(visit, user="U2"))["channels"][0]["unread"] == 0
    await do(visit, "read", channel=care.id, ts=said.ts)
    assert (await state(visit, user="U1"))["channels"][0]["unread"] == 0


async def test_replies_stay_in_their_thread(
    paged: Sandbox, care: Channel, visit: aiohttp.ClientSession
) -> None:
    ana = paged.person("T1", "U2")
    root = await ana.say(care.id, "root")
    await ana.say(care.id, "reply", thread_ts=root.ts)

    seen = await state(visit, channel=care.id, thread=root.ts)

    assert [m["text"] for m in seen["open"]["messages"]] == ["root"]
    assert seen["open"]["messages"][0]["replies"]["count"] == 1
    assert [m["text"] for m in seen["thread"]] == ["root", "reply"]


async def test_a_command_in_a_thread_is_refused_as_slack_does(
    paged: Sandbox, care: Channel, visit: aiohttp.ClientSession
) -> None:
    root = await paged.person("T1", "U2").say(care.id, "root")

    done = await do(visit, "do/say", channel=care.id, text="/okr", thread=root.ts)

    assert done == {"ok": False, "error": "/okr is not supported in threads. Sorry!"}


async def test_somebody_deactivated_can_do_nothing(
    care: Channel, visit: aiohttp.ClientSession
) -> None:
    done = await do(visit, "do/say", user="U3", channel=care.id, text="hello")

    assert done["ok"] is False
    assert "deactivated" in done["error"]
    assert care.messages == {}


async def test_only_ones_own_ephemeral_can_be_dismissed(
    paged: Sandbox, care: Channel, visit: aiohttp.ClientSession
) -> None:
    world, home = paged.world, paged.world.workspaces["T1"]
    own = chat.post(world, home, care, home.bot_user, {"text": "hm"}, seen_by="U1")
    public = chat.post(world, home, care, home.bot_user, {"text": "all"})
    for message in (own, public):
        await do(visit, "do/dismiss", channel=care.id, ts=message.ts)

    assert list(care.messages) == [public.ts]


async def test_what_is_gone_is_answered_not_swallowed(
    care: Channel, visit: aiohttp.ClientSession
) -> None:
    clicked = await do(visit, "do/click", channel=care.id, ts="1.0", action_id="x")
    sent = await do(visit, "do/submit", view="V1", values={})
    said = await do(visit, "do/say", channel="C404", text="hello")

    assert clicked["error"] == "This message is gone."
    assert sent["error"] == "This form is closed already."
    assert said["error"] == "This channel is gone."


async def test_the_clock_bar_says_why_it_does_not_move(
    visit: aiohttp.ClientSession, clock: ManualClock
) -> None:
    past = await do(visit, "clock", move="2026-11-20T10:00")
    nonsense = await do(visit, "clock", move="soon")
    due = await do(visit, "clock", move="due")

    assert "has passed" in past["error"]
    assert "Pick a date" in nonsense["error"]
    assert "Nothing is due" in due["error"]
    assert clock.now() == MONDAY.replace(minute=0)


async def test_real_time_cannot_be_moved(manifest: dict[str, Any]) -> None:
    paged = Sandbox(RealClock(), manifest, page=add_page)
    paged.add_workspace("T1", "Acme", "acme", token="xoxb-1")
    paged.add_person("T1", Person("U1", "mei", "Mei Lin"))
    await paged.start()
    async with aiohttp.ClientSession(paged.url) as visit:
        done = await do(visit, "clock", move="hour")
        async with visit.get("/page/card") as answer:
            card = await answer.json()
    await paged.stop()

    assert "cannot be moved" in done["error"]
    assert card["movable"] is False


async def test_a_picture_is_shown_and_anything_else_is_downloaded(
    paged: Sandbox, visit: aiohttp.ClientSession
) -> None:
    files = paged.world.workspaces["T1"].files
    files["F1"] = File("F1", "chart.png", 0, content=picture(8, 8))
    files["F2"] = File("F2", "page.html", 0, content=b"<script>alert(1)</script>")

    async with visit.get("/page/files/T1/F1") as shown, visit.get("/page/files/T1/F2") as saved:
        assert shown.content_type == "image/png"
        assert saved.content_type == "application/octet-stream"
        assert saved.headers["Content-Disposition"] == "attachment"
    async with visit.get("/page/files/T2/F1") as foreign:
        assert foreign.status == 404


async def test_open_pages_hear_of_changes_and_let_the_sandbox_stop(
    paged: Sandbox, care: Channel, visit: aiohttp.ClientSession
) -> None:
    async with visit.get("/page/live") as live:
        assert await live.content.readline() == b"retry: 1000\n"
        await live.content.readline()
        await paged.person("T1", "U2").say(care.id, "hello")

        assert await live.content.readline() == b"data: T1\n"
        await paged.stop()
