"""One call of the Web API on its way to its method, and what a method is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.sandbox.arguments import Arguments
from bot.sandbox.errors import SlackError
from bot.sandbox.limits import TIER_3, Limits
from bot.sandbox.model import Payload, Workspace, World


class Triggers(Protocol):
    """Who tapped something a moment ago."""

    def take(self, trigger_id: str, *, workspace: str = "") -> str: ...


class Delivery(Protocol):
    """Where events go out."""

    def event(self, workspace: str, event: Payload) -> None: ...


class Sockets(Protocol):
    """Where the app may connect."""

    def ticket(self) -> str: ...


class Slack(Protocol):
    """What methods may use of the sandbox around them."""

    @property
    def world(self) -> World: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def triggers(self) -> Triggers: ...
    @property
    def delivery(self) -> Delivery: ...
    @property
    def sockets(self) -> Sockets: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Call:
    """Arguments, and the workspace that the token belongs to (None: no bot token needed)."""

    slack: Slack
    args: Arguments
    token_of: Workspace | None

    @property
    def world(self) -> World:
        return self.slack.world

    @property
    def workspace(self) -> Workspace:
        if self.token_of is None:
            raise SlackError("not_authed")
        return self.token_of

    @property
    def bot(self) -> str:
        return self.workspace.bot_user

    def tell(self, event: Payload) -> None:
        """Let the app hear of what it did itself, as Slack does."""
        self.slack.delivery.event(self.workspace.id, event)

    def need_scope(self, *scopes: str) -> None:
        """Raise missing_scope unless the app was granted one of these."""
        granted = self.workspace.scopes
        if scopes and granted.isdisjoint(scopes):
            provided = ",".join(sorted(granted))
            raise SlackError("missing_scope", needed=scopes[0], provided=provided)


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what runs, its tier, the scopes of which one is needed, and who may call it."""

    run: Callable[[Call], Payload]
    per_minute: int = TIER_3
    scopes: tuple[str, ...] = ()
    caller: Literal["bot", "app", "anyone"] = "bot"
    takes_json: bool = True
