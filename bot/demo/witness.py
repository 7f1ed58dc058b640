"""A witness in the simulated Slack: what was to be seen, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.sandbox.model import Channel, Message, Workspace, World


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as it looked at this moment; `again` when it had looked different before."""

    at: datetime
    channel: str
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None
    seen_by: str | None
    files: tuple[str, ...] = ()
    again: bool = False


@dataclass(slots=True)
class Witness:
    """Watches one workspace from now on."""

    world: World
    workspace: Workspace
    seen: list[Seen] = field(default_factory=list)
    _looks: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def begin(self) -> None:
        """Take what is there for known, and watch."""
        for channel, message in self._messages():
            self._looks[channel.id, message.ts] = _look(message)
        self.world.watchers.append(self._changed)

    def end(self) -> None:
        self.world.watchers.remove(self._changed)

    def _changed(self, workspace: str) -> None:
        if workspace == self.workspace.id:
            for channel, message in self._messages():
                self._note(channel, message)

    def _messages(self) -> Iterator[tuple[Channel, Message]]:
        for channel in self.workspace.channels.values():
            for message in list(channel.messages.values()):
                yield channel, message

    def _note(self, channel: Channel, message: Message) -> None:
        key, look = (channel.id, message.ts), _look(message)
        if self._looks.get(key) == look:
            return
        again = key in self._looks
        self._looks[key] = look
        self.seen.append(
            Seen(
                at=self.world.clock.now() if again else message.sent_at,
                channel=channel.id,
                ts=message.ts,
                user=message.user,
                text=message.text,
                blocks=message.blocks,
                thread_ts=message.thread_ts,
                seen_by=message.seen_by,
                files=tuple(message.files),
                again=again,
            )
        )


def _look(message: Message) -> tuple[str, str]:
    return message.text, repr(message.blocks)
