"""What will happen, drawn from one seed before anything starts; nothing here looks at a clock."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Final, Literal

from bot.sandbox.faults import Kind as Trouble

ActKind = Literal["update", "kudos", "tap", "form", "reaction", "wavering"]
StrikeKind = Literal[
    "kill", "restart", "fault", "revoke", "restore", "archive", "unarchive", "step", "wire"
]
WORKERS: Final = ("worker-1", "worker-2", "worker-3")
WEBS: Final = ("web-1", "web-2")
STEPPED: Final = ("worker-3", "web-2")  # those whose clock can be set
HOME, SIDE = -1, -2  # as targets: the team's channel, and the one that may be archived
_SHARES: Final[dict[ActKind, int]] = {
    "update": 40,
    "kudos": 15,
    "tap": 15,
    "form": 15,
    "reaction": 10,
    "wavering": 5,
}
_OUT: Final[tuple[Trouble, ...]] = (
    "ratelimited",
    "server_error",
    "cut_before",
    "cut_after",
    "server_error_after",
    "latency",
)
_IN: Final[tuple[Trouble, ...]] = (
    "cut_before",
    "cut_after",
    "latency",
    "duplicate",
    "reorder",
    "disconnect",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; `seconds` is how long traffic and weather last."""

    deliveries: int = 10_000
    inputs: int = 2_000
    workspaces: int = 50
    people: int = 8
    seconds: float = 240.0
    kills: int = 20
    restarts: int = 3
    showers: int = 40  # of each kind
    revoked: int = 2
    archived: int = 4
    steps: int = 6


def sized(deliveries: int, inputs: int) -> Size:
    """A campaign of that many, with weather to match."""
    whole = Size()
    share = min(1.0, max(deliveries / whole.deliveries, inputs / whole.inputs))
    return replace(
        whole,
        deliveries=deliveries,
        inputs=inputs,
        workspaces=max(10, round(whole.workspaces * share)),
        seconds=max(12.0, whole.seconds * share),
        kills=max(2, round(whole.kills * share)),
        restarts=max(1, round(whole.restarts * share)),
        showers=max(4, round(whole.showers * share)),
        revoked=1 + round(share),
        archived=1 + round(3 * share),
        steps=max(2, round(whole.steps * share)),
    )


@dataclass(frozen=True, slots=True)
class Message:
    """One delivery that is intended: to a person by number, or to HOME or SIDE."""

    number: int
    at: float
    workspace: int
    target: int
    bulk: bool

    @property
    def key(self) -> str:
        return f"campaign:{self.number}"

    @property
    def text(self) -> str:
        return f"Campaign message m-{self.number:06d}."


@dataclass(frozen=True, slots=True)
class Act:
    """One input of a person; `other` is a colleague whom it may be about."""

    number: int
    at: float
    kind: ActKind
    workspace: int
    person: int
    other: int

    @property
    def mark(self) -> str:
        """What it leaves behind, so that its effects can be counted."""
        return f"i-{self.number:06d}"


@dataclass(frozen=True, slots=True)
class Strike:
    """One blow of the weather."""

    at: float
    kind: StrikeKind
    who: str = ""  # a process; how the database goes down; what the wire becomes
    workspace: int = 0
    trouble: Trouble = "latency"
    method: str = "*"
    times: int = 1
    seconds: float = 0.0
    status: int = 503


@dataclass(frozen=True, slots=True)
class Plan:
    """All of it, each part in the order of time."""

    seed: int
    size: Size
    messages: tuple[Message, ...]
    acts: tuple[Act, ...]
    strikes: tuple[Strike, ...]


def draw(seed: int, size: Size) -> Plan:
    """The plan of this seed: the same each time."""
    dice = Random(seed)  # noqa: S311 no secret
    messages = sorted(_messages(dice, size), key=lambda one: one.at)
    acts = sorted(_acts(dice, size), key=lambda one: one.at)
    strikes = sorted(_strikes(dice, size), key=lambda one: one.at)
    return Plan(seed, size, tuple(messages), tuple(acts), tuple(strikes))


def _messages(dice: Random, size: Size) -> Iterator[Message]:
    targets = [*range(size.people)] * 2 + [HOME, HOME, SIDE, SIDE]
    for number in range(size.deliveries):
        yield Message(
            number,
            at=dice.uniform(0, size.seconds * 0.7),
            workspace=number % size.workspaces,
            target=dice.choice(targets),
            bulk=dice.random() < 0.8,
        )


def _acts(dice: Random, size: Size) -> Iterator[Act]:
    kinds, weights = list(_SHARES), list(_SHARES.values())
    everybody = [(w, p) for p in range(size.people) for w in range(size.workspaces)]
    for number in range(size.inputs):
        workspace, person = everybody[number % len(everybody)]  # nobody thanks more than they may
        others = [one for one in range(size.people) if one != person]
        (kind,) = dice.choices(kinds, weights)
        at = dice.uniform(0, size.seconds * 0.9)
        yield Act(number, at, kind, workspace, person, dice.choice(others))


def _strikes(dice: Random, size: Size) -> Iterator[Strike]:
    end = size.seconds * 0.9
    for number in range(size.kills):
        who = dice.choice(WEBS) if number % 4 == 3 else dice.choice(WORKERS)
        yield Strike(dice.uniform(size.seconds * 0.05, end), "kill", who)
    for number in range(size.restarts):
        part = end / size.restarts
        at = part * number + dice.uniform(part * 0.2, part * 0.8)
        yield Strike(at, "restart", dice.choice(("fast", "immediate")))
    yield from _showers(dice, size, end)
    yield from _closures(dice, size, end)
    for _ in range(size.steps):
        at, seconds = dice.uniform(0, end * 0.8), dice.choice((-3600, -40, -5, 5, 40, 3600))
        who = dice.choice(STEPPED)
        yield Strike(at, "step", who, seconds=seconds)
        yield Strike(at + dice.uniform(3, 10), "step", who)
    yield Strike(end * 0.4, "wire", "socket")
    yield Strike(end * 0.7, "wire", "http")


def _showers(dice: Random, size: Size, end: float) -> Iterator[Strike]:
    """Short troubles of single calls, out to Slack and in from it."""
    for trouble in _OUT:
        for _ in range(size.showers):
            yield _shower(dice, end, trouble, "chat.postMessage")
    for trouble in _IN:
        for _ in range(size.showers // 2):
            name = dice.choice(("command", "interactive", "reaction_*"))
            yield _shower(dice, end, trouble, name)


def _shower(dice: Random, end: float, trouble: Trouble, method: str) -> Strike:
    return Strike(
        dice.uniform(0, end),
        "fault",
        trouble=trouble,
        method=method,
        times=dice.randint(1, 4),
        seconds=dice.choice((1.0, 2.0)),
        status=dice.choice((408, 500, 502, 503, 504)),
    )


def _closures(dice: Random, size: Size, end: float) -> Iterator[Strike]:
    """Tokens taken back and channels archived, for a while."""
    places = dice.sample(range(size.workspaces), size.revoked + size.archived)
    for number, workspace in enumerate(places):
        off, on = ("revoke", "restore") if number < size.revoked else ("archive", "unarchive")
        at = dice.uniform(0, end * 0.6)
        yield Strike(at, off, workspace=workspace)  # type: ignore[arg-type]  # one of the kinds
        yield Strike(at + dice.uniform(0.1, 0.3) * end, on, workspace=workspace)  # type: ignore[arg-type]  # as above
