"""The sandbox's page: what a browser shows at `/` and the routes behind it."""

from collections.abc import Sequence

from aiohttp import web

from bot.sandbox.page import actions, clockbar
from bot.sandbox.page.desk import STATIC, Desk
from bot.sandbox.page.guard import guard
from bot.sandbox.page.journey import InHand, NextDue
from bot.sandbox.page.tip import Tip
from bot.sandbox.server import Sandbox

__all__ = ["InHand", "NextDue", "Tip", "add_page"]


def add_page(
    sandbox: Sandbox,
    app: web.Application,
    *,
    next_due: NextDue | None = None,
    in_hand: InHand | None = None,
    tips: Sequence[Tip] = (),
) -> None:
    """Serve the page from the sandbox's own application.

    `next_due` tells the clock bar what happens next, `in_hand` how many messages are written and
    not yet delivered; `tips` fill the "Try this" panel.
    """
    desk = Desk(sandbox, next_due, in_hand, tips)
    app.middlewares.append(guard)
    app.on_shutdown.append(desk.close)
    app.router.add_routes(
        [
            web.get("/", desk.front),
            web.get("/archives/{channel}/{message}", desk.front),
            web.get("/page/card", desk.card),
            web.get("/page/state", desk.state),
            web.get("/page/live", desk.live.serve),
            web.get("/page/files/{workspace}/{file}", desk.file),
            web.static("/page/static", STATIC),
            *clockbar.routes(desk),
            *actions.routes(desk),
        ]
    )
