"""The Web API's door: arguments, token, scope, budget, faults, then the method."""

import re
from functools import lru_cache
from typing import Final

from aiohttp import web
from pydantic_core import to_json

from bot.sandbox import arguments
from bot.sandbox.arguments import Arguments
from bot.sandbox.call import Call, Method, Slack
from bot.sandbox.errors import RateLimitedError, SlackError, invalid_arguments
from bot.sandbox.faults import Fault, Faults, Kind
from bot.sandbox.methods import METHODS
from bot.sandbox.model import Payload, Workspace

_EARLY: Final[tuple[Kind, ...]] = (
    "cut_before",
    "server_error",
    "ratelimited",
    "error",
    "token_revoked",
    "archived",
)
_AFTER: Final[tuple[Kind, ...]] = ("cut_after", "server_error_after")
_PATH: Final = "/api/"
_BEARER = re.compile(r"Bearer\s+(\S+)", re.IGNORECASE)


class Api:
    """Serves `/api/METHOD` for one sandbox."""

    def __init__(self, slack: Slack, faults: Faults) -> None:
        self._slack = slack
        self._faults = faults

    def mount(self, app: web.Application) -> None:
        for name in METHODS:  # found by its whole path; a pattern is tried for others only
            app.router.add_route("*", f"{_PATH}{name}", self.handle)
        app.router.add_route("*", f"{_PATH}{{method}}", self.handle)

    async def handle(self, request: web.Request) -> web.Response:
        name = request.path.removeprefix(_PATH)
        token = _bearer(request)
        workspace = self._slack.world.workspace_of(token)
        seen = workspace.id if workspace else None
        if late := self._faults.take(name, "latency", workspace=seen):
            await self._slack.world.clock.sleep(late.seconds)
        if fault := self._faults.take(name, *_EARLY, workspace=seen):
            return _broken(request, fault)
        answer = await self._answer(request, name, token)
        if fault := self._faults.take(name, *_AFTER, workspace=seen):
            return _broken(request, fault)
        return answer

    async def _answer(self, request: web.Request, name: str, token: str) -> web.Response:
        workspace: Workspace | None = None
        method = METHODS.get(name)
        if method is None:
            return _refusal(SlackError("unknown_method", req_method=name), None, None)
        try:
            args = await arguments.read(request)
            token = token or _token_field(request, args)
            workspace = self._admit(method, token)
            body = self._run(name, method, args, workspace)
        except SlackError as problem:
            return _refusal(problem, method, workspace)
        return _reply({"ok": True, **body}, method, workspace)

    def _admit(self, method: Method, token: str) -> Workspace | None:
        """The workspace that the token opens; raises what Slack says of other tokens."""
        if method.caller == "anyone":
            return None
        if not token:
            raise SlackError("not_authed")
        world = self._slack.world
        is_app, workspace = token == world.app.app_token, world.workspace_of(token)
        if not is_app and workspace is None:
            raise SlackError("invalid_auth")
        if is_app != (method.caller == "app"):
            raise SlackError("not_allowed_token_type")
        if workspace is not None and (workspace.inactive or workspace.revoked):
            raise SlackError("account_inactive" if workspace.inactive else "token_revoked")
        return workspace

    def _run(
        self, name: str, method: Method, args: Arguments, workspace: Workspace | None
    ) -> Payload:
        call = Call(self._slack, args, workspace)
        if workspace is not None:
            self._slack.limits.call(workspace.id, name, method.per_minute)
            call.need_scope(*method.scopes)
            if args.text("team_id", workspace.id) != workspace.id:
                raise SlackError("team_access_not_granted")
        if args.is_json and not method.takes_json:
            raise invalid_arguments("this method takes no JSON, send a form")
        return method.run(call)


def _bearer(request: web.Request) -> str:
    found = _BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    return found[1] if found else ""


def _token_field(request: web.Request, args: Arguments) -> str:
    """A token in a form's body; never one in JSON or in an address, which ends up in logs."""
    allowed = request.method == "POST" and not args.is_json and "token" not in request.query
    return args.text("token") if allowed else ""


def _refusal(
    problem: SlackError, method: Method | None, workspace: Workspace | None
) -> web.Response:
    response = _reply(problem.body, method, workspace)
    if isinstance(problem, RateLimitedError):
        response.set_status(429)
        response.headers["Retry-After"] = str(problem.retry_after)
    return response


def _reply(body: Payload, method: Method | None, workspace: Workspace | None) -> web.Response:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if workspace is not None:
        headers["x-oauth-scopes"] = _listed(workspace.scopes)
        headers["x-accepted-oauth-scopes"] = ",".join(method.scopes if method else ())
    return web.Response(body=to_json(body), headers=headers)


@lru_cache
def _listed(scopes: frozenset[str]) -> str:
    return ",".join(sorted(scopes))


def _broken(request: web.Request, fault: Fault) -> web.Response:
    if fault.kind in ("cut_before", "cut_after"):
        return _cut(request)
    if fault.kind in ("server_error", "server_error_after"):
        return web.Response(status=fault.status, text="<html>upstream trouble</html>")
    if fault.kind == "ratelimited":
        return _refusal(RateLimitedError(max(1, round(fault.seconds))), None, None)
    code = {"token_revoked": "token_revoked", "archived": "is_archived"}.get(fault.kind)
    return _refusal(SlackError(code or fault.error), None, None)


def _cut(request: web.Request) -> web.Response:
    """Break the connection; the response goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
