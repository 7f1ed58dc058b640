"""Whether Slack answers this process at all, as its calls tell."""

import asyncio
from datetime import datetime
from typing import Final

WITHIN: Final = 2.0  # seconds; an answer takes a tenth of one


class Reach:
    """Noted of every call, whatever it was for: any answer will do.

    That none comes says nothing of Slack or of a channel: other processes may be well.
    """

    def __init__(self, within: float = WITHIN) -> None:
        self.within = within
        self.ask_at: datetime | None = None  # not before: when Slack is asked whether it answers
        self._since: float | None = None  # when the first call began of those since an answer
        self._is_lost = False  # one of them has ended without

    def begins(self) -> None:
        """A call begins."""
        if self._since is None:
            self._since = asyncio.get_running_loop().time()

    def answered(self) -> None:
        """Slack did, which speaks for the calls that are still under way, too."""
        self._since, self._is_lost, self.ask_at = None, False, None

    def lost(self) -> None:
        """A call has ended without an answer."""
        self._is_lost = True

    def is_doubtful(self) -> bool:
        """Whether the last calls say that nothing of ours gets there, or no answer back."""
        return self._since is not None and (self._is_lost or self.silent_for() >= self.within)

    def silent_for(self) -> float:
        """Seconds since the first call that has no answer, with none after it."""
        if self._since is None:
            return 0.0
        return asyncio.get_running_loop().time() - self._since
