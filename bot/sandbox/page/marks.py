"""What each person has read: unread counts, and what arrived since the clock was moved."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.sandbox.model import Channel, Message, Workspace


def is_for(message: Message, user: str) -> bool:
    return message.seen_by in (None, user)


def tells(message: Message, user: str) -> bool:
    """Whether this message makes this person's channel look unread."""
    in_channel = message.thread_ts in (None, message.ts)
    return in_channel and message.user != user and is_for(message, user)


@dataclass(slots=True)
class Marks:
    """Read marks by (workspace, user, channel). Whatever was there before a first look is read."""

    last: dict[tuple[str, str, str], str] = field(default_factory=dict)
    ground: dict[str, str] = field(default_factory=dict)  # by workspace: its newest ts then
    moved_at: datetime | None = None

    def look(self, workspace: Workspace) -> None:
        """The page shows this workspace: from now on what is new is unread."""
        if workspace.id not in self.ground:
            stamps = (m.ts for c in workspace.channels.values() for m in c.messages.values())
            self.ground[workspace.id] = max(stamps, default="0")

    def read(self, workspace: str, user: str, channel: str) -> str:
        """Up to which ts this person has read this channel."""
        ground = self.ground.get(workspace, "0")
        return max(self.last.get((workspace, user, channel), "0"), ground)

    def mark(self, workspace: str, user: str, channel: str, ts: str) -> None:
        self.last[workspace, user, channel] = max(ts, self.read(workspace, user, channel))

    def unread(self, workspace: str, user: str, channel: Channel) -> int:
        read = self.read(workspace, user, channel.id)
        return sum(m.ts > read and tells(m, user) for m in channel.messages.values())

    def arrived(self, workspace: Workspace) -> int:
        """How many messages were sent since the clock was last moved."""
        return 0 if self.moved_at is None else self.arrived_since(workspace, self.moved_at)

    def arrived_since(self, workspace: Workspace, since: datetime) -> int:
        """How many messages were sent since then."""
        channels = workspace.channels.values()
        return sum(m.sent_at >= since for c in channels for m in c.messages.values())

    def has_arrived(self, workspace: Workspace, since: datetime) -> bool:
        """Whether anything was sent since then."""
        return self.arrived_since(workspace, since) > 0
