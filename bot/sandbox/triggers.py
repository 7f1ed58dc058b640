"""Trigger ids: each opens one modal, within three seconds."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.sandbox.errors import SlackError
from bot.sandbox.model import World
from bot.sandbox.responses import ResponseUrls

LIFE: Final = timedelta(seconds=3)
REMEMBERED: Final = timedelta(hours=1)


@dataclass(slots=True)
class _Trigger:
    user: str
    workspace: str
    made_at: datetime
    taken: bool = False


class Triggers:
    """The trigger ids given out, and beside them the response URLs (`urls`)."""

    def __init__(self, world: World, host: Callable[[], str]) -> None:
        self.urls = ResponseUrls(world, host)
        self._clock = world.clock
        self._given: dict[str, _Trigger] = {}

    def mount(self, app: web.Application) -> None:
        self.urls.mount(app)

    def mint(self, user: str, *, workspace: str = "") -> str:
        now = self._clock.now()
        self._given = {k: t for k, t in self._given.items() if now - t.made_at < REMEMBERED}
        id_ = f"{int(now.timestamp() * 1000)}.{len(self._given)}.{secrets.token_hex(16)}"
        self._given[id_] = _Trigger(user, workspace, now)
        return id_

    def take(self, trigger_id: str, *, workspace: str = "") -> str:
        """Use a trigger id up: whose it is. Given a workspace, others' ids are invalid."""
        trigger = self._given.get(trigger_id)
        if trigger is None or (workspace and trigger.workspace not in ("", workspace)):
            raise SlackError("invalid_trigger_id")
        if trigger.taken:
            raise SlackError("exchanged_trigger_id")
        if self._clock.now() - trigger.made_at > LIFE:
            raise SlackError("expired_trigger_id")
        trigger.taken = True
        return trigger.user
