"""What operators want to know about a process; bot/meters.py keeps it for Prometheus.

No label holds what people wrote or what they are called: kinds, methods and codes only.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Protocol


class Meters(Protocol):
    """Told in passing, by whatever happens."""

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        """A delivery (command, action, view, event …) was answered: ok, refused or error."""
        ...

    def turned_away(self, reason: str) -> None:
        """A request was refused before it was read: whose it is, its stamp, shape or size."""
        ...

    def calling(self, method: str) -> AbstractContextManager[None]:
        """Around one call of Slack's; a SlackError that passes tells its outcome."""
        ...

    def beating(self, job: str) -> AbstractContextManager[None]:
        """Around one beat of a job; an exception that passes is a failure."""
        ...

    def failed(self, kind: str) -> None:
        """An occurrence or errand of this kind failed alone, to be tried again or given up."""
        ...

    def happened(self, kind: str, late: timedelta) -> None:
        """An occurrence was settled, so long after the moment it was first due."""
        ...

    def settled(self, state: str, *, bulk: bool, waited: timedelta) -> None:
        """A message has left, or never will, so long after it was written."""
        ...

    def clock_stepped(self) -> None:
        """The wall clock was set while we ran."""
        ...

    def socket_restarted(self) -> None:
        """A silent Socket Mode connection was given up and made anew."""
        ...


class Unmeasured:
    """Nobody asks this process: what it is told is dropped."""

    def answered(self, kind: str, outcome: str, seconds: float) -> None: ...

    def turned_away(self, reason: str) -> None: ...

    def calling(self, method: str) -> AbstractContextManager[None]:  # noqa: ARG002 of no account
        return nullcontext()

    def beating(self, job: str) -> AbstractContextManager[None]:  # noqa: ARG002 of no account
        return nullcontext()

    def failed(self, kind: str) -> None: ...

    def happened(self, kind: str, late: timedelta) -> None: ...

    def settled(self, state: str, *, bulk: bool, waited: timedelta) -> None: ...

    def clock_stepped(self) -> None: ...

    def socket_restarted(self) -> None: ...
