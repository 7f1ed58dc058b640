"""`/okr edit` and the Edit buttons: the forms, and what comes of them."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.objective import flows
from handlers.objective.flows import EditedKr
from handlers.objective.listeners import linking, telling
from handlers.objective.rules.edit import Texts, kr_texts, left_alone
from handlers.objective.rules.state import OneKr
from handlers.objective.views import drafts, kr_form, told
from handlers.objective.views.kr_form import KrForm
from handlers.objective.views.overtaken import Overtaken
from handlers.okr import flows as okr
from handlers.okr import rules
from handlers.okr.listeners.windows import show_view
from handlers.okr.rules.audit import What
from handlers.okr.rules.kinds import Kind


async def edit(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form of what is named, by number or words of its title."""
    line = readable(inp.text, {})
    if not line:
        raise UserError(
            "Say what to edit, by number or words of its title: `/okr edit KR-3` or `/okr edit"
            " O-3`."
        )
    number, kr = rules.objective_number(line), rules.split_number(line)
    if number is not None:
        await _open(inp, deps, f"O-{number}")
    elif kr is not None and not kr[1]:
        await _open(inp, deps, f"KR-{kr[0]}")
    elif (message := await _meant(inp, deps, line)) is not None:
        await ack(**message)
        return
    await ack()


async def _meant(inp: Input, deps: Deps, line: str) -> Block | None:
    """The form of the one that these words fit, or those to choose from."""
    async with deps.reading(inp) as (session, reader):
        links = await flows.objectives_like(session, line, inp.now)
        krs = await flows.krs_like(session, line, inp.now)
        krs = krs if links or krs else await okr.the_one(session, line, inp.now)
        names = [*(f"O-{link.number}" for link in links), *(f"KR-{kr.number}" for kr in krs)]
        message = drafts.which(reader.say, links, krs)
    if len(names) > 1:
        return message
    await _open(inp, deps, names[0])
    return None


async def edit_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form of one KR or objective."""
    await _open(inp, deps, inp.value)
    await ack()


async def _open(inp: Input, deps: Deps, name: str) -> None:
    number = rules.objective_number(name)
    async with deps.reading(inp) as (session, reader):
        if number is not None:
            view = await linking.opened(session, reader, number)
        else:
            view = await _opened(session, reader, int(name.removeprefix("KR-")), inp)
    await show_view(inp, deps, view)


async def _opened(session: AsyncSession, reader: Reader, number: int, inp: Input) -> Block:
    one = await flows.open_kr(session, reader, number, inp.now)
    about, raw = await _about(session, one), kr_form.raw_of(flows.edit_of(one))
    if (start := await flows.start_of_draft(session, one)) is not None:
        raw[What.START] = rules.typed_number(start)
    return kr_form.kr_modal(reader.say, about, raw)


async def _about(session: AsyncSession, one: OneKr) -> KrForm:
    number, home = one.kr.number, one.objective.home.id
    teams = await flows.team_names(session)
    others = {id_: name for id_, name in teams.items() if id_ != home}
    seen = await flows.seen_kr(session, number)
    return KrForm(number, one.kr.kind, seen, asks_why=one.is_open, teams=others)


async def kr_submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form was saved: what has changed, or what somebody else has, to decide."""
    async with deps.once(inp) as (session, reader):
        answer = await _save(session, deps, reader, inp)
    await ack(response_action="update", view=answer)


async def _save(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    view, now = inp.view or {}, inp.now
    asked, form = metadata_of(view), Form(view)
    number, kind = int(asked["kr"]), Kind(asked["kind"])
    one = await flows.open_kr(session, reader, number, now)
    new = kr_form.read_kr(form, kind, len(one.kr.title))
    reason = form.text(kr_form.REASON, required=False)
    done = await flows.edit_kr(session, reader, number, new, asked["seen"], reason, now)
    if done.since:
        await deps.undone(session, inp)
        return await _overtaken(session, reader, form, done, kr_texts(new))
    await _tell(session, deps, reader, one, done, inp)
    return told.saved_kr(reader.say, done.one, done.noted, {**one.teams, **done.one.teams})


async def _overtaken(
    session: AsyncSession,
    reader: Reader,
    form: Form,
    done: EditedKr,
    typed: Texts,
) -> Block:
    """What they typed stays; what they had left alone shows what the other has made of it."""
    one = done.one
    about = await _about(session, one)
    now, raw = kr_form.raw_of(flows.edit_of(one)), kr_form.typed_in(form, one.kr.kind)
    raw |= {what: now[what] for what in left_alone(typed, done.since)}
    since = Overtaken(done.since, one.kr.unit, await flows.team_names(session))
    reason = form.text(kr_form.REASON, required=False)
    return kr_form.kr_modal(reader.say, about, raw, reason, since)


async def _tell(
    session: AsyncSession, deps: Deps, reader: Reader, before: OneKr, done: EditedKr, inp: Input
) -> None:
    if not done.noted:
        return
    names = {**before.teams, **done.one.teams}
    await telling.redraw(session, deps, reader, done.one.objective.number, inp.now)
    await telling.tell(
        session,
        deps,
        done.hear,
        done.noted,
        lambda say: told.changed_kr(say, done.one, done.noted, names),
        inp.now,
    )
    await telling.after(session, deps, done.people, inp.now)
