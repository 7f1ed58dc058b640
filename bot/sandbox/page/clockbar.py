"""The clock bar: what is due next, and moving the clock."""

from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web

from bot.sandbox.page.desk import Desk, Refusal
from bot.sandbox.page.journey import Traveller
from bot.sandbox.page.moves import destination
from bot.sandbox.page.people import Json


async def due(desk: Desk) -> Json | None:
    """The next thing that will happen by itself; None if nothing will, or nobody can tell."""
    found = await desk.next_due() if desk.next_due else None
    if found is None:
        return None
    moment, what = found
    return {"at": moment.isoformat(), "what": what}


def routes(desk: Desk) -> list[web.RouteDef]:
    async def show(_request: web.Request) -> web.Response:
        return web.json_response({"due": await due(desk), "known": desk.next_due is not None})

    async def move(request: web.Request) -> web.Response:
        try:
            return web.json_response(await _move(desk, await request.json()))
        except (Refusal, ValueError) as why:
            return web.json_response({"ok": False, "error": str(why)})

    return [web.get("/page/clock", show), web.post("/page/clock", move)]


async def _move(desk: Desk, asked: Any) -> Json:
    """Answers when the clock is there and what was due on the way is done."""
    workspace = desk.workspace(asked)
    zone = workspace.people[desk.user(workspace, asked)].zone
    if desk.traveller is None:
        raise Refusal("This sandbox runs on real time: its clock cannot be moved.")
    _refuse_a_second(desk.traveller)
    name, clock = str(asked.get("move", "")), desk.world.clock
    moment = await _due(desk) if name == "due" else destination(name, zone, clock.now())
    _refuse_a_second(desk.traveller)  # somebody may have been faster meanwhile
    if name == "due":
        arrived = partial(desk.marks.has_arrived, workspace)
        journey = await desk.traveller.go_until(arrived, first=moment)
    else:
        journey = await desk.traveller.go(max(moment, clock.now()))
    return {"ok": True, "now": clock.now().isoformat(), "left_undone": journey.left_undone}


def _refuse_a_second(traveller: Traveller) -> None:
    if traveller.journey is not None:
        raise Refusal("The clock is on its way already. Move it again when it has arrived.")


async def _due(desk: Desk) -> datetime:
    found = await desk.next_due() if desk.next_due else None
    if found is None:
        raise Refusal("Nothing is due: set up a team first, then its check-ins come.")
    return found[0]
