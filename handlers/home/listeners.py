"""The Home tab is opened, or somebody writes to the app."""

from typing import Any, Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.home import flows, views
from handlers.kit.blocks import Block
from handlers.kit.errors import SlackError
from handlers.kit.inputs import Input
from handlers.kit.routing import Routes
from handlers.outbox import flows as outbox


async def opened(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Publish this person's Home as it is now, if it is not shown so already.

    For the Messages tab there is nothing to do.
    """
    event = inp.event or {}
    if event.get("tab") != "home":
        await ack()
        return
    async with deps.sessions.workspace(inp.workspace, reading=True) as session:
        own, theirs = await flows.look(session, deps.belongs, inp.user, inp.now)
        reader = await deps.reader_of(session, inp.user, own.who.me)
        view = views.home(reader, await flows.page(session, reader, own, theirs, inp.now))
    before = event.get("view")
    if not views.is_shown(view, before):
        await _publish(deps, inp, view, before)
    await ack()


async def _publish(deps: Deps, inp: Input, view: Block, before: Block | None) -> None:
    """In place of what was shown before: what was published since then is newer than this."""
    shown: dict[str, Any] = {"user_id": inp.user, "view": view}
    if before is not None and (state := before.get("hash")):
        shown["hash"] = state
    try:
        await deps.slack.call(inp.workspace, "views.publish", shown)
    except SlackError:  # a job shows it as soon as Slack lets us; the event need not come again
        async with deps.sessions.workspace(inp.workspace) as session:
            await flows.show_again(session, inp.user, inp.now)


async def written(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Somebody writes to the app instead of typing a command: silence would be rude."""
    event = inp.event or {}
    said_to_us = event.get("channel_type") == "im" and not event.get("subtype")
    if said_to_us and not event.get("bot_id"):
        async with deps.once(inp) as (session, reader):
            pointer = views.pointer(reader.say)
            await outbox.post(session, f"home:{inp.key}", reader.id, pointer, inp.now)
    await ack()


ROUTES: Final = Routes(
    events={"app_home_opened": opened, "message.im": written}, scopes=frozenset({"im:history"})
)
