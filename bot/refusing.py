"""Requests that are not taken: who sent them is answered, operators learn why."""

import asyncio
import hmac
import logging
import re
import secrets
from typing import Final

from fastapi import Request, Response
from slack_sdk.signature import SignatureVerifier

from handlers.kit.clock import Clock
from handlers.kit.gauges import Meters
from handlers.kit.trail import following

SANE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")  # as the name of a request
APART: Final = 300  # seconds that a stamp may be from our clock
QUIET: Final = 60.0  # seconds between two lines in the log about the same
_SAID: Final = {
    "signature": "the signature does not fit: SLACK_SIGNING_SECRET is another app's, or not Slack"
    " has sent it",
    "stamp": "signed by Slack, but stamped %d s off our clock: set the clock of the database's"
    " machine (PostgreSQL) or of this one (SQLite)",
    "unsigned": "without a signature: not Slack has sent it",
    "text": "the body is not UTF-8",
    "shape": "in a shape that Slack does not send: %s",
    "large": "over 1 MB",
}
REASONS: Final = tuple(_SAID)
log = logging.getLogger(__name__)


class Refusals:
    """Counts each; writes a line at most once a minute for each reason: others may send, too."""

    def __init__(self, meters: Meters) -> None:
        self._meters = meters
        self._told_at: dict[str, float] = {}

    def refuse(
        self, request: Request, status: int, answer: str, reason: str, *about: object
    ) -> Response:
        """The answer to somebody whose request comes to nothing, for one of `REASONS`."""
        self._meters.turned_away(reason)
        now = asyncio.get_running_loop().time()
        if now - self._told_at.get(reason, now - QUIET) >= QUIET:
            self._told_at[reason] = now
            with following(request=_name_of(request)):
                log.warning(f"refused with %d, {_SAID[reason]}", status, *about)  # noqa: G004 ours
        return Response(f"{answer}\n", status)


def _name_of(request: Request) -> str:
    given = request.headers.get("x-request-id", "")
    return given if SANE.fullmatch(given) else secrets.token_hex(6)


class Signatures:
    """Whether Slack has signed a request just now, by our clock, not the machine's."""

    def __init__(self, signing_secret: str, clock: Clock) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._clock = clock

    def wrong_with(self, request: Request, body: str) -> tuple[str, *tuple[int, ...]] | None:
        """A reason to refuse it, and by how many seconds its stamp is off, if that is why."""
        stamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        is_stamped = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12
        if not (is_stamped and signature and signature.isascii()):
            return ("unsigned",)
        fits = self._verifier.generate_signature(timestamp=stamp, body=body) or ""
        if not hmac.compare_digest(fits, signature):
            return ("signature",)
        apart = abs(self._clock.now().timestamp() - int(stamp))
        return ("stamp", int(apart)) if apart > APART else None
