"""The Home tab is opened."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.home import flows, views
from handlers.kit.errors import SlackBusyError
from handlers.kit.inputs import Input
from handlers.kit.routing import Routes


async def opened(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Publish this person's Home as it is now; for the Messages tab there is nothing to do."""
    if (inp.event or {}).get("tab") != "home":
        await ack()
        return
    async with deps.reading(inp) as (session, reader):
        view = views.home(reader, await flows.page(session, reader, inp.now))
    try:
        shown = {"user_id": inp.user, "view": view}
        await deps.slack.call(inp.workspace, "views.publish", shown)
    except SlackBusyError:  # a job shows it as soon as Slack lets us
        async with deps.sessions.workspace(inp.workspace) as session:
            await flows.show_again(session, inp.user, inp.now)
    await ack()


ROUTES: Final = Routes(events={"app_home_opened": opened})
