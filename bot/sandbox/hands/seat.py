"""Where one person sits: their workspace, what they may do, what every payload says of them."""

from typing import Final, Protocol

from bot.sandbox.delivery import Delivery
from bot.sandbox.events import stamp
from bot.sandbox.hands.reply import NotPossibleError
from bot.sandbox.methods.places import open_im
from bot.sandbox.model import Channel, Message, Payload, Person, View, Workspace, World
from bot.sandbox.triggers import Triggers

_NAMES: Final = {"im": "directmessage", "private": "privategroup"}


class Slack(Protocol):
    """What hands need of the sandbox around them."""

    @property
    def world(self) -> World: ...
    @property
    def delivery(self) -> Delivery: ...
    @property
    def triggers(self) -> Triggers: ...


class Seat:
    """What all the things that a person can do have in common."""

    def __init__(self, slack: Slack, workspace: str, user: str) -> None:
        self.user = user
        self._slack = slack
        self._world = slack.world
        self._workspace: Workspace = slack.world.workspaces[workspace]

    @property
    def person(self) -> Person:
        return self._workspace.people[self.user]

    @property
    def modal(self) -> View | None:
        """The form in front of this person, if one is open."""
        stack = self._workspace.modals.get(self.user, [])
        return stack[-1] if stack else None

    def messages(self, channel: str) -> list[Message]:
        """What this person sees in a channel, threads and their own ephemerals included."""
        place = self._see(channel)
        return [m for m in place.messages.values() if m.seen_by in (None, self.user)]

    def dms(self) -> list[Message]:
        """What the app and this person have written to each other."""
        im = self._workspace.im(self.user)
        return self.messages(im.id) if im else []

    def _act(self) -> None:
        """Raise NotPossibleError for people who cannot do anything here any more."""
        if self.person.deleted:
            raise NotPossibleError(f"{self.person.real_name}'s account is deactivated.")
        if self.person.is_bot:
            raise NotPossibleError(f"{self.person.real_name} is an app; it has no hands.")

    def _see(self, channel: str) -> Channel:
        for place in self._workspace.visible_to(self.user):
            if place.id == channel:
                return place
        raise NotPossibleError(f"{self.person.real_name} cannot see {channel}.")

    def _inside(self, channel: str) -> Channel:
        """The channel, if this person can write there."""
        self._act()
        place = self._see(channel)
        if self.user not in place.members:
            raise NotPossibleError(f"{self.person.real_name} is not in #{place.name}. Join first.")
        if place.archived:
            raise NotPossibleError(f"#{place.name} is archived.")
        return place

    def _message(self, channel: str, ts: str) -> Message:
        found = self._see(channel).messages.get(ts)
        if found is None or found.seen_by not in (None, self.user):
            raise NotPossibleError("This message is gone.")
        return found

    def _im(self) -> Channel:
        return open_im(self._world, self._workspace, self.user)

    def _event(self, event: Payload) -> None:
        self._slack.delivery.event(self._workspace.id, event)

    def _interaction(self, kind: str) -> Payload:
        """What each interactive payload begins with."""
        return {
            "type": kind,
            "token": "sandbox-verification-token",
            "api_app_id": self._world.app.id,
            "action_ts": stamp(self._world),
            "trigger_id": self._slack.triggers.mint(self.user, workspace=self._workspace.id),
            "team": {"id": self._workspace.id, "domain": self._workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": {
                "id": self.user,
                "username": self.person.name,
                "name": self.person.name,
                "team_id": self._workspace.id,
            },
        }

    def _place(self, channel: Channel) -> Payload:
        return {"id": channel.id, "name": self._name(channel)}

    def _name(self, channel: Channel) -> str:
        return _NAMES.get(channel.kind, channel.name)
