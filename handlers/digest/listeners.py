"""`/okr digest`: the team's digest as it stands, for one person."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.digest.flows.gathering import gather_all
from handlers.digest.rules import due
from handlers.digest.views import post as views
from handlers.kit.inputs import Input
from handlers.kit.routing import Routes, Verb
from handlers.team.flows import the_team
from storage import digest as digests


async def digest(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Show what the next digest would tell by now. Nothing is changed."""
    async with deps.reading(inp) as (session, reader):
        team = await the_team(session, reader, inp.channel)
        contents = (await gather_all(session, [team], inp.now, to_post=False))[team.id]
        moment = await digests.next_post(session, due.POST, team.id)
    team_say = deps.texts.say(team.language)
    await ack(**views.preview(reader.say, team_say, contents, moment, reader.zone))


ROUTES: Final = Routes(
    verbs={
        "digest": Verb(
            usage="digest",
            does="Preview your team's weekly digest, for you alone",
            run=digest,
            alone=True,
        )
    }
)
