"""Who is installed: our own authorize, so that no request costs an auth.test."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any, Final

from slack_bolt.authorization import AuthorizeResult

from bot.slack import SlackClients
from handlers.kit.clock import Clock
from handlers.kit.errors import SlackError, SlackRefusedError
from storage import workspace as workspaces
from storage.db import Sessions

TTL: Final = timedelta(minutes=10)
AGAIN: Final = timedelta(minutes=1)  # until the next try where Slack did not answer
log = logging.getLogger(__name__)


class Installs:
    """The workspaces of SLACK_BOT_TOKEN, told apart by Slack itself, looked at again by TTL."""

    def __init__(
        self, tokens: tuple[str, ...], slack: SlackClients, sessions: Sessions, clock: Clock
    ) -> None:
        self._tokens = tokens
        self._slack = slack
        self._sessions = sessions
        self._clock = clock
        self._known: dict[str, AuthorizeResult] = {}
        self._fresh_until: datetime | None = None
        self._refreshing: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Ask Slack whose each token is. One that is dead is logged and left out."""
        known: dict[str, AuthorizeResult] = {}
        for number, token in enumerate(self._tokens, start=1):
            try:
                found = await self._ask(token)
            except SlackRefusedError as error:
                log.error("token %d of SLACK_BOT_TOKEN: Slack says %s", number, error.code)  # noqa: TRY400 no traceback: the code says it all
                continue
            known[str(found.team_id)] = found
        self._known = known
        self._fresh_until = self._clock.now() + TTL

    async def _ask(self, token: str) -> AuthorizeResult:
        answer = await self._slack.whose(token)
        workspace = str(answer["team_id"])
        self._slack.add(workspace, token)
        async with self._sessions.workspace(workspace) as session:
            await workspaces.installed(
                session, str(answer["team"]), str(answer["user_id"]), self._clock.now()
            )
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace,
            bot_user_id=answer["user_id"],
            bot_id=answer.get("bot_id"),
            bot_token=token,
        )

    async def authorize(
        self,
        enterprise_id: str | None,  # noqa: ARG002 Bolt's signature
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002 Bolt's signature
    ) -> AuthorizeResult | None:
        """What Bolt asks for each request; None for a workspace that is not installed.

        Slack is asked anew beside the request, never before its ack.
        """
        if self._fresh_until is None or self._clock.now() > self._fresh_until:
            self._fresh_until = self._clock.now() + AGAIN  # nobody else asks meanwhile
            self._refreshing = asyncio.create_task(self._refresh())
        return self._known.get(team_id or "")

    async def close(self) -> None:
        """Ask no more."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)

    async def _refresh(self) -> None:
        try:
            await self.load()
        except SlackError as error:
            log.warning("Slack cannot be asked about our tokens now: %s", error.code)

    def facts(self) -> dict[str, Any]:
        """Workspace id -> the bot's user id."""
        return {team: result.bot_user_id for team, result in self._known.items()}
