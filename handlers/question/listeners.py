"""/okr checkin questions: what a team asks itself, and the form of a question."""

import logging
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit import blocks
from handlers.kit.blocks import Block
from handlers.kit.errors import FormError, SlackError
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.routing import Routes, Verb
from handlers.kit.text import Mrkdwn
from handlers.okr.listeners.windows import show_view
from handlers.outbox import listeners as outbox
from handlers.question import flows, views
from handlers.question.flows import Listed, Overtaken
from handlers.question.rules import Preset
from handlers.question.rules.editing import Draft, as_kept, mistakes, ours_again
from handlers.question.views import Editing, Sheet
from handlers.team.flows import the_team

log = logging.getLogger(__name__)


async def questions(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The questions of this channel's team, for everybody to see and for its leads to change."""
    async with deps.once(inp) as (session, reader):
        team = await the_team(session, reader, inp.channel)
        found = await flows.listed(session, reader, team.id, inp.now)
    await deps.slack.open_view(inp.workspace, inp.trigger, _modal(reader, found))
    await ack()


async def opened(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The same by a button, which says of which team."""
    async with deps.once(inp) as (session, reader):
        found = await flows.listed(session, reader, inp.value, inp.now)
    await show_view(inp, deps, _modal(reader, found))
    await ack()


async def act(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Change a question, move it, or remove it."""
    does, id_ = views.read_act(inp.value)
    team_id = _team(inp)
    async with deps.once(inp) as (session, reader):
        if does == views.CHANGE:
            found = await flows.listed(session, reader, team_id, inp.now)
            shown = _change(reader, found, id_)
        elif does == views.REMOVE:
            left = await flows.remove(session, reader, team_id, id_, inp.now)
            found = left or await flows.listed(session, reader, team_id, inp.now)
            shown = _modal(reader, found, _removed(reader, left), removed=id_ if left else "")
        else:
            by = -1 if does == views.UP else 1
            seen = str(metadata_of(inp.view or {}).get("seen") or "")
            there = await flows.move(session, reader, team_id, id_, by, seen=seen)
            found = there or await flows.listed(session, reader, team_id, inp.now)
            shown = _modal(reader, found, None if there else _stale(reader))
    await _show(inp, deps, reader, shown)
    await ack()


def _change(reader: Reader, found: Listed, id_: str) -> Block:
    asked = next((one for one in found.questions if one.id == id_), None)
    if asked is None:
        return _modal(reader, found, _stale(reader))
    about = Editing(found.team_id, id_, asked.preset if not asked.text else None)
    return views.question_form(reader.say, about, views.filled_from(reader.say, asked))


async def add(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form of a new question."""
    async with deps.reading(inp) as (_, reader):
        pass
    shown = views.question_form(reader.say, Editing(_team(inp)), Draft(""))
    await _show(inp, deps, reader, shown)
    await ack()


async def ours(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """One of ours, which the team had dropped, is asked again."""
    async with deps.once(inp) as (session, reader):
        found = await flows.listed(session, reader, _team(inp), inp.now)
        if inp.value in found.dropped:
            draft = ours_again(Preset(inp.value))
            found = await flows.add(session, reader, found.team_id, draft, inp.now)
    await _show(inp, deps, reader, _modal(reader, found))
    await ack()


async def put_back(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The question that has just been removed is asked again."""
    async with deps.once(inp) as (session, reader):
        found = await flows.put_back(session, reader, _team(inp), inp.value)
    await _show(inp, deps, reader, _modal(reader, found))
    await ack()


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The question is as the form says, or the form says what to put right."""
    view = inp.view or {}
    form, about = Form(view), views.read_about(metadata_of(view))
    typed = views.read_question(form, about)
    async with deps.once(inp) as (session, reader):
        now = await flows.listed(session, reader, about.team_id, inp.now)
        others = [str(views.words(reader.say, one)) for one in now.others(about.id)]
        if wrong := mistakes(typed, others):
            raise FormError(wrong)
        draft = as_kept(typed, views.own_words(reader.say, about))
        saved = await _saved(session, reader, about, draft, inp)
        if isinstance(saved, Overtaken):
            await deps.undone(session, inp)
    await ack(response_action="update", view=_answer(reader, about, typed, saved))


async def _saved(
    session: AsyncSession, reader: Reader, about: Editing, draft: Draft, inp: Input
) -> Listed | Overtaken:
    if about.id:
        return await flows.change(session, reader, about.team_id, about.id, draft, inp.now)
    return await flows.add(session, reader, about.team_id, draft, inp.now)


def _answer(reader: Reader, about: Editing, typed: Draft, saved: Listed | Overtaken) -> Block:
    """The list; or the form with what was typed, and what somebody else wrote meanwhile."""
    if isinstance(saved, Listed):
        return _modal(reader, saved)
    there = saved.now
    preset = there.preset if there is not None and not there.text else None
    following = Editing(about.team_id, there.id if there else "", preset)
    notice = views.overtaken(reader.say, there)
    return views.question_form(reader.say, following, typed, notice=notice)


def _team(inp: Input) -> str:
    return str(metadata_of(inp.view or {}).get("team") or "")


def _removed(reader: Reader, left: Listed | None) -> Mrkdwn:
    if left is None:
        return _stale(reader)
    if left.questions:
        return reader.say("Removed. What people have answered to it stays.")
    return reader.say(
        "Removed. With no question left, only who owns a key result is asked from now on."
    )


def _stale(reader: Reader) -> Mrkdwn:
    return reader.say(
        ":warning: The questions have changed since this list was shown, so nothing was done just"
        " now. This is how they are: choose again."
    )


def _modal(
    reader: Reader, found: Listed, notice: Mrkdwn | None = None, *, removed: str = ""
) -> Block:
    sheet = Sheet(
        team_id=found.team_id,
        team_name=found.team_name,
        questions=found.questions,
        dropped=found.dropped,
        leads=found.leads,
        version=found.version,
        may_change=found.may_change,
        coming=found.coming,
        asked_then=found.asked_then,
        notice=notice,
        removed=removed,
    )
    return views.questions_modal(reader.say, sheet)


async def _show(inp: Input, deps: Deps, reader: Reader, view: Block) -> None:
    """In the place of what is open. What is done stays done, also where Slack does not show it."""
    asked = {"view_id": (inp.view or {})["id"], "view": view}
    try:
        await deps.slack.call(inp.workspace, "views.update", asked)
    except SlackError as lost:
        log.warning("the outbox brings an answer instead: %s", lost)
        text = reader.say("Slack could not show it: `/okr checkin questions` shows what is so now.")
        async with deps.sessions.workspace(inp.workspace) as session:
            await outbox.answer(session, inp, blocks.message(text, [blocks.section(text)]))


ROUTES: Final = Routes(
    actions={
        views.OPEN: opened,
        views.ACT: act,
        views.ADD: add,
        **{f"{views.OURS}.{preset}": ours for preset in Preset},
        views.PUT_BACK: put_back,
    },
    views={views.FORM: submitted},
    verbs={
        "checkin questions": Verb(
            "checkin questions",
            "What your team asks itself in its check-ins",
            questions,
            alone=True,
        )
    },
    scopes=frozenset({"commands"}),
)
