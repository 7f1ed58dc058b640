"""Saving a customer quote from a message or by `/quote`, and recalling one."""

from collections.abc import Collection
from typing import Any, Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import mentioned, readable
from handlers.kit.reader import Reader
from handlers.kit.routing import Command, Routes, Shortcut
from handlers.kit.text import Mrkdwn
from handlers.okr import flows as okr
from handlers.outbox import flows as outbox
from handlers.quote import flows, rules, views
from storage import team as teams


async def quote(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """`/quote` opens the form, `/quote recall Q-4` takes a quote back."""
    recalls, number = rules.read_recall(inp.text)
    if recalls:
        await _recall(ack, inp, deps, number)
        return
    if inp.text.lower() == "help":
        raise UserError(
            "`/quote` opens a form that keeps what a customer said; what you type behind it is"
            " filled in. `/quote recall Q-4` takes a quote back, wherever I posted it. In a"
            " message's menu, _Save customer quote_ does the same with that message."
        )
    await _open(inp, deps, inp.text, {})
    await ack()


async def _recall(ack: AsyncAck, inp: Input, deps: Deps, number: int | None) -> None:
    if number is None:
        raise UserError(
            "Which quote? Type its number, which stands below it, like this: `/quote recall Q-4`."
        )
    async with deps.once(inp) as (session, reader):
        done = await flows.recall(session, number, reader, inp.now)
    await ack(**views.recalled(reader.say, done))


async def shortcut(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Save customer quote, in a message's menu."""
    message = inp.body.get("message") or {}
    source = {"channel": inp.channel, "ts": message.get("ts")}
    await _open(inp, deps, str(message.get("text", "")), source)
    await ack()


async def _open(inp: Input, deps: Deps, text: str, source: dict[str, Any]) -> None:
    async with deps.reading(inp) as (session, reader):
        found = await flows.teams_for(session, reader, inp.channel)
        krs = await okr.key_results(session, inp.now, team_ids=[t.id for t in found])
        known = await teams.members(session, mentioned(text))
    choices = views.Choices(
        teams=[(t.id, t.name) for t in found], krs=[(kr.number, kr.title) for kr in krs]
    )
    said = readable(text, {m.id: m.name for m in known.values()})
    view = views.form(reader.say, choices, said, {"team": found[0].id, **source})
    await deps.slack.open_view(inp.workspace, inp.trigger, view)


async def save(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form was submitted."""
    view = inp.view or {}
    draft = _draft(Form(view), metadata_of(view))
    async with deps.once(inp) as (session, reader):
        team = await flows.check(session, draft, inp.now)
        kept = await flows.save(session, draft, reader, inp.now)
        told = views.saved(reader.say, kept, team.channel)
        await outbox.post(session, f"quote.saved:{kept.number}", reader.id, told, inp.now)
    await ack()


def _draft(form: Form, source: dict[str, Any]) -> rules.Draft:
    """What was filled in; FormError names each field that needs another look."""
    text = form.text(views.TEXT, longest=rules.LONGEST)
    customer = form.text(views.CUSTOMER, required=False, longest=rules.LONGEST_CUSTOMER)
    touchpoint = form.choice(views.TOUCHPOINT)
    if touchpoint is None:
        form.refuse(views.TOUCHPOINT, UserError("Choose a step."))
    kr = form.choice(views.KR)
    form.check()
    return rules.Draft(
        team_id=form.choice(views.TEAM) or str(source["team"]),
        text=text,
        customer=customer,
        touchpoint=rules.Touchpoint(touchpoint or ""),
        moment=rules.Moment(form.choice(views.MOMENT) or rules.Moment.DELIGHT),
        consent=rules.Consent(form.choice(views.CONSENT) or rules.Consent.INTERNAL),
        kr_number=int(kr) if kr else None,
        source_channel=source.get("channel"),
        source_ts=source.get("ts"),
    )


async def about_kr(session: AsyncSession, kr_number: int, reader: Reader) -> list[Block]:
    """The quotes about a KR, for `/okr show`."""
    return views.about_kr(reader.say, await flows.about_kr(session, kr_number))


async def cited(
    session: AsyncSession, numbers: Collection[int], reader: Reader
) -> dict[int, Mrkdwn]:
    """What customers said, in a line each, for the updates that rest on it."""
    found = await flows.named(session, numbers)
    return {one.number: views.cited(reader.say, one) for one in found}


ROUTES: Final = Routes(
    commands=(
        Command(
            name="/quote",
            description="Save what a customer said",
            usage="what they said, or: recall Q-4",
            run=quote,
        ),
    ),
    shortcuts=(
        Shortcut(
            callback_id=views.SAVE,
            name="Save customer quote",
            description="Keep what a customer said, and show it to the team",
            run=shortcut,
        ),
    ),
    views={views.SAVE: save},
)
