"""/okr team, its form, and what Slack tells us of people."""

import logging
from dataclasses import replace
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.kit.errors import SlackError, UserError
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.routing import Routes, Verb
from handlers.outbox import flows as outbox
from handlers.team import flows, rules, views
from handlers.team.flows import errands
from handlers.team.flows.errands import LookUp
from handlers.team.rules import Draft
from storage.db import new_id

log = logging.getLogger(__name__)


async def set_up(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """/okr team: the form, at once."""
    name = str(inp.body.get("channel_name") or "")
    if inp.channel is None or not rules.can_be_home(inp.channel, name):
        raise UserError(
            "A team lives in a channel, and this is a direct message. Open your team's channel, or"
            " create one, and type `/okr team` there."
        )
    external = f"team:{new_id()}"
    async with deps.once(inp) as (session, reader):
        draft = await flows.draft(session, reader, inp.channel, name)
        draft = await flows.dated(session, deps.rounds_ahead, draft, inp.now)
        if not draft.members_known:
            await errands.look_up(session, reader, LookUp(external, inp.channel), inp.now)
    if draft.team_id is None and not draft.setup.name:
        view = views.waiting(reader.say, inp.channel, external)  # a private channel's name
    else:
        view = views.setup_form(reader.say, draft, reader.zone, inp.now, external_id=external)
    await deps.slack.open_view(inp.workspace, inp.trigger, view)
    await ack()


async def begin(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button in Home: which channel is it about?"""
    async with deps.reading(inp) as (_, reader):
        pass
    await deps.slack.open_view(inp.workspace, inp.trigger, views.where_form(reader.say))
    await ack()


async def edit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button in Home: a team as it is, for its leads."""
    async with deps.reading(inp) as (session, reader):
        draft = await flows.draft_of(session, reader, inp.value)
        draft = await flows.dated(session, deps.rounds_ahead, draft, inp.now)
    view = views.setup_form(reader.say, draft, reader.zone, inp.now)
    await deps.slack.open_view(inp.workspace, inp.trigger, view)
    await ack()


async def chosen(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The channel is chosen: its team's form, or a moment's wait until Slack knows its name."""
    channel = Form(inp.view or {}).channel(views.CHANNEL)
    if channel is None or not rules.can_be_home(channel):
        raise UserError("Please choose a channel.", field=views.CHANNEL)
    external = f"team:{new_id()}"
    async with deps.once(inp) as (session, reader):
        draft = await flows.draft(session, reader, channel, "")
        draft = await flows.dated(session, deps.rounds_ahead, draft, inp.now)
        if not draft.members_known:
            await errands.look_up(session, reader, LookUp(external, channel), inp.now)
    if draft.members_known:
        view = views.setup_form(reader.say, draft, reader.zone, inp.now, external_id=external)
    else:
        view = views.waiting(reader.say, channel, external)
    await ack(response_action="update", view=view)


async def save(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form is sent: the team is as it says, and its channel hears of it."""
    form = Form(inp.view or {})
    filled = _filled(form, inp)
    if views.MEMBERS not in form or not views.in_shape(form):
        await _ask_for_more(ack, inp, deps, filled)
        return
    form.check()
    async with deps.once(inp) as (session, reader):
        saved = await flows.save(session, reader, filled, inp.now)
        for hook in deps.after_team:
            await hook(session, saved.team_id, inp.now)
        await errands.meet(session, saved.team_id, saved.setup.members, reader.id, inp.now)
        if saved.changed:
            say = deps.texts.say(saved.setup.language)
            coming = await deps.rounds_ahead(session, saved.team_id, saved.setup, inp.now, 3)
            told = views.confirmation(
                say, saved.setup, reader.id, is_new=saved.is_new, coming=coming
            )
            key = f"team:{saved.team_id}:{saved.version}"
            await outbox.post(session, key, saved.channel, told, inp.now, tell=reader.id)
    await ack()


async def _ask_for_more(ack: AsyncAck, inp: Input, deps: Deps, filled: Draft) -> None:
    """Sent before Slack had said who is in the channel: the person says it instead. Or before the
    form had the fields of its rhythm.
    """
    async with deps.reading(inp) as (session, reader):
        asking = await flows.dated(session, deps.rounds_ahead, filled, inp.now)
    if not filled.members_known:
        setup = replace(filled.setup, members=filled.setup.leads or (reader.id,))
        asking = replace(asking, setup=setup, members_known=True, note=rules.Note.SILENT)
    view = views.setup_form(reader.say, asking, reader.zone, inp.now)
    await ack(response_action="update", view=view)


def _filled(form: Form, inp: Input) -> Draft:
    about = metadata_of(inp.view or {})
    setup = views.read_setup(form, inp.now)
    known = views.MEMBERS in form
    return Draft(about["channel"], setup, about["team"], about["version"], members_known=known)


async def reshape(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Another rhythm is chosen: the form has the fields that it needs, and the next dates."""
    view = inp.view or {}
    async with deps.reading(inp) as (session, reader):
        filled = _filled(Form(view), inp)
        draft = await flows.dated(session, deps.rounds_ahead, filled, inp.now)
    external = view.get("external_id") or None
    shown = views.setup_form(reader.say, draft, reader.zone, inp.now, external_id=external)
    asked = {"view_id": view.get("id"), "hash": view.get("hash"), "view": shown}
    try:
        await deps.slack.call(inp.workspace, "views.update", asked)
    except SlackError as error:  # it is asked again when the form is sent
        log.info("a form does not follow its rhythm: %s", error.code)
    await ack()


async def person_changed(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Somebody joined the workspace, left it, moved, or changed their profile."""
    user = (inp.event or {}).get("user")
    if not (isinstance(user, dict) and user.get("id")):
        log.warning("somebody changed, and Slack does not say who")
        await ack()
        return
    async with deps.once(inp) as (session, _):
        for team_id in await flows.learn(session, [user], inp.now):
            for hook in deps.after_team:
                await hook(session, team_id, inp.now)
    await ack()


ROUTES: Final = Routes(
    actions={views.BEGIN: begin, views.EDIT: edit, **dict.fromkeys(views.RESHAPE, reshape)},
    views={views.SAVE: save, views.WHERE: chosen},
    events={"user_change": person_changed, "team_join": person_changed},
    verbs={
        "team": Verb(
            usage="team",
            does="Make this channel your team's home, or change the team",
            run=set_up,
            alone=True,
        )
    },
    scopes=frozenset({"channels:read", "groups:read", "users:read"}),
)
