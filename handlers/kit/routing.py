"""The shape of a feature's table of routes; handlers/routes.py puts them together."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.kit.inputs import Input

# Called with these three in this order: Bolt's `ack`, what was sent, and `handlers.deps.Deps`.
Listener = Callable[[Any, Input, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, as the manifest shows it."""

    name: str
    description: str
    usage: str
    run: Listener


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut on a message (`message`) or from anywhere (`global`)."""

    callback_id: str
    name: str
    description: str
    run: Listener
    kind: str = "message"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of /okr; `usage` and `does` are what help shows, in English.

    What is typed stays as it is in every language, but for what `own` says: the words of `usage`
    that are anybody's own. Behind a verb that stands `alone` nothing can be typed.
    """

    usage: str
    does: str
    run: Listener
    own: str = ""
    alone: bool = False


def own(words: str) -> str:
    """Words of an example, marked to be translated."""
    return words


@dataclass(frozen=True, slots=True)
class Job:
    """What the clock makes us do. `run(deps, now)` returns when it wants to run again soon.

    One that `wakes` runs at once when something was put into the outbox. One with `kinds` runs
    as soon as an occurrence of such a kind is due: `every` is then of no account.
    """

    name: str
    run: Callable[[Any, datetime], Awaitable[datetime | None]]
    every: float = 1.0  # seconds between two beats
    kinds: frozenset[str] = frozenset()
    wakes: bool = False


@dataclass(frozen=True, slots=True)
class Routes:
    """One feature's listeners, by what they listen to, and the scopes that they need.

    Events are named as the manifest names them, such as `message.im`. The `optional` scopes may
    be declined by whoever installs: the feature goes on without them.
    """

    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    actions: Mapping[str, Listener] = field(default_factory=dict)
    views: Mapping[str, Listener] = field(default_factory=dict)
    closed: Mapping[str, Listener] = field(default_factory=dict)  # forms left without sending them
    events: Mapping[str, Listener] = field(default_factory=dict)
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    scopes: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
