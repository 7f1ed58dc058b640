"""`/okr vote`, the form, and why somebody sees it otherwise."""

from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.routing import Routes, Verb
from handlers.kit.text import Mrkdwn
from handlers.outbox import flows as outbox
from handlers.vote import flows, views
from handlers.vote.flows import Ballot


async def open_form(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """What this person can vote for, with their own votes; nobody else's."""
    async with deps.reading(inp) as (session, reader):
        ballot = await flows.ballot(session, reader.id, inp.now)
    await deps.slack.open_view(inp.workspace, inp.trigger, form_of(reader, ballot))
    await ack()


def form_of(reader: Reader, ballot: Ballot) -> Block:
    """What they vote with, or why they cannot."""
    say = reader.say
    if not ballot.krs:
        return views.notice(say, views.nothing_to_vote(say))
    until = say.until(ballot.closes_at, reader.zone)
    return views.form(say, ballot.krs, ballot.mine, until, names_teams=ballot.names_teams)


async def submit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The votes are in: what counts is shown, since nothing else here changes by it."""
    scores = views.read(Form(inp.view or {}))
    async with deps.once(inp) as (session, reader):
        lost = await flows.cast(session, reader.id, scores, inp.now)
    kept = {number: score for number, score in scores.items() if number not in lost}
    told = [views.too_late(reader.say, lost)] if lost else []
    if kept or not lost:
        told.append(views.counted(reader.say, kept))
    shown = views.notice(reader.say, Mrkdwn("\n\n".join(told)))
    await ack(response_action="update", view=shown)


async def open_why(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button of the message that asks why."""
    key = views.read_key(inp.value)
    async with deps.reading(inp) as (session, reader):
        odd = await flows.odd_votes(session, key, reader.id, inp.now)
    say = reader.say
    if odd:
        asked = [(one.kr_number, one.title, one.score, one.reason) for one in odd]
        shown = views.why_form(say, key, asked)
    else:
        shown = views.notice(say, say("These key results are closed. There is nothing to add."))
    await deps.slack.open_view(inp.workspace, inp.trigger, shown)
    await ack()


async def submit_why(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The reasons are in: they go below the summary, without a name."""
    view = inp.view or {}
    form, about = Form(view), metadata_of(view)
    reasons = views.read_reasons(form)
    form.check()
    key = views.read_key(f"{about['team']}|{about['day']}")
    async with deps.once(inp) as (session, reader):
        if await flows.explain(session, key, reader.id, reasons, inp.now) and any(reasons.values()):
            told = views.thanks(reader.say, key)
            await outbox.update(session, views.why_key(key, reader.id), told, inp.now)
    await ack()


ROUTES: Final = Routes(
    actions={views.WHY: open_why},
    views={views.FORM: submit, views.REASONS: submit_why},
    verbs={
        "vote": Verb(
            "vote",
            "Say how sure you are of each key result; nobody sees who voted how",
            open_form,
            alone=True,
        )
    },
    scopes=frozenset({"chat:write", "commands", "im:write"}),
)
