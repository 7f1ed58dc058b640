"""A witness in the simulated Slack: what was to be seen, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from bot.demo.looks import as_text
from bot.sandbox.model import Channel, Message, Workspace, World

What = Literal["new", "changed", "gone"]
Key = tuple[str, str]  # a message's channel and ts


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it looked at this moment, when it came, changed or went away."""

    at: datetime
    channel: str
    ts: str
    user: str
    look: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None
    seen_by: str | None
    files: tuple[str, ...]
    what: What


@dataclass(slots=True)
class Witness:
    """Watches one workspace from now on."""

    world: World
    workspace: Workspace
    seen: list[Seen] = field(default_factory=list)
    _known: dict[Key, Seen] = field(default_factory=dict)

    def begin(self) -> None:
        """Take what is there for known, and watch."""
        for channel, message in self._messages():
            self._known[channel.id, message.ts] = self._sight(message, "new")
        self.world.watchers.append(self._changed)

    def end(self) -> None:
        self.world.watchers.remove(self._changed)

    def _changed(self, workspace: str) -> None:
        if workspace == self.workspace.id:
            there = {(channel.id, m.ts): m for channel, m in self._messages()}
            for key, message in there.items():
                self._note(key, message)
            for key in self._known.keys() - there.keys():
                now = self.world.clock.now()
                self.seen.append(replace(self._known.pop(key), what="gone", at=now))

    def _messages(self) -> Iterator[tuple[Channel, Message]]:
        for channel in self.workspace.channels.values():
            for message in list(channel.messages.values()):
                yield channel, message

    def _note(self, key: Key, message: Message) -> None:
        before = self._known.get(key)
        sight = self._sight(message, "new" if before is None else "changed")
        if before is None or before.look != sight.look:
            self._known[key] = sight
            self.seen.append(sight)

    def _sight(self, message: Message, what: What) -> Seen:
        return Seen(
            at=message.sent_at if what == "new" else self.world.clock.now(),
            channel=message.channel,
            ts=message.ts,
            user=message.user,
            look=as_text(message.text, message.blocks),
            blocks=message.blocks,
            thread_ts=message.thread_ts,
            seen_by=message.seen_by,
            files=tuple(message.files),
            what=what,
        )
