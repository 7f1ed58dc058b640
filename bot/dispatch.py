"""Bolt, with each delivery followed and measured, over HTTP and Socket Mode alike."""

import asyncio
import hashlib
import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from bot.door import CAME, LATE
from bot.payloads import may_hold_zeros, without_zeros
from bot.refusing import SANE
from handlers.deps import Deps
from handlers.kit.gauges import Meters
from handlers.kit.inputs import Body, Input, read_input
from handlers.kit.routing import Listener, Routes
from handlers.kit.trail import following
from storage.db import Attempt, begin_by

Authorize = Callable[[str | None, str | None, str | None], Awaitable[AuthorizeResult | None]]
Outcome = Literal["ok", "refused", "error"]
Whose = tuple[str, str | None]  # the kind of an input, and a name that it has there
_OUTCOME: Final = "outcome"
_ATTEMPT: Final = "attempt"
_LIMITS: Final = "limits"
_KINDS: Final = {
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "message_action": "shortcut",
    "shortcut": "shortcut",
    "event_callback": "event",
}
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds since it came, for what somebody waits for. Slack listens for three.

    `enters`: that it is taken up at all. Where more waits than can be done, most of them are told
    so from then on, which takes time as well.
    `told`: that it failed, also where the answer has to go another way. Whoever gets a connection
    later than `begins` would be cut off in the middle of their work, in which they had taken it
    from somebody who could be done.
    `events`: since it was taken up, for what nobody waits for: Slack sends it again.
    """

    enters: float = 1.4
    begins: float = 1.7
    ends: float = 2.0
    told: float = 2.8
    events: float = 30.0


LIMITS: Final = Limits()


class LateError(Exception):
    """It has waited for too long to be begun: nothing was done."""


# For a function of ours Bolt gathers all that it may ask for by name, which takes 10 µs. One of its
# own classes it just calls.
class Installed(AsyncAuthorize):
    """Who may be served."""

    def __init__(self, ask: Authorize) -> None:
        self._ask = ask

    async def __call__(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        return await self._ask(enterprise_id, team_id, user_id)


class Routed(AsyncMiddleware):
    """Whoever is meant by an input answers it.

    Bolt's own listeners are asked one after the other, and for each it gathers what it may ask for:
    a tap that the last of a hundred was meant by took 1 ms to find it. In a table it is found at
    once.
    """

    def __init__(self, deps: Deps, features: Sequence[Routes]) -> None:
        self._deps = deps
        self._listeners = _listeners(features)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002, ARG002 Bolt's signature
    ) -> BoltResponse | None:
        run = self._listeners.get(_meant(req.body))
        if run is None:
            raise BoltUnhandledRequestError(request=req, current_response=resp)
        ack, inp = req.context.ack, read_input(req.body, self._deps.clock.now())
        async with _in_time(inp, req):
            await run(ack, inp, self._deps)
        return ack.response


def _listeners(features: Sequence[Routes]) -> Mapping[Whose, Listener]:
    """Every listener, by the kind of its inputs and what they say of whose they are."""
    found: dict[Whose, Listener] = {}
    for one in features:
        found |= {("command", command.name): command.run for command in one.commands}
        # Slack subscribes to message.im, and says that it is a message.
        found |= {("event", name.partition(".")[0]): run for name, run in one.events.items()}
        found |= {("action", id_): run for id_, run in one.actions.items()}
        found |= {("view_submission", id_): run for id_, run in one.views.items()}
        found |= {("view_closed", id_): run for id_, run in one.closed.items()}
        found |= {("shortcut", known.callback_id): known.run for known in one.shortcuts}
    return found


def _meant(body: Body) -> Whose:
    """Of which kind an input is, and what it says of whose it is; nobody's if it is of none."""
    if "command" in body:
        return "command", body["command"]
    match body:
        case {"type": "event_callback", "event": {"type": name}}:
            return "event", name
        case {"type": "block_actions", "actions": [{"action_id": name}, *_]}:
            return "action", name
        case {"type": "view_submission" | "view_closed" as kind, "view": {"callback_id": name}}:
            return kind, name
        case {"type": "shortcut" | "message_action", "callback_id": name}:
            return "shortcut", name
    return "", ""


@asynccontextmanager
async def _in_time(inp: Input, req: AsyncBoltRequest) -> AsyncIterator[None]:
    """TimeoutError where somebody waits for an answer, and it takes too long: nothing may happen
    once Slack has told them that there was none. Nobody waits for what an event comes to, nor for
    a form that they have closed: that is never too late, since what they had typed would be lost,
    and their time is counted from here. An event has more of it, but not for ever: what hangs holds
    a connection to the database.
    """
    limits: Limits = req.context[_LIMITS]
    if inp.event is not None:
        async with asyncio.timeout(limits.events):
            yield
        return
    if inp.body.get("type") == "view_closed":
        req.context[CAME] = asyncio.get_running_loop().time()
    elif req.context.get(LATE):
        raise LateError
    came: float = req.context[CAME]
    async with asyncio.timeout_at(came + limits.ends):
        attempt = begin_by(came + limits.begins, came + limits.ends)
        with attempt as req.context[_ATTEMPT]:
            yield


class Bolt(AsyncApp):
    """Each dispatch has a request id, which its log lines carry and an apology names."""

    def __init__(self, meters: Meters, limits: Limits, **how: Any) -> None:
        super().__init__(**how)
        self._meters, self._limits = meters, limits

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        if may_hold_zeros(req.raw_body or json.dumps(req.body)):  # raw is what came over HTTP
            req.body = without_zeros(req.body)
        loop = asyncio.get_running_loop()
        began: float = req.context.setdefault(CAME, loop.time())
        req.context[_LIMITS] = self._limits
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


def may_be_done(context: AsyncBoltContext) -> bool:
    """Whether what somebody waits for may have had its effect, though it failed."""
    attempt: Attempt | None = context.get(_ATTEMPT)  # None: no listener was asked
    return attempt is not None and attempt.may_be_done


def told_by(context: AsyncBoltContext) -> float:
    """Until when somebody can be told what became of a delivery."""
    limits: Limits = context[_LIMITS]
    return float(context[CAME]) + limits.told


def _kind(body: Body) -> str:
    return "command" if "command" in body else _KINDS.get(str(body.get("type")), "other")


def _request_id(req: AsyncBoltRequest) -> str:
    """A proxy's, if it is sane; else the same for what Slack delivers again."""
    given = (req.headers.get("x-request-id") or [""])[0]
    if SANE.fullmatch(given):
        return given
    once = req.body.get("event_id") or req.body.get("trigger_id")
    if not isinstance(once, str):
        return secrets.token_hex(6)
    return hashlib.blake2s(once.encode(errors="replace"), digest_size=6).hexdigest()
