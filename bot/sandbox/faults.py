"""Trouble on order: what tests switch on to see whether the bot survives it."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

Kind = Literal[
    "latency",  # answer only after `seconds` by the clock
    "ratelimited",  # 429 with Retry-After: `seconds`
    "server_error",  # `status` with a body that is no JSON, and nothing has happened
    "server_error_after",  # the same, but it has happened
    "cut_before",  # the connection breaks and nothing has happened
    "cut_after",  # the connection breaks, but it has happened
    "error",  # 200 with `error`
    "token_revoked",  # 200 with token_revoked (for good: workspace.revoked = True)
    "archived",  # 200 with is_archived (for good: channel.archived = True)
    "duplicate",  # an event is delivered twice with the same id
    "reorder",  # an event is held back until the next one has gone
    "disconnect",  # the socket closes instead of delivering
]


@dataclass(slots=True)
class Fault:
    """One kind of trouble for the next `times` matches.

    `method` is a pattern over what is being done: a method (`chat.*`), or for deliveries the
    event's type (`reaction_added`), `command` or `interactive`.
    """

    kind: Kind
    method: str = "*"
    times: int = 1
    workspace: str | None = None
    seconds: float = 1.0
    error: str = "internal_error"
    status: int = 503


class Faults:
    """The troubles still to come, used up in the order they were added."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        self.waiting.clear()

    def take(self, name: str, *kinds: Kind, workspace: str | None = None) -> Fault | None:
        """Use up one match of a fault of these kinds, if one is waiting for this name."""
        for fault in self.waiting:
            if fault.kind in kinds and _meets(fault, name, workspace):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None


def _meets(fault: Fault, name: str, workspace: str | None) -> bool:
    return fnmatchcase(name, fault.method) and fault.workspace in (None, workspace)
