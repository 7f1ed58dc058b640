"""/okr why, and for leads /okr why @person."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.errors import UserError
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import mentioned
from handlers.kit.routing import Routes, Verb
from handlers.why import flows, views


async def why(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """What was due when, what came of it, and what comes next; in the reader's time."""
    async with deps.reading(inp) as (session, reader):
        person_id = _meant(inp.text) or reader.id
        visible = await flows.teams_to_see(session, reader, person_id)
        person = await deps.reader(session, person_id)
        found = await flows.whole(session, reader, person, visible, inp.now)
    await ack(**views.why(reader, found, inp.now))


def _meant(text: str) -> str | None:
    """Whom the reader asks about; None: themselves."""
    people = mentioned(text)
    if len(people) > 1 or (text.strip() and not people):
        raise UserError(
            "`/okr why` tells when I ask you, and why not; `/okr why @name` tells a lead the same"
            " of somebody in their team. Pick one name from the list that opens when you type @."
        )
    return people[0] if people else None


ROUTES: Final = Routes(
    verbs={"why": Verb("why | why @name", "See when I ask, when I did not, and why", why)},
    scopes=frozenset({"commands"}),
)
