"""Slack's pace, and how long to wait after a failure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final, Generic, NamedTuple, Protocol, TypeVar


class Waits(Protocol):
    """A message that waits: `storage.sending.Waiting`."""

    @property
    def workspace_id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def target(self) -> str: ...


W = TypeVar("W", bound=Waits)


@dataclass(frozen=True, slots=True)
class Pace:
    """One call per `every`, after a silence up to `burst` at once."""

    every: timedelta
    burst: int = 1

    def times(self, factor: float) -> "Pace":
        """So many times as fast."""
        return Pace(self.every / factor, max(1, int(self.burst * factor)))

    def after(self, free_at: datetime, now: datetime) -> datetime:
        """When the bucket is free again, once a call is made now."""
        return max(free_at, now - self.every * (self.burst - 1)) + self.every


METHODS: Final = {
    "post": "chat.postMessage",
    "reply": "chat.postMessage",
    "update": "chat.update",
    "delete": "chat.delete",
    "upload": "files.completeUploadExternal",
}
# 1/s a channel; a little slower, as two sends may travel at different speeds.
CHANNEL: Final = Pace(timedelta(milliseconds=1020))
SLOW: Final = timedelta(seconds=0.2)  # a call of which we do not know when it arrived
# "Several hundred a minute" for the workspace: 4/s, and after a silence of two seconds 8 at once.
WHOLE: Final = Pace(timedelta(milliseconds=250), burst=8)
TOGETHER: Final = 4  # what nobody waits for goes in fours: one look and one load for all of them
TIERS: Final = {
    "chat.update": Pace(timedelta(seconds=60 / 50), burst=10),  # tier 3
    "chat.delete": Pace(timedelta(seconds=60 / 50), burst=10),  # tier 3
    "files.completeUploadExternal": Pace(timedelta(seconds=60 / 100), burst=10),  # tier 4
}
LONGEST_WAIT: Final = timedelta(minutes=10)  # also where Slack says that it should be longer
REPEATABLE: Final = {"update", "delete"}  # a second one changes nothing
SHORT_DOUBT: Final = timedelta(seconds=2)  # a pause for which others wait
# After an answer that was lost. One that was cut off is made good at once; but where Slack is slow
# each try is there, and is tried again: three times in six minutes, five in an hour.
AFTER_LOST: Final = (
    timedelta(seconds=2),  # Slack may tell of what it has taken a moment later
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
)
ATTEMPTS: Final = 20
# Failures at Slack count up to here, where pauses are longest; the rest: what ends its sender.
SLOWEST: Final = 11
TOO_OLD: Final = timedelta(days=3)  # what nobody misses any more: digests are made up for as long
AT_ONCE: Final = 200  # calls of one process under way
# The bot may still be invited; Slack hides private channels from those who are not in them.
HELD: Final = {"not_in_channel", "channel_not_found"}
# The token is dead; the workspace may install us again.
NOT_INSTALLED: Final = {
    "account_inactive",
    "invalid_auth",
    "not_authed",
    "not_installed",
    "team_access_not_granted",
    "token_revoked",
}


def is_person(target: str) -> bool:
    """Whether this is a direct message; into those nobody can invite the bot."""
    return target.startswith(("U", "W"))


Budgets = Mapping[str, Mapping[str, datetime]]
WORKSPACE: Final = "workspace"


def channel_bucket(target: str) -> str:
    return f"channel:{target}"


def kind_bucket(kind: str) -> str:
    """Of a kind whose method has a tier; each has its own."""
    return f"kind:{kind}"


KIND_BUCKETS: Final = {kind_bucket(kind) for kind, method in METHODS.items() if method in TIERS}


def buckets(kind: str, target: str, times: float = 1) -> dict[str, Pace]:
    """The budgets that sending this spends; `times` as fast as Slack says."""
    whole, channel, of_kind = _paces(METHODS[kind], times)
    spent = {WORKSPACE: whole, channel_bucket(target): channel}
    return spent if of_kind is None else {**spent, kind_bucket(kind): of_kind}


@cache
def _paces(method: str, times: float) -> tuple[Pace, Pace, Pace | None]:
    """Of the workspace, of a channel, and of the method if it has its own."""
    of_kind = TIERS[method].times(times) if method in TIERS else None
    return WHOLE.times(times), CHANNEL.times(times), of_kind


def spent_bucket(kind: str, target: str) -> str:
    """The budget that is spent when Slack answers that it was too much."""
    posting = METHODS[kind] == "chat.postMessage"
    return channel_bucket(target) if posting else kind_bucket(kind)


def longest(times: float) -> timedelta:
    """For how long a budget can be spent, at this pace: by a call, or because Slack said so."""
    paces = (WHOLE, CHANNEL, *TIERS.values())
    return LONGEST_WAIT + max(pace.times(times).every for pace in paces)


def ready_at(free_at: datetime, times: float, *, at_once: bool) -> datetime:
    """When a workspace is looked at that is free then."""
    return free_at if at_once else free_at + WHOLE.times(times).every * (TOGETHER - 1)


@dataclass(frozen=True, slots=True)
class Choice(Generic[W]):
    """What may go now, the budgets after it, and when the next of the rest may go."""

    chosen: list[W]
    budgets: dict[str, dict[str, datetime]]
    again: datetime | None


def choose(
    waiting: Iterable[W], budgets: Budgets, now: datetime, *, room: int = AT_ONCE, times: float = 1
) -> Choice[W]:
    """In the order given, whatever all of its budgets allow, as long as there is room.

    To one target one: what follows has to wait until that has arrived.
    """
    left = {workspace: dict(free) for workspace, free in budgets.items()}
    spent: dict[str, dict[str, datetime]] = {}
    chosen: list[W] = []
    taken: set[tuple[str, str]] = set()
    again: datetime | None = None
    for one in waiting:
        mine, place = left[one.workspace_id], (one.workspace_id, one.target)
        paces = buckets(one.kind, one.target, times)
        free_at = max(mine.get(bucket, now) for bucket in paces)
        if free_at > now or place in taken or len(chosen) == room:
            again = free_at if again is None else min(again, free_at)
            continue
        after = {b: p.after(mine.get(b, _long_ago(p, now)), now) for b, p in paces.items()}
        mine |= after
        spent.setdefault(one.workspace_id, {}).update(after)
        taken.add(place)
        chosen.append(one)
    return Choice(chosen, spent, again)


def _long_ago(pace: Pace, now: datetime) -> datetime:
    return now - pace.every * pace.burst


def keeps_its_place(kind: str, pause: timedelta) -> bool:
    """Whether others wait with what is in doubt: a message in a channel, for a short pause."""
    return METHODS[kind] == "chat.postMessage" and pause <= SHORT_DOUBT


def is_old(created_at: datetime, now: datetime) -> bool:
    return now - created_at >= TOO_OLD


def is_tried_out(attempts: int, unknowns: int) -> bool:
    return attempts + unknowns >= ATTEMPTS


def is_asked_out(attempts: int) -> bool:
    """After half an hour of questions without an answer: then it is sent without knowing."""
    return attempts > SLOWEST


class Doubt(NamedTuple):
    """How long a message waits that may be there or not, and what is counted of it."""

    pause: timedelta
    attempts: int
    unknowns: int


def doubt(kind: str, attempts: int, unknowns: int, *, failed: bool, is_old: bool) -> Doubt:
    """After one more of these attempts; `failed`: Slack says that it did.

    What `is_old` counts each of them, so that it comes to an end.
    Only lost answers are unknowns, where it would be there twice: so no outage before them makes
    their pauses longer.
    """
    if failed or kind in REPEATABLE:
        counted = is_old or attempts <= SLOWEST
        return Doubt(backoff(attempts), attempts if counted else attempts - 1, unknowns)
    lost = unknowns + 1
    return Doubt(AFTER_LOST[min(lost, len(AFTER_LOST)) - 1], attempts - 1, lost)


def backoff(attempts: int) -> timedelta:
    """1 s, 2 s, 4 s … up to ten minutes."""
    return min(timedelta(seconds=2 ** min(attempts - 1, 12)), LONGEST_WAIT)
