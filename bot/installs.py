"""Who is installed: our own authorize, so that no request costs an auth.test."""

import asyncio
import logging
from collections.abc import Awaitable, Collection
from datetime import datetime, timedelta
from typing import Any, Final

from slack_bolt.authorization import AuthorizeResult
from sqlalchemy.exc import SQLAlchemyError

from bot.slack import SlackClients
from bot.trouble import trouble
from bot.wire import SECONDS_WHEN_DOWN
from handlers.kit.clock import Clock
from handlers.kit.errors import SlackBusyError, SlackError, SlackRefusedError
from handlers.outbox import flows as outbox
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
        self._owners: dict[str, AuthorizeResult | None] = {}  # by token; None: it is dead
        self._known: dict[str, AuthorizeResult] = {}  # by workspace
        self._fresh_until: datetime | None = None
        self._dead_until: datetime | None = None  # then those that Slack refuses are asked about
        self._refreshing: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Ask Slack whose each token is. One that is dead is logged and left out.

        Where Slack does not answer, what was known stays, and it is asked again in a minute.
        """
        answered = await self._load(self._tokens)
        self._fresh_until = self._clock.now() + (TTL if answered else AGAIN)

    async def _load(self, tokens: Collection[str]) -> bool:
        """Whether Slack has answered about each of these."""
        news = self._slack.turned_away.intersection(tokens)
        self._slack.turned_away -= news
        numbered = enumerate(self._tokens, start=1)
        asked = (self._look(number, token) for number, token in numbered if token in tokens)
        # Who is cancelled waits for all of them: else one would go on in a database that is closed.
        found = await asyncio.gather(*asked, return_exceptions=True)
        for one in found:
            if isinstance(one, BaseException):
                raise one
        answered = all(found)
        if not answered:
            self._slack.turned_away |= news
        self._tell()
        self._dead_until = self._clock.now() + AGAIN
        return answered

    def _tell(self) -> None:
        """Have others know whose each token is."""
        found = [owner for owner in self._owners.values() if owner is not None]
        self._known = {str(owner.team_id): owner for owner in found}
        self._slack.is_complete = all(token in self._owners for token in self._tokens)
        dead = enumerate((self._owners.get(token, "") is None for token in self._tokens), start=1)
        self._slack.refused = [number for number, is_dead in dead if is_dead]

    async def _look(self, number: int, token: str) -> bool:
        """Whether Slack has answered about this token."""
        try:
            self._owners[token] = await self._ask(token)
        except SlackRefusedError as error:
            if self._owners.get(token, "") is not None:  # it is asked each minute; told once
                log.error("token %d of SLACK_BOT_TOKEN: Slack says %s", number, error.code)  # noqa: TRY400 no traceback: the code says it all
            self._owners[token] = None
        except SlackError as error:
            log.warning(
                "Slack cannot be asked about token %d of SLACK_BOT_TOKEN now (%s); asking again in"
                " a minute",
                number,
                error.code,
            )
            return False
        return True

    async def _ask(self, token: str) -> AuthorizeResult:
        answer = await self._slack.whose(token)
        workspace = str(answer["team_id"])
        self._slack.add(workspace, token)
        async with self._sessions.workspace(workspace) as session:
            await workspaces.installed(
                session, str(answer["team"]), str(answer["user_id"]), self._clock.now()
            )
            await outbox.installed(session, self._clock.now())
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

        Slack is asked anew beside the request, never before its ack. While it has not said whose
        every token is, an unknown workspace may be one of ours: SlackBusyError, so that Slack
        sends its events again.
        """
        if self._is_old(self._clock.now()):
            self._refreshing = asyncio.create_task(self._refresh(self.load()))
        found = self._known.get(team_id or "")
        if found is None and not self._slack.is_complete:
            raise SlackBusyError("workspace_not_known_yet", SECONDS_WHEN_DOWN)
        return found

    async def look_again(self, _: object, now: datetime) -> None:
        """The same for a process that only sends, to which no requests come: a job."""
        if self._is_old(now):
            await self._refresh(self.load())
        elif dead := self._dead(now):
            await self._refresh(self._load(dead))

    def _dead(self, now: datetime) -> set[str]:
        """Whose token was just refused, and each minute whose was: messages are held for them."""
        is_time = self._dead_until is None or now >= self._dead_until
        refused = {token for token, owner in self._owners.items() if owner is None}
        return self._slack.turned_away - refused | (refused if is_time else set())

    def _is_old(self, now: datetime) -> bool:
        """Whether Slack has to be asked anew; nobody else is told so meanwhile."""
        if self._fresh_until is not None and now <= self._fresh_until:
            return False
        self._fresh_until = now + AGAIN
        return True

    async def close(self) -> None:
        """Ask no more."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)

    async def _refresh(self, loading: Awaitable[object]) -> None:
        try:
            await loading
        except SQLAlchemyError as error:
            why = trouble(error) or type(error).__name__
            log.warning("who is installed cannot be written down now: %s", why)

    def facts(self) -> dict[str, Any]:
        """Workspace id -> the bot's user id."""
        return {team: result.bot_user_id for team, result in self._known.items()}
