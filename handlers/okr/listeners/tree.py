"""`/okr tree`: what supports what, and the buttons that open a branch or turn a page."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.okr import flows
from handlers.okr.rules.forest import unpacked
from handlers.okr.views import tree as views
from handlers.okr.views import tree_parts
from handlers.okr.views.unlisted import without_status
from storage import team as teams


async def tree(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """All of it, or the part that is named; where several fit, which."""
    async with deps.reading(inp) as (session, reader):
        known = await flows.aligned(session, inp.now)
        meant = await flows.scopes_meant(session, reader, inp.text, known)
        scopes = meant.scopes
        if len(scopes) > 1:
            ids = {id_ for scope in scopes for id_ in scope.team_ids}
            message = tree_parts.which(reader.say, scopes, known, await teams.names(session, ids))
        else:
            drawn = await flows.tree(session, reader, known, scopes[0], 0)
            message = views.message(reader.say, drawn)
        if meant.statuses:
            message = without_status(reader.say, message, readable(inp.text, {}))
    await ack(**message)


async def turn(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another part or page, in the place of the one whose button was pressed."""
    scope, first = unpacked(inp.value)
    async with deps.reading(inp) as (session, reader):
        known = await flows.aligned(session, inp.now)
        drawn = await flows.tree(session, reader, known, scope, first)
        message = views.message(reader.say, drawn)
    await deps.slack.respond(inp.response_url or "", {**message, "replace_original": True})
    await ack()
