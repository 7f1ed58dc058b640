"""Slack's budgets: calls a minute by method and workspace, one post a second by channel."""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import Final, NoReturn

from bot.sandbox.errors import RateLimitedError
from handlers.kit.clock import Clock

TIER_1: Final = 1
TIER_2: Final = 20
TIER_3: Final = 50
TIER_4: Final = 100
SPECIAL: Final = 600  # "hundreds per minute": auth.test, chat.getPermalink
POSTING: Final = 300  # "several hundred messages per minute" in a whole workspace

_MINUTE: Final = timedelta(minutes=1)
_SECOND: Final = timedelta(seconds=1)


class Limits:
    """Counts by the clock; a refused call does not count. `on = False` lets all pass.

    The sandbox holds one app, so Slack's "per app" needs no key of its own.
    """

    def __init__(self, clock: Clock) -> None:
        self.on = True
        self.refused = 0  # calls so far
        self._clock = clock
        self._calls: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)
        self._posts: dict[tuple[str, str], datetime] = {}

    def calls(self) -> int:
        """How many were made within a minute before the last of each kind."""
        return sum(len(calls) for calls in self._calls.values())

    def call(self, workspace: str, method: str, per_minute: int) -> None:
        """Count one call, or raise RateLimitedError if this minute has had enough of them."""
        now, calls = self._clock.now(), self._calls[workspace, method]
        while calls and not now - _MINUTE < calls[0] <= now:
            calls.popleft()
        if self.on and len(calls) >= per_minute:
            self._refuse(calls[0] + _MINUTE - now)
        calls.append(now)

    def post(self, workspace: str, channel: str) -> None:
        """Count one message in a channel: never two within a second."""
        now, last = self._clock.now(), self._posts.get((workspace, channel))
        if self.on and last is not None and last <= now < last + _SECOND:
            self._refuse(last + _SECOND - now)
        self._posts[workspace, channel] = now

    def _refuse(self, wait: timedelta) -> NoReturn:
        self.refused += 1
        raise RateLimitedError(_seconds(wait))


def _seconds(wait: timedelta) -> int:
    return max(1, math.ceil(wait.total_seconds()))
