"""Answering a tap: a modal from wherever the person is."""

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input


async def show_view(inp: Input, deps: Deps, view: Block) -> None:
    """On top of the modal that the button is in, if it is in one."""
    in_modal = inp.view is not None and inp.view.get("type") == "modal"
    opened = deps.slack.push_view if in_modal else deps.slack.open_view
    await opened(inp.workspace, inp.trigger, view)
