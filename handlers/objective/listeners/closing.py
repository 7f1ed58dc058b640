"""Closing a KR, deleting what has not begun, following: the buttons and the form behind them."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.objective import flows
from handlers.objective.flows import ClosedKr
from handlers.objective.listeners import moving, telling
from handlers.objective.listeners.showing import kr_message, kr_view
from handlers.objective.views import told, why
from handlers.okr import rules
from handlers.okr.listeners.windows import show_view


async def close_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Ask why, whoever may; refuse all others before they write."""
    number = rules.objective_number(inp.value)
    async with deps.reading(inp) as (session, reader):
        if number is not None:
            objective = await flows.may_delete(session, reader, number)
            view = why.delete_form(reader.say, number, objective.title)
        else:
            kr_number = int(inp.value.removeprefix("KR-"))
            one = await flows.open_kr(session, reader, kr_number, inp.now)
            view = why.close_form(reader.say, kr_number, one.kr.title)
    await show_view(inp, deps, view)
    await ack()


async def reopen_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The same for a closed KR that is to count again."""
    number = int(inp.value)
    async with deps.reading(inp) as (session, reader):
        one = await flows.may_reopen(session, reader, number, inp.now)
        view = why.reopen_form(reader.say, number, one.kr.title)
    await show_view(inp, deps, view)
    await ack()


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form that asks why was sent."""
    does = {"move": moving.moved_with_reason, "delete": moving.deleted}
    does |= {"late": moving.moved_to_cycle}
    does |= {"close": _closed, "reopen": _reopened}
    do = does[metadata_of(inp.view or {})["do"]]
    async with deps.once(inp) as (session, reader):
        answer = await do(session, deps, reader, inp)
    await ack(response_action="update", view=answer)


async def _closed(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    number, reason = _asked(inp)
    done = await flows.close_kr(session, reader, number, inp.now, reason)
    await _tell(session, deps, reader, done, inp)
    text = why.closed_kr(reader.say, number, done.one.kr.title)
    return why.done_view(reader.say, f"KR-{number}", text)


async def _reopened(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    number, reason = _asked(inp)
    done = await flows.reopen_kr(session, reader, number, inp.now, reason)
    await _tell(session, deps, reader, done, inp)
    text = why.reopened_kr(reader.say, number, done.one.kr.title)
    return why.done_view(reader.say, f"KR-{number}", text)


def _asked(inp: Input) -> tuple[int, str]:
    """The KR that the form was about, and what was written."""
    view = inp.view or {}
    return int(metadata_of(view)["number"]), Form(view).text(why.WHY, required=False)


async def _tell(
    session: AsyncSession, deps: Deps, reader: Reader, done: ClosedKr, inp: Input
) -> None:
    one, noted = done.one, done.noted
    await telling.redraw(session, deps, reader, one.objective.number, inp.now)
    await telling.tell(
        session,
        deps,
        done.hear,
        noted,
        lambda say: told.changed_kr(say, one, noted, one.teams),
        inp.now,
    )
    await telling.after(session, deps, done.people, inp.now)


async def follow(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Hear of changes from now on."""
    await _follow(ack, inp, deps, on=True)


async def unfollow(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """No more."""
    await _follow(ack, inp, deps, on=False)


async def _follow(ack: AsyncAck, inp: Input, deps: Deps, *, on: bool) -> None:
    async with deps.once(inp) as (session, reader):
        one = await flows.follow(session, reader.id, int(inp.value), inp.now, on=on)
        message = await kr_message(session, deps, reader, one, inp)
        view = await kr_view(session, deps, reader, one, inp)
    await telling.redrawn(inp, deps, message, view)
    await ack()
