"""`/okr new`: an objective with its KRs, from nothing or from a template."""

import re
from datetime import datetime
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Body, Input
from handlers.kit.mrkdwn import readable
from handlers.okr import flows, views
from handlers.okr.listeners.windows import show_view
from handlers.okr.rules import Period
from handlers.okr.rules.coach import DraftKr, hints
from handlers.okr.rules.templates import Template, find_template, template_called
from handlers.outbox import flows as outbox

MESSAGE_KEY: Final = "okr.objective:{number}"
_FROM: Final = re.compile(r"(?:from\b|从|從)\s*", re.IGNORECASE)


async def new(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Open the form; `from nps` fills it from a template, `from` alone lists them. Without from
    what is no template's name is the objective's title.
    """
    line = readable(inp.text, {})
    found = _FROM.match(line)
    name = line[found.end() :] if found else line
    if line and not name:
        async with deps.reading(inp) as (_, reader):
            message = views.templates_message(reader.say)
        await ack(**message)
        return
    template = find_template(name) if found else template_called(name)
    await _open(inp, deps, template, title=name, cycle_id=inp.value)
    await ack()


async def from_template(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """One of the list was chosen."""
    await _open(inp, deps, find_template(inp.value))
    await ack()


async def _open(
    inp: Input, deps: Deps, template: Template | None, *, title: str = "", cycle_id: str = ""
) -> None:
    """For the team of this channel or one of the person's; for this cycle, if a button says so."""
    async with deps.reading(inp) as (session, reader):
        choices = await flows.team_choices(session, reader, inp.channel)
        cycle = await flows.current_cycle(session, choices[0].id, inp.now, cycle_id)
        view = views.new_modal(
            reader.say, reader.id, choices, cycle.id, template, title=title, meant=bool(cycle_id)
        )
    await show_view(inp, deps, view)


async def kind(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """A row is to be another kind of KR: it asks for something else, and keeps what was typed."""
    view = inp.view or {}
    async with deps.reading(inp) as (_, reader):
        begun = views.proposed(reader.say, metadata_of(view).get("from"))
        template = begun.template if begun else None
        shown = views.reshaped(reader.say, view, reader.id, template)
    await deps.slack.call(inp.workspace, "views.update", {"view_id": view["id"], "view": shown})
    await ack()


async def more(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """All that may be chosen, for the team that is chosen."""
    view = inp.view or {}
    team = Form(view).choice(views.TEAM) or metadata_of(view)["team"]
    async with deps.reading(inp) as (session, reader):
        offered = await flows.choices(session, reader, team, inp.now)
        meant = metadata_of(view).get("cycle") or ""
        shown = views.with_choices(reader.say, view, offered, cycle_id=meant)
    asked = {"view_id": view["id"], "hash": view["hash"], "view": shown}
    await deps.slack.call(inp.workspace, "views.update", asked)
    await ack()


async def advise(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """What the coach says of the draft, in the form itself; nothing typed is lost."""
    view = inp.view or {}
    async with deps.reading(inp) as (session, reader):
        metadata = metadata_of(view)
        begun = views.proposed(reader.say, metadata.get("from"))
        title, krs = views.read_draft(Form(view), begun)
        cycle = await _cycle(session, Form(view), metadata, inp.now)
    lines = views.coach_lines(reader.say, hints(title, krs, cycle), cycle) if krs else None
    shown = views.advised(reader.say, view, lines)
    asked = {"view_id": view["id"], "hash": view["hash"], "view": shown}
    await deps.slack.call(inp.workspace, "views.update", asked)
    await ack()


async def _cycle(session: AsyncSession, form: Form, metadata: Body, now: datetime) -> Period:
    """The one that is chosen in the form or that it was opened for, or the one that runs."""
    team = form.choice(views.TEAM) or metadata["team"]
    chosen = form.choice(views.CYCLE) or metadata.get("cycle") or ""
    return await flows.current_cycle(session, team, now, chosen)


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Make it, tell the team's channel in its language, and the person by the form itself."""
    view = inp.view or {}
    metadata, form = metadata_of(view), Form(view)
    async with deps.once(inp) as (session, reader):
        begun = views.proposed(reader.say, metadata.get("from"))
        meant = metadata.get("cycle") or ""
        new_one = views.read_objective(form, inp.user, metadata["team"], begun, cycle_id=meant)
        made = await flows.create(session, reader, new_one, inp.now)
        told = views.announcement(deps.texts.say(made.language), made, reader.id)
        key = MESSAGE_KEY.format(number=made.number)
        await outbox.post(session, key, made.channel, told, inp.now, tell=reader.id)
        for hook in deps.after_objective:
            await hook(session, reader.id, inp.now)
        cycle = await _cycle(session, form, metadata, inp.now)
    drafts = [DraftKr(kr.row, kr.title, kr.unit, aim=kr.aim) for kr in new_one.krs]
    coached = views.coach_lines(reader.say, hints(made.title, drafts, cycle), cycle)
    await ack(response_action="update", view=views.made_view(reader.say, made, coached))
