"""Bolt, with each delivery followed and measured, over HTTP and Socket Mode alike."""

import asyncio
import hashlib
import logging
import re
import secrets
from typing import Any, Final, Literal

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.context.async_context import AsyncBoltContext

from handlers.kit.gauges import Meters
from handlers.kit.inputs import Body
from handlers.kit.trail import following

Outcome = Literal["ok", "refused", "error"]
_OUTCOME: Final = "outcome"
_SANE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_KINDS: Final = {
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "event_callback": "event",
}
log = logging.getLogger(__name__)


class Bolt(AsyncApp):
    """Each dispatch has a request id, which its log lines carry and an apology names."""

    def __init__(self, meters: Meters, **how: Any) -> None:
        super().__init__(**how)
        self._meters = meters

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        loop = asyncio.get_running_loop()
        began = loop.time()
        with following(request=_request_id(req)):
            answer = await super().async_dispatch(req)
            seconds = loop.time() - began
            kind = _kind(req.body)
            outcome = "error" if answer.status >= 500 else req.context.get(_OUTCOME, "ok")
            self._meters.answered(kind, outcome, seconds)
            log.info("%s: %s in %.0f ms", kind, outcome, seconds * 1000)
        return answer


def came_to(context: AsyncBoltContext, outcome: Outcome) -> None:
    """Note how a delivery ended; one of which nothing is noted went well."""
    context[_OUTCOME] = outcome


def _kind(body: Body) -> str:
    return "command" if "command" in body else _KINDS.get(str(body.get("type")), "other")


def _request_id(req: AsyncBoltRequest) -> str:
    """A proxy's, if it is sane; else the same for what Slack delivers again."""
    given = (req.headers.get("x-request-id") or [""])[0]
    if _SANE.fullmatch(given):
        return given
    once = req.body.get("event_id") or req.body.get("trigger_id")
    if not isinstance(once, str):
        return secrets.token_hex(6)
    return hashlib.blake2s(once.encode(errors="replace"), digest_size=6).hexdigest()
