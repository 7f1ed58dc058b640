"""Talking, reacting, coming and going: what a person does without the app, which may hear of it."""

from typing import Any, Final

from bot.sandbox import chat, events
from bot.sandbox.errors import SlackError
from bot.sandbox.hands import mentions
from bot.sandbox.hands.reply import NotPossibleError
from bot.sandbox.hands.seat import Seat
from bot.sandbox.methods.reactions import EMOJI
from bot.sandbox.model import Channel, Message, View

_CHANGEABLE: Final = frozenset(
    {
        *("name", "real_name", "title", "email", "zone", "locale"),
        *("status_text", "status_emoji", "status_expiration", "away"),
        *("is_admin", "is_owner", "is_guest", "deleted"),
    }
)


class Talks(Seat):
    """Messages, reactions, channels, and the person's own profile."""

    async def say(self, channel: str, text: str, *, thread_ts: str | None = None) -> Message:
        """Write a message; `@name` and `#channel` become mentions."""
        place = self._inside(channel)
        self._may_write(place)
        encoded = mentions.encode(self._workspace, text, labels=False)
        try:
            said = chat.post(
                self._world,
                self._workspace,
                place,
                self.user,
                {"text": encoded},
                thread_ts=thread_ts,
            )
        except SlackError as problem:
            raise NotPossibleError(f"Slack does not take this message: {problem.code}.") from None
        self._event(events.message(self._world, self._workspace, said))
        if place.kind != "im" and f"<@{self._workspace.bot_user}>" in encoded:
            self._event(events.app_mention(self._workspace, said))
        return said

    def _may_write(self, place: Channel) -> None:
        app_home = self._world.app.manifest.get("features", {}).get("app_home", {})
        closed = app_home.get("messages_tab_read_only_enabled") or not app_home.get(
            "messages_tab_enabled"
        )
        if place.kind == "im" and closed:
            raise NotPossibleError("Sending messages to this app has been turned off.")

    async def react(self, channel: str, ts: str, name: str) -> None:
        """Add a reaction; a second one of the same name changes nothing."""
        message = self._reactable(channel, ts, name := name.strip(":"))
        people = message.reactions.setdefault(name, [])
        if self.user not in people:
            people.append(self.user)
            self._reacted(message, name, added=True)

    async def unreact(self, channel: str, ts: str, name: str) -> None:
        """Take a reaction of one's own away."""
        message = self._reactable(channel, ts, name := name.strip(":"))
        people = message.reactions.get(name, [])
        if self.user in people:
            people.remove(self.user)
            if not people:
                del message.reactions[name]
            self._reacted(message, name, added=False)

    def _reactable(self, channel: str, ts: str, name: str) -> Message:
        message = self._message(self._inside(channel).id, ts)
        if message.seen_by is not None or not EMOJI.fullmatch(name):
            raise NotPossibleError(f"One cannot react with {name!r} here.")
        return message

    def _reacted(self, message: Message, name: str, *, added: bool) -> None:
        self._event(events.reaction(self.user, name, message, added=added))
        self._world.changed(self._workspace.id)

    async def open_home(self) -> View | None:
        """Open the app's Home tab, and see what the app has published once it has heard."""
        self._opened("home")
        await self._slack.delivery.settle()
        return self._workspace.homes.get(self.user)

    async def open_messages(self) -> Channel:
        """Open the app's Messages tab: the direct messages."""
        return self._opened("messages")

    def _opened(self, tab: str) -> Channel:
        self._act()
        im = self._im()
        self._event(events.app_home_opened(self._world, self._workspace, self.user, im.id, tab))
        return im

    async def join(self, channel: str) -> None:
        """Walk into a public channel; guests are taken there by others."""
        self._act()
        place = self._see(channel)
        if self.person.is_guest or place.kind != "public" or place.archived:
            raise NotPossibleError(f"{self.person.real_name} cannot join {place.name or 'this'}.")
        self._come(place, self.user)

    async def leave(self, channel: str) -> None:
        place = self._inside(channel)
        if place.kind == "im":
            raise NotPossibleError("Direct messages cannot be left.")
        event = events.member(self._workspace, place, self.user, joined=False)
        place.members.discard(self.user)
        self._event(event)
        self._world.changed(self._workspace.id)

    async def invite(self, channel: str, user: str) -> None:
        """Bring somebody in, the app's bot too."""
        place = self._inside(channel)
        somebody = self._workspace.people.get(user)
        if self.person.is_guest or place.kind == "im" or somebody is None or somebody.deleted:
            raise NotPossibleError(f"{self.person.real_name} cannot invite {user} there.")
        self._come(place, user, inviter=self.user)

    async def remove(self, channel: str, user: str) -> None:
        """Send somebody out, the app's bot too."""
        place = self._inside(channel)
        if self.person.is_guest or place.kind == "im" or user not in place.members:
            raise NotPossibleError(f"{self.person.real_name} cannot remove {user} there.")
        place.members.discard(user)
        self._event(events.member(self._workspace, place, user, joined=False))
        self._world.changed(self._workspace.id)

    def _come(self, place: Channel, user: str, inviter: str = "") -> None:
        if user in place.members:
            return
        place.members.add(user)
        self._event(events.member(self._workspace, place, user, joined=True, inviter=inviter))
        self._world.changed(self._workspace.id)

    async def change(self, **fields: Any) -> None:
        """Change the person's own profile, or what an admin decides of them (`deleted=True`)."""
        if unknown := set(fields) - _CHANGEABLE:
            raise ValueError(f"a person has no {', '.join(sorted(unknown))}")
        for name, value in fields.items():
            setattr(self.person, name, value)
        self.person.updated = int(self._world.clock.now().timestamp())
        event = events.person(self._world, self._workspace, self.person, "user_change")
        self._event(event)
        self._world.changed(self._workspace.id)

    async def be_quiet(self, hours: tuple[int, int] | None) -> None:
        """Pause notifications from and until these moments (seconds since 1970), or no more."""
        self._act()
        self.person.do_not_disturb = hours
        self._event(events.quiet(self.person))
        self._world.changed(self._workspace.id)

    async def archive(self, channel: str) -> None:
        place = self._inside(channel)
        place.archived = True
        self._lives(place, "archive")

    async def unarchive(self, channel: str) -> None:
        self._act()
        place = self._see(channel)
        place.archived = False
        self._lives(place, "unarchive")

    async def rename(self, channel: str, name: str) -> None:
        place = self._inside(channel)
        place.name = name.lower().replace(" ", "-")
        self._lives(place, "rename")

    def _lives(self, place: Channel, change: str) -> None:
        if self.person.is_guest or place.kind == "im":
            raise NotPossibleError(f"{self.person.real_name} cannot {change} {place.name}.")
        self._event(events.channel_life(self._world, place, change, self.user))
        self._world.changed(self._workspace.id)
