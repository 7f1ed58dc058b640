"""Answering a tap: a modal from wherever the person is, or another message in the same place."""

import logging

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.errors import SlackError
from handlers.kit.inputs import Input

log = logging.getLogger(__name__)


async def show_view(inp: Input, deps: Deps, view: Block) -> None:
    """On top of the modal that the button is in, if it is in one."""
    in_modal = inp.view is not None and inp.view.get("type") == "modal"
    opened = deps.slack.push_view if in_modal else deps.slack.open_view
    await opened(inp.workspace, inp.trigger, view)


async def replace_message(inp: Input, deps: Deps, message: Block, otherwise: Block) -> None:
    """Put this message in the place of the tapped one; where that fails, show a modal.

    The effect is committed by now: the person must not read that nothing was changed.
    """
    try:
        answer = {**message, "replace_original": True}
        await deps.slack.respond(inp.response_url or "", answer)
    except SlackError as lost:
        log.warning("an answer is shown in a modal instead: %s", lost)
        await show_view(inp, deps, otherwise)
