"""What somebody is told when something failed that nobody foresaw: whether it was done or not."""

import asyncio
import logging
from typing import Final

from handlers.deps import Deps
from handlers.kit.errors import UserError
from handlers.kit.inputs import Input
from handlers.kit.trail import trail

log = logging.getLogger(__name__)

PATIENCE: Final = 0.5  # seconds until it is not known: Slack waits for three, its way included


class DoneError(UserError):
    """It was done, and what came after it failed."""


async def apology(
    deps: Deps, inp: Input, error: Exception, *, may_be_done: bool = True
) -> UserError:
    """What became of a delivery whose listener failed; its effect and its key are one commit.

    Where it was not even to be committed nobody is asked: all connections may be in use.
    """
    log.error("unexpected; whoever sent it was told its request as a reference", exc_info=error)
    reference = trail().get("request", "?")
    try:
        async with asyncio.timeout(PATIENCE):
            is_done = may_be_done and await deps.happened(inp)
    except Exception:  # the database may be what failed; not to know is better than silence
        log.exception("not known whether it was done")
        return UserError(
            "Something went wrong on my side, and I cannot see yet whether this was done. Please"
            " look before you send it again; if it happens once more, tell whoever runs Delight"
            " this reference: {reference}.",
            reference=reference,
        )
    if is_done:
        return DoneError(
            "This is done, please do not send it again: only my answer went wrong. If something"
            " does not look right, tell whoever runs Delight this reference: {reference}.",
            reference=reference,
        )
    return UserError(
        "Something went wrong on my side, and nothing was changed. Please try again; if it happens"
        " once more, tell whoever runs Delight this reference: {reference}.",
        reference=reference,
    )
