"""The page's server side: one object that holds the sandbox, the read marks and the open pages."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.clock import MovableClock
from bot.sandbox.hands import Hands
from bot.sandbox.model import Workspace
from bot.sandbox.page.journey import InHand, NextDue, Traveller
from bot.sandbox.page.live import Live
from bot.sandbox.page.marks import Marks
from bot.sandbox.page.people import Json, image_type
from bot.sandbox.page.snapshot import app_card, snapshot
from bot.sandbox.page.tip import Tip
from bot.sandbox.server import Sandbox

STATIC: Final = Path(__file__).parent / "static"


class Refusal(Exception):  # noqa: N818 the page's word for it, told to whoever is looking
    """Something the page asked for cannot be done; the text says why."""


class Desk:
    """What the page's routes work with."""

    def __init__(
        self,
        sandbox: Sandbox,
        next_due: NextDue | None,
        in_hand: InHand | None,
        tips: Sequence[Tip],
    ) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world
        self.next_due = next_due
        self.tips = tips
        self.marks = Marks()
        self.live = Live()
        self.world.watchers.append(self.live.tell)
        self.traveller: Traveller | None = None
        clock = self.world.clock
        if isinstance(clock, MovableClock):
            self.traveller = Traveller(clock, next_due, in_hand, lambda: self.live.tell(""))
            clock.moved.append(self._clock_moved)

    def _clock_moved(self, now: datetime) -> None:
        journey = self.traveller.journey if self.traveller else None
        self.marks.moved_at = (journey and journey.since) or now
        self.live.tell("")

    async def close(self, app: web.Application) -> None:
        """Let go of what waits, so that the server can stop."""
        if self.traveller is not None:
            await self.traveller.stop()
        await self.live.close(app)

    def workspace(self, asked: Json) -> Workspace:
        """The workspace asked for, else the first one."""
        found = self.world.workspaces.get(str(asked.get("workspace", "")))
        found = found or next(iter(self.world.workspaces.values()), None)
        if found is None:
            raise Refusal("There is no workspace in this sandbox yet.")
        return found

    def user(self, workspace: Workspace, asked: Json) -> str:
        """The person asked for, else the first human who is not deactivated."""
        person = workspace.people.get(str(asked.get("user", "")))
        if person is None or person.is_bot:
            people = (p for p in workspace.people.values() if not (p.is_bot or p.deleted))
            person = next(people, None)
        if person is None:
            raise Refusal(f"Nobody is in {workspace.name} yet.")
        return person.id

    def hands(self, asked: Json) -> tuple[Workspace, str, Hands]:
        workspace = self.workspace(asked)
        user = self.user(workspace, asked)
        if workspace.people[user].deleted:
            raise Refusal("This account is deactivated. Act as somebody else.")
        return workspace, user, self.sandbox.person(workspace.id, user)

    async def front(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def card(self, _request: web.Request) -> web.Response:
        """What does not change while the page is open."""
        movable = isinstance(self.world.clock, MovableClock)
        tips = [t.shown() for t in self.tips]
        return web.json_response({"app": app_card(self.world), "tips": tips, "movable": movable})

    async def state(self, request: web.Request) -> web.Response:
        asked = dict(request.query)
        try:
            workspace = self.workspace(asked)
            user = self.user(workspace, asked)
        except Refusal as why:
            return web.json_response({"error": str(why)}, status=HTTPStatus.NOT_FOUND)
        channel, thread = asked.get("channel", ""), asked.get("thread", "")
        if channel == "app":
            dm = workspace.im(user)
            channel = dm.id if dm else ""
        seen = snapshot(self.world, workspace, user, self.marks, channel=channel, thread_ts=thread)
        return web.json_response({**seen, "moving": self._moving(workspace)})

    def _moving(self, workspace: Workspace) -> Json | None:
        """How the clock's journey goes; None while it only ticks."""
        journey = self.traveller.journey if self.traveller else None
        if journey is None:
            return None
        here = self.marks.arrived_since(workspace, journey.at)
        target, at = journey.target.isoformat(), journey.at.isoformat()
        return {"target": target, "at": at, "what": journey.what, "here": here}

    async def file(self, request: web.Request) -> web.Response:
        """An uploaded file: pictures are shown, anything else is downloaded."""
        workspace = self.world.workspaces.get(request.match_info["workspace"])
        found = workspace.files.get(request.match_info["file"]) if workspace else None
        if found is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="No such file.")
        if (kind := image_type(found)) is not None:
            return web.Response(body=found.content, content_type=kind)
        headers = {"Content-Disposition": "attachment"}
        return web.Response(
            body=found.content, content_type="application/octet-stream", headers=headers
        )
