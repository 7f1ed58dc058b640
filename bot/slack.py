"""Slack's Web API for every workspace we hold a token of; errors told apart by what to do."""

import base64
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.wire import SECONDS_WHEN_DOWN, read_answer, written_as
from handlers.kit.blocks import Block
from handlers.kit.errors import (
    SlackBarredError,
    SlackBusyError,
    SlackError,
    SlackRefusedError,
    SlackUnreachableError,
    SlackUnsureError,
    UserError,
)
from handlers.kit.gauges import Meters, Unmeasured
from handlers.kit.reach import Reach
from handlers.outbox.rules import NOT_INSTALLED
from storage.db import seconds_left

TIMEOUT: Final = 15  # seconds for one call; the outbox's lease is longer than three
UNREACHABLE: Final = "unreachable"  # our own code, where Slack has said nothing
_AT_LEAST: Final = 0.01  # none at all would be for ever
# Nothing has reached Slack: nobody could be connected with, or the proxy did not let us through.
_NOT_THERE: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
)
_TOO_LATE: Final = {
    "expired_trigger_id",
    "exchanged_trigger_id",
    "invalid_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
}


class SlackClients:
    """Every workspace's token, and one HTTP session. `handlers.deps.Slack` says what it does.

    Calls go straight to aiohttp: slack_sdk's client takes two fifths of their processor time for
    itself (0.15 of 0.37 ms, measured), and with a session of ours it drops its timeout.
    """

    def __init__(
        self,
        base_url: str,
        http: aiohttp.ClientSession,
        meters: Meters | None = None,
        *,
        timeout: float = TIMEOUT,
    ) -> None:
        self._base_url = base_url if base_url.endswith("/") else base_url + "/"
        self._http = http
        self._meters = meters or Unmeasured()
        self._timeout = timeout
        self._tokens: dict[str, str] = {}
        usual = self.make()
        self._headers, self._proxy = usual.headers, usual.proxy
        self.is_complete = True  # False while Slack has not said whose some token is
        self.reach = Reach()
        self.refused: Sequence[int] = ()  # which of the tokens, counted from 1
        self.paused: Sequence[int] = ()  # likewise: those that are good, with calls refused
        # Tokens that a call was refused for, with Slack's word, which were not looked at yet.
        self.turned_away: dict[str, str] = {}

    def make(self) -> AsyncWebClient:
        """For Bolt: a client that never retries by itself: a retried post is a doubled post."""
        return AsyncWebClient(
            base_url=self._base_url,
            timeout=TIMEOUT,
            session=self._http,
            trust_env_in_session=False,
            retry_handlers=[],
        )

    def add(self, workspace: str, token: str) -> None:
        self._tokens[workspace] = token

    def workspaces(self) -> Sequence[str]:
        return tuple(self._tokens)

    def _token(self, workspace: str) -> str:
        """SlackRefusedError where the app is not installed, SlackBusyError while we cannot know."""
        if workspace in self._tokens:
            return self._tokens[workspace]
        if self.is_complete:
            raise SlackRefusedError("not_installed")
        raise SlackBusyError("not_installed", SECONDS_WHEN_DOWN)

    async def call(
        self, workspace: str, method: str, arguments: Mapping[str, Any], *, written: str = ""
    ) -> Block:
        """Call a method; JSON where Slack takes it, a form elsewhere."""
        token = self._token(workspace)
        try:
            return await self._call(token, method, arguments, written)
        except SlackRefusedError as refused:
            if refused.code in NOT_INSTALLED:
                self.turned_away[token] = refused.code
            raise

    async def whose(self, token: str) -> Block:
        """The workspace and bot of a token: auth.test."""
        return await self._call(token, "auth.test", {})

    async def granted(self, token: str) -> set[str]:
        """The scopes that this token has."""
        headers = await self._auth_headers(token)
        return {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}

    async def date(self) -> str | None:
        """The time that Slack's server tells, as HTTP writes it."""
        return (await self._auth_headers("")).get("date")

    async def _auth_headers(self, token: str) -> Mapping[str, str]:
        """The headers of auth.test's answer, whatever it says."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with self._post_to(f"{self._base_url}auth.test", headers=headers) as answer:
                return {name.lower(): value for name, value in answer.headers.items()}
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SlackBusyError(UNREACHABLE, SECONDS_WHEN_DOWN) from error

    async def _call(
        self, token: str, method: str, arguments: Mapping[str, Any], written: str = ""
    ) -> Block:
        body, kind = written_as(method, arguments, written)
        headers = {**self._headers, "Authorization": f"Bearer {token}", "Content-Type": kind}
        with self._meters.calling(method):
            told = await self._post(self._base_url + method, body, headers, posts=bool(written))
            return read_answer(method, *told)

    async def _post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, posts: bool
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Status, headers and body of Slack's answer, or the SlackError for none."""
        self.reach.begins(posts=posts)
        try:
            async with self._post_to(url, data=body, headers=headers) as answer:
                told = answer.status, answer.headers, await answer.read()
        except _NOT_THERE as error:
            self.reach.lost()
            raise SlackUnreachableError(UNREACHABLE, SECONDS_WHEN_DOWN) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            self.reach.lost()
            raise SlackUnsureError(type(error).__name__) from error
        self.reach.answered(posts=posts)
        return told

    def _post_to(
        self, url: str, **what: Any
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """Of what somebody waits for it takes no longer than leaves time to bring the answer in
        another way. A connection that takes most of it is given up while it is sure that nothing
        was sent.
        """
        left = max(_AT_LEAST, seconds_left(self._timeout))
        within = aiohttp.ClientTimeout(total=left, sock_connect=left * 2 / 3)
        return self._http.post(url, proxy=self._proxy, timeout=within, **what)

    async def open_view(self, workspace: str, trigger: str | None, view: Block) -> Block:
        return await self._show("views.open", workspace, trigger, view)

    async def push_view(self, workspace: str, trigger: str | None, view: Block) -> Block:
        return await self._show("views.push", workspace, trigger, view)

    async def _show(self, method: str, workspace: str, trigger: str | None, view: Block) -> Block:
        try:
            return await self.call(workspace, method, {"trigger_id": trigger, "view": view})
        except SlackError as error:
            if error.code in _TOO_LATE:
                raise UserError(
                    "Slack waited too long for me to open the form. Please try once more; nothing"
                    " was changed."
                ) from error
            raise

    async def respond(self, url: str, payload: Mapping[str, Any]) -> None:
        """Answer by a response URL; one that is used up or expired raises SlackRefusedError."""
        with self._meters.calling("response_url"):
            try:
                async with self._post_to(url, json=dict(payload)) as answer:
                    if answer.status != 200:
                        raise SlackRefusedError(f"response_url answered {answer.status}")
            except (aiohttp.ClientError, TimeoutError) as error:
                raise SlackUnsureError(type(error).__name__) from error

    async def upload(self, workspace: str, channel: str, upload: Mapping[str, Any]) -> str:
        """Three steps: announce, send the bytes, share. Returns the file's id."""
        content = base64.b64decode(upload["content"])
        asked = {"filename": upload["name"], "length": len(content), "alt_txt": upload["alt"]}
        place = await self.call(workspace, "files.getUploadURLExternal", asked)
        await self._put(place["upload_url"], content)
        files = [{"id": place["file_id"], "title": upload["title"]}]
        shared = {"files": files, "channel_id": channel, "thread_ts": upload["thread_ts"]}
        await self.call(workspace, "files.completeUploadExternal", shared)
        return str(place["file_id"])

    async def _put(self, url: str, content: bytes) -> None:
        """Nobody sees the bytes before they are shared, so that they may be sent again."""
        try:
            async with self._post_to(url, data=content) as answer:
                if answer.status != 200:
                    raise SlackBarredError("upload_failed", SECONDS_WHEN_DOWN)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SlackBarredError("upload_failed", SECONDS_WHEN_DOWN) from error
