"""Everybody whom a change concerns: the channel, whoever counts on it, their lists and cards."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import SlackError
from handlers.kit.inputs import Input
from handlers.kit.reader import Reader
from handlers.kit.text import Say
from handlers.objective import flows
from handlers.objective.flows import Moved
from handlers.objective.rules.state import Whole
from handlers.objective.views import post
from handlers.okr.listeners.creating import MESSAGE_KEY
from handlers.okr.rules.audit import Noted
from handlers.okr.rules.life import Stage
from handlers.outbox import flows as outbox
from handlers.outbox import listeners as answers

log = logging.getLogger(__name__)
TOLD_KEY: Final = "objective.changed:{change}:{member}"


async def after(session: AsyncSession, deps: Deps, people: Iterable[str], now: datetime) -> None:
    """What these people see of their objectives is shown anew."""
    for person in sorted(people):
        for hook in deps.after_objective:
            await hook(session, person, now)


async def announce(
    session: AsyncSession, deps: Deps, reader: Reader, moved: Moved, now: datetime
) -> Whole:
    """The channel's message shows the step, and its thread hears of it; the objective as it is.

    One that goes back to draft, or is deleted, before the channel heard of it stays unheard of.
    """
    whole = await flows.whole(session, reader, moved.objective.number, now)
    home, key = moved.objective.home, MESSAGE_KEY.format(number=moved.objective.number)
    say = deps.texts.say(home.language)
    shown = post.post(say, whole)
    if await outbox.update(session, key, shown, now):
        told = post.reply(say, whole, moved.noted)
        await outbox.reply(session, f"{key}:{moved.noted.id}", key, told, now)
    elif whole.objective.stage is not Stage.DRAFT and not whole.objective.is_deleted:
        await outbox.post(session, key, home.channel, shown, now, tell=reader.id)
    return whole


async def redraw(
    session: AsyncSession, deps: Deps, reader: Reader, number: int, now: datetime
) -> None:
    """What has not begun is shown in its channel as it is now; what runs was told as it began."""
    whole = await flows.whole(session, reader, number, now)
    if whole.objective.stage in (Stage.DRAFT, Stage.PROPOSED, Stage.AGREED):
        shown = post.post(deps.texts.say(whole.objective.home.language), whole)
        await outbox.update(session, MESSAGE_KEY.format(number=number), shown, now)


async def tell(
    session: AsyncSession,
    deps: Deps,
    people: Iterable[str],
    noted: Iterable[Noted],
    render: Callable[[Say], Block],
    now: datetime,
) -> None:
    """One direct message to each, in their language, for all that was changed at once."""
    first, wanted = next(iter(noted), None), sorted(people)
    if first is None or not wanted:
        return
    readers = await deps.readers(session, wanted)
    messages = [
        outbox.Message(TOLD_KEY.format(change=first.id, member=id_), id_, render(readers[id_].say))
        for id_ in wanted
    ]
    await outbox.post_all(session, messages, now)


def is_in_modal(inp: Input) -> bool:
    """Whether the button that was tapped is in a modal."""
    return inp.view is not None and inp.view.get("type") == "modal"


def is_public(inp: Input) -> bool:
    """Whether the tapped message is one that everybody in its channel sees."""
    container: dict[str, Any] = inp.body.get("container") or {}
    return container.get("type") == "message" and not container.get("is_ephemeral", False)


async def redrawn(
    inp: Input, deps: Deps, message: Block, view: Block, *, ours: str | None = None
) -> None:
    """Put this in the place of what was tapped: the modal, or the message (`ours` by its key)."""
    if not is_in_modal(inp):
        await answers.replace(inp, deps, message, ours=ours)
        return
    asked = {"view_id": (inp.view or {})["id"], "view": view}
    try:
        await deps.slack.call(inp.workspace, "views.update", asked)
    except SlackError as lost:  # it is done: nobody must read that nothing was changed
        log.warning("an answer goes by direct message: %s", lost)
        async with deps.sessions.workspace(inp.workspace) as session:
            await answers.answer(session, inp, message)
