"""`/okr update`, the Update buttons and the form behind them."""

from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import UserError
from handlers.kit.forms import Form, metadata_of
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.kit.typed import given_back
from handlers.okr import flows, rules, views
from handlers.okr.flows import Meant
from handlers.okr.flows.standing import Standing
from handlers.okr.listeners.choosing import Choice, choices_of, several
from handlers.okr.listeners.windows import show_view
from handlers.okr.rules import KrState, Recorded
from handlers.okr.rules.behind import StatedError
from handlers.okr.rules.kinds import Kind
from handlers.okr.rules.steps import TakenLine
from handlers.outbox import listeners as outbox


async def update(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """A whole update in one line; a KR alone opens its form; nothing opens the form of mine."""
    line = readable(inp.text, {})
    if not line:
        await _open_mine(inp, deps)
        await ack()
        return
    numbered = rules.split_number(line)
    if numbered is not None and numbered[1]:
        await _record_line(ack, inp, deps, *numbered, line)
        return
    with given_back(line):
        async with deps.reading(inp) as (session, reader):
            meant = await flows.understand(session, line, inp.now)
            theirs = await flows.only_theirs(session, reader, meant.krs, inp.now)
            meant = replace(meant, krs=theirs)
    if meant.rest and len(meant.krs) == 1 and meant.objective is None:
        await _record_line(ack, inp, deps, meant.krs[0].number, meant.rest, line)
    elif meant.rest:
        await _record_meant(ack, inp, deps, meant, line)
    else:
        await _open(ack, inp, deps, meant)


async def update_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form of one KR, or of all of mine."""
    if not inp.value:
        await _open_mine(inp, deps)
    else:
        await _open_one(inp, deps, int(inp.value))
    await ack()


async def _open(ack: AsyncAck, inp: Input, deps: Deps, meant: Meant) -> None:
    if len(meant.krs) == 1:
        await _open_one(inp, deps, meant.krs[0].number)
        await ack()
        return
    async with deps.reading(inp) as (_, reader):
        message = views.which_to_open(reader.say, meant.krs, update=True, below=meant.objective)
    await ack(**message)


async def _open_one(inp: Input, deps: Deps, number: int, stated: StatedError | None = None) -> None:
    """The form of one KR, with what was typed for it."""
    async with deps.reading(inp) as (session, reader):
        kr = await flows.the_kr(session, number, inp.now)
        await flows.refuse_strangers(session, reader, [kr], inp.now)
        said = {number: views.begun(kr, stated)} if stated else {}
        shown = await flows.with_steps(session, [kr])
        view = views.update_modal(reader.say, shown, one=True, typed=said)
    await show_view(inp, deps, view)


async def _open_mine(inp: Input, deps: Deps) -> None:
    async with deps.reading(inp) as (session, reader):
        mine = await flows.key_results(session, inp.now, owner_id=reader.id)
        if not mine:
            raise UserError(
                "You own no open key result. To update somebody else's, name it: `/okr update"
                " KR-3 45`; to make one of your own, type `/okr new`."
            )
        view = views.update_modal(reader.say, await flows.with_steps(session, mine))
    await show_view(inp, deps, view)


async def _record_line(
    ack: AsyncAck, inp: Input, deps: Deps, number: int, rest: str, line: str
) -> None:
    """Record what stands behind a KR's number; what cannot be recorded is given back.

    Whoever gives a status and no reason is asked for it by the form, with what they typed.
    """
    with given_back(line):
        try:
            answer = await _recorded(inp, deps, number, rest)
        except StatedError as stated:
            await _open_one(inp, deps, number, stated)
            answer = {}
    await ack(**answer)


async def _record_meant(ack: AsyncAck, inp: Input, deps: Deps, meant: Meant, line: str) -> None:
    """Record it where one of several KRs takes it, or offer those that do."""
    with given_back(line):
        choices = choices_of(meant)
        if len(choices) > 1 or meant.objective is not None:
            answer = await _offered(inp, deps, choices, meant)
        else:
            ((kr, _),) = choices
            answer = await _recorded(inp, deps, kr.number, meant.rest)
    await ack(**answer)


async def _offered(inp: Input, deps: Deps, choices: list[Choice], meant: Meant) -> Block:
    async with deps.reading(inp) as (_, reader):
        message = views.which_to_update(reader.say, choices, below=meant.objective)
    if message is None:
        raise several(replace(meant, krs=[kr for kr, _ in choices]))
    return message


async def _recorded(inp: Input, deps: Deps, number: int, rest: str) -> Block:
    """From a line as typed to the answer, in one transaction; in two if somebody was faster."""
    try:
        async with deps.first(inp) as session:
            known = await flows.standing(session, [number], inp.user, inp.now, deps.beside_kr)
            found = known[number]
            reader = await deps.reader_of(session, inp.user, found.person)
            said = await _said(session, rest, found.kr)
            seen = found.kr.seen if said.relative else None
            done = await _put(session, inp, deps, reader, number, said, seen, found)
    except flows.OvertakenError:  # what was typed still means what it meant to whoever typed it
        async with deps.once(inp) as (session, reader):
            done = await _put(session, inp, deps, reader, number, said, seen)
    return views.recorded_message(reader.say, done, said.left)


async def _put(
    session: AsyncSession,
    inp: Input,
    deps: Deps,
    reader: Reader,
    number: int,
    said: TakenLine,
    seen: str | None,
    found: Standing | None = None,
) -> Recorded:
    """Record one value, and tell the other features."""
    done = await flows.record(
        session,
        reader,
        number,
        said.value,
        inp.now,
        note=said.note,
        status=said.status,
        reason=said.note if said.status else "",
        seen=seen,
        found=found,
        ticks=said.ticks,
    )
    await flows.tell(session, deps.after_update, reader, [done], inp.now, found)
    return done


async def _said(session: AsyncSession, rest: str, kr: KrState) -> TakenLine:
    """What a line says of this KR: a value, or which steps are done."""
    if kr.kind is not Kind.MILESTONE:
        taken = rules.take_command(kr, rest)
        return TakenLine(taken.value, taken.note, taken.relative, taken.status)
    (whole,) = await flows.with_steps(session, [kr])
    return flows.take_steps(whole, rest)


async def pick(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """One of several was chosen: the button carries the rest of the line."""
    number, value, note, seen = views.read_pick(inp.value)
    with given_back(f"KR-{number} {value:f}; {note}" if note else f"KR-{number} {value:f}"):
        async with deps.once(inp) as (session, reader):
            done = await _put(session, inp, deps, reader, number, TakenLine(value, note), seen)
    await outbox.replace(inp, deps, views.recorded_message(reader.say, done))
    await ack()


async def submitted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The form was saved: what moved, or, where somebody was faster, both values to choose from."""
    async with deps.once(inp) as (session, reader):
        answer = await _save(session, deps, reader, inp)
    await ack(response_action="update", view=answer)


async def _save(session: AsyncSession, deps: Deps, reader: Reader, inp: Input) -> Block:
    view, now = inp.view or {}, inp.now
    metadata, form = metadata_of(view), Form(view)
    seen, one = views.read_seen(metadata["seen"]), bool(metadata["one"])
    krs = await flows.with_steps(session, await flows.key_results(session, now, numbers=list(seen)))
    entries = [views.read_entry(form, kr) for kr in krs]
    quotes = {e.kr_number: e.quote_number for e in entries if e.quote_number is not None}
    if quotes:
        known = await deps.cited(session, quotes.values(), reader)
        views.refuse_unknown_quotes(form, quotes, known)
    form.check()
    saved = await flows.record_all(session, reader, entries, seen, now, also_unchanged=one)
    if saved.overtaken:
        await deps.undone(session, inp)
        typed = {kr.number: views.typed_in(form, kr) for kr in krs}
        numbers = {kr.number for kr in saved.overtaken}
        return views.update_modal(reader.say, krs, one=one, typed=typed, overtaken=numbers)
    await flows.tell(session, deps.after_update, reader, saved.recorded, now)
    closed = sorted(set(seen) - {kr.number for kr in krs})
    gone = {number: views.words_in(form, number) for number in closed}
    return views.saved_view(reader.say, saved.recorded, gone)
