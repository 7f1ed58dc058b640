"""Signed requests to the app's request URL, as Slack makes them."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlencode

import aiohttp
from pydantic_core import to_json

from bot.sandbox.model import App, Payload
from handlers.kit.clock import Clock

Kind = Literal["event", "command", "interactive"]
REDIRECTS: Final = 2
_FORM: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from the app; `error` is Slack's word for what went wrong, "" if nothing.

    A body that is plain text reads `{"text": …}`; an empty one `{}`.
    """

    status: int = 0
    body: Payload = field(default_factory=dict)
    error: str = ""
    no_retry: bool = False

    @property
    def ok(self) -> bool:
        return not self.error


@dataclass(frozen=True, slots=True)
class Retry:
    """Which retry this is (0: the first attempt) and why the attempt before it failed."""

    number: int = 0
    reason: str = ""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature v0 of a raw body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(kind: Kind, payload: Payload) -> tuple[bytes, str]:
    """The body and its content type: JSON, form fields, or a form with JSON in `payload`."""
    if kind == "event":
        return to_json(payload), "application/json"
    if kind == "command":
        return urlencode(payload).encode(), _FORM
    return urlencode({"payload": to_json(payload)}).encode(), _FORM


def signed(app: App, clock: Clock, body: bytes, content_type: str, retry: Retry) -> dict[str, str]:
    """The headers of a delivery."""
    timestamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(app.signing_secret, timestamp, body),
    }
    if retry.number:
        headers["X-Slack-Retry-Num"] = str(retry.number)
        headers["X-Slack-Retry-Reason"] = retry.reason
    return headers


class Wire:
    """One HTTP session for all deliveries; it never looks at proxy settings."""

    def __init__(self, app: App, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def send(self, url: str, kind: Kind, payload: Payload, retry: Retry) -> Answer:
        """One POST. Whoever calls decides how long it may take."""
        body, content_type = encode(kind, payload)
        headers = signed(self._app, self._clock, body, content_type, retry)
        post = self._open().post(url, data=body, headers=headers, max_redirects=REDIRECTS)
        try:
            async with post as response:
                return _answer(response.status, await response.text(), response.headers)
        except aiohttp.TooManyRedirects:
            return Answer(error="too_many_redirects")
        except aiohttp.ClientSSLError:
            return Answer(error="ssl_error")
        except (aiohttp.ClientConnectionError, OSError):
            return Answer(error="connection_failed")
        except (aiohttp.ClientError, UnicodeDecodeError):
            return Answer(error="unknown_error")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            endless = aiohttp.ClientTimeout(total=None)
            self._session = aiohttp.ClientSession(trust_env=False, timeout=endless)
        return self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None


def _answer(status: int, text: str, headers: Mapping[str, str]) -> Answer:
    error = "" if 200 <= status < 300 else "http_error"
    return Answer(status, _body(text), error, headers.get("X-Slack-No-Retry") == "1")


def _body(text: str) -> Payload:
    if not text.strip():
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {"text": text}
    return value if isinstance(value, dict) else {"text": text}
