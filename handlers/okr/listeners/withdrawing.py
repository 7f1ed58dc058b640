"""`/okr withdraw` and the Withdraw buttons."""

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.errors import UserError
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.okr import flows, views
from handlers.okr.rules import Withdrawn
from handlers.outbox import flows as outbox_flows
from handlers.outbox import listeners as outbox


async def withdraw(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Which of my updates of a KR should not count."""
    if not inp.text:
        raise UserError(
            "Say of which key result, by number or words of its title: `/okr withdraw KR-3`."
        )
    async with deps.reading(inp) as (session, reader):
        found = await flows.the_one(session, readable(inp.text, {}), inp.now)
        if len(found) > 1:
            message = views.which_to_open(reader.say, found, update=False)
        else:
            mine = await flows.withdrawable(session, reader, found[0])
            show = views.which_to_withdraw(reader, found[0], mine)
            message = show if mine else views.nothing_to_withdraw(reader.say, found[0])
    await ack(**message)


async def withdraw_button(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """It was confirmed: the answer stands where the button was."""
    number, update_id = views.read_withdraw(inp.value)
    async with deps.once(inp) as (session, reader):
        done = await flows.withdraw(session, reader, number, update_id, inp.now)
        if done.is_new:
            await flows.tell_withdrawal(session, deps.after_withdrawal, reader, done, inp.now)
            await _tell_author(session, deps, reader, done, inp)
    await outbox.replace(inp, deps, views.withdrawn_message(reader.say, done))
    await ack()


async def _tell_author(
    session: AsyncSession, deps: Deps, reader: Reader, done: Withdrawn, inp: Input
) -> None:
    """Whoever wrote it hears, in their language, that somebody else took it back."""
    author = done.update.author_id
    if author == reader.id:
        return
    told = views.taken_back(await deps.reader(session, author), done, reader.id)
    await outbox_flows.post(session, f"okr.withdrawn:{done.update.id}", author, told, inp.now)
