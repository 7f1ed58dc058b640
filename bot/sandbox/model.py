"""What a simulated Slack remembers: workspaces, people, channels, messages, views."""

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from handlers.kit.clock import Clock

Payload = dict[str, Any]


@dataclass(slots=True)
class Person:
    """A Slack user. `zone` is an IANA name, `locale` Slack's form (`zh-TW`)."""

    id: str
    name: str
    real_name: str
    zone: str = "Etc/UTC"
    locale: str = "en-US"
    title: str = ""
    email: str = ""
    colour: str = "#4a5568"
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0  # seconds since 1970; 0 is never
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    away: bool = False
    do_not_disturb: tuple[int, int] | None = None  # from, until: seconds since 1970
    updated: int = 0


@dataclass(slots=True)
class Message:
    """One message; `seen_by` is set on ephemerals, which only that person sees."""

    ts: str
    channel: str
    user: str
    text: str
    sent_at: datetime
    blocks: list[Payload] = field(default_factory=list)
    thread_ts: str | None = None
    bot_id: str | None = None
    seen_by: str | None = None
    edited: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    attachments: list[Payload] = field(default_factory=list)
    metadata: Payload | None = None
    typed: dict[str, Payload] = field(default_factory=dict)  # by user, as in `View.state`


@dataclass(slots=True)
class Channel:
    """A place for messages. An `im` has two members: the app's bot and one person."""

    id: str
    name: str
    kind: Literal["public", "private", "im"] = "public"
    members: set[str] = field(default_factory=set)
    topic: str = ""
    archived: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    def threads(self, ts: str) -> list[Message]:
        return [m for m in self.messages.values() if m.thread_ts == ts and m.ts != ts]


@dataclass(slots=True)
class View:
    """A modal or a Home tab; `state` is what has been typed so far (`state.values`)."""

    id: str
    user: str
    payload: Payload
    hash: str
    root_id: str
    previous_id: str | None = None
    external_id: str = ""
    state: Payload = field(default_factory=dict)


@dataclass(slots=True)
class File:
    """An upload in three steps: announced, filled with bytes, completed (shared)."""

    id: str
    name: str
    length: int
    title: str = ""
    alt_text: str = ""
    content: bytes = b""
    complete: bool = False
    ready_at: datetime | None = None  # Slack works on a file for a moment before blocks may use it


@dataclass(slots=True)
class Workspace:
    """One Slack workspace with the app installed in it."""

    id: str
    name: str
    domain: str
    token: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    ims: dict[str, Channel] = field(default_factory=dict)  # of `channels` the app's DMs, by person
    files: dict[str, File] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)  # by user
    modals: dict[str, list[View]] = field(default_factory=dict)  # by user, a stack of three
    usergroups: dict[str, Payload] = field(default_factory=dict)
    revoked: bool = False  # the token was taken back
    inactive: bool = False  # the app was uninstalled

    def im(self, user: str) -> Channel | None:
        """The direct messages between the app and this person, if there are any yet."""
        return self.ims.get(user)

    def visible_to(self, user: str) -> Iterable[Channel]:
        """The channels that this person can open, in order of creation."""
        return (c for c in self.channels.values() if c.kind == "public" or user in c.members)


@dataclass(slots=True)
class App:
    """The app as Slack knows it, set up from its manifest.

    `request_url` set: events go there, signed. Otherwise over Socket Mode with `app_token`.
    """

    manifest: Payload
    id: str = "A0DELIGHT"
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 opens the sandbox only
    app_token: str = "xapp-1-A0DELIGHT-sandbox"  # noqa: S105 opens the sandbox only
    request_url: str | None = None

    @property
    def scopes(self) -> frozenset[str]:
        return frozenset(self.manifest["oauth_config"]["scopes"]["bot"])


class World:
    """Everything the sandbox holds, its clock, and who wants to hear of changes."""

    def __init__(self, clock: Clock, app: App) -> None:
        self.clock = clock
        self.app = app
        self.workspaces: dict[str, Workspace] = {}
        self._by_token: dict[str, Workspace] = {}
        self.watchers: list[Callable[[str], None]] = []
        self.ids_given = 0
        self._ids = itertools.count(1)
        self._last_ts = 0

    def add(self, workspace: Workspace) -> None:
        self.workspaces[workspace.id] = self._by_token[workspace.token] = workspace

    def workspace_of(self, token: str) -> Workspace | None:
        return self._by_token.get(token)

    def resume(self, ids_given: int) -> None:
        """Go on after so many ids."""
        self.ids_given = ids_given
        self._ids = itertools.count(ids_given + 1)

    def new_id(self, prefix: str) -> str:
        """A fresh id such as `C0000000A1`, `V…`, `Ev…`: prefix, then upper-case base 36."""
        self.ids_given = number = next(self._ids)
        digits = ""
        while number:
            number, rest = divmod(number, 36)
            digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[rest] + digits
        return f"{prefix}0{digits.rjust(8, '0')}"

    def new_ts(self) -> str:
        """A message's timestamp: the clock's microseconds, never the same twice."""
        micros = int(self.clock.now().timestamp() * 1_000_000)
        self._last_ts = max(micros, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def changed(self, workspace: str) -> None:
        """Tell the pages that this workspace looks different now."""
        for watch in self.watchers:
            watch(workspace)
