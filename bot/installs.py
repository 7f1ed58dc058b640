"""Who is installed: our own authorize, so that no request costs an auth.test."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from slack_bolt.authorization import AuthorizeResult
from sqlalchemy.exc import SQLAlchemyError

from bot.pauses import LONGEST, Pause, pause_after
from bot.slack import SlackClients
from bot.trouble import trouble
from bot.wire import SECONDS_WHEN_DOWN
from handlers.kit.clock import Clock
from handlers.kit.errors import SlackBusyError, SlackError, SlackRefusedError
from handlers.kit.routing import Job
from handlers.outbox import flows as outbox
from storage import workspace as workspaces
from storage.db import Sessions

TTL: Final = timedelta(minutes=10)
AGAIN: Final = timedelta(minutes=1)  # until the next try where Slack did not answer
LOOK_AGAIN: Final = 10.0  # seconds between two looks whether Slack is to be asked who is installed
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
        self._bad_until: datetime | None = None  # then those that Slack refuses are asked about
        self._pauses: dict[str, Pause] = {}  # by token: those that are good, with calls refused
        self._refreshing: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[None] | None = None
        self.look = Job("installs.look", self.look_again, every=LOOK_AGAIN)

    async def load(self) -> None:
        """Ask Slack whose each token is. One that is dead is logged and left out.

        Where Slack does not answer, what was known stays, and it is asked again in a minute.
        """
        answered = await self._load(self._tokens)
        self._fresh_until = self._clock.now() + (TTL if answered else AGAIN)

    async def _load(self, tokens: Collection[str]) -> bool:
        """Whether Slack has answered about each of these."""
        bad = self._bad()
        numbered = enumerate(self._tokens, start=1)
        asked = (self._look(number, token) for number, token in numbered if token in tokens)
        # Who is cancelled waits for all of them: else one would go on in a database that is closed.
        found = await asyncio.gather(*asked, return_exceptions=True)
        for one in found:
            if isinstance(one, BaseException):
                raise one
        answered = all(found)
        self._tell()
        # Else some would not be asked about for as long as there is news of others.
        if bad.issubset(tokens):
            self._bad_until = self._clock.now() + AGAIN
        return answered

    def _tell(self) -> None:
        """Have others know whose each token is."""
        found = [owner for owner in self._owners.values() if owner is not None]
        self._known = {str(owner.team_id): owner for owner in found}
        self._slack.is_complete = all(token in self._owners for token in self._tokens)
        self._slack.refused = self._numbers(self._refused())
        self._slack.paused = self._numbers(self._pauses)

    def _refused(self) -> set[str]:
        return {token for token, owner in self._owners.items() if owner is None}

    def _bad(self) -> set[str]:
        """Those that are refused, or calls with them: messages are held for them."""
        return self._refused() | self._pauses.keys()

    def _numbers(self, tokens: Collection[str]) -> list[int]:
        return [number for number, token in enumerate(self._tokens, start=1) if token in tokens]

    async def _look(self, number: int, token: str) -> bool:
        """Whether Slack has answered about this token."""
        try:
            with self._news(token) as refused_for:
                self._owners[token] = await self._ask(number, token, refused_for)
        except SlackRefusedError as error:
            if self._owners.get(token, "") is not None:  # it is asked each minute; told once
                log.error("token %d of SLACK_BOT_TOKEN: Slack says %s", number, error.code)  # noqa: TRY400 no traceback: the code says it all
            self._owners[token] = None
            self._pauses.pop(token, None)
        except SlackError as error:
            log.warning(
                "Slack cannot be asked about token %d of SLACK_BOT_TOKEN now (%s); asking again in"
                " a minute",
                number,
                error.code,
            )
            return False
        return True

    @contextmanager
    def _news(self, token: str) -> Iterator[str | None]:
        """Why a call was refused for it since the last look; still news if that came to nothing."""
        code = self._slack.turned_away.pop(token, None)
        try:
            yield code
        except BaseException:
            if code is not None:
                self._slack.turned_away.setdefault(token, code)
            raise

    async def _ask(self, number: int, token: str, refused_for: str | None) -> AuthorizeResult:
        answer = await self._slack.whose(token)
        workspace = str(answer["team_id"])
        self._slack.add(workspace, token)
        pause, tries = self._pause(token, refused=refused_for is not None)
        async with self._sessions.workspace(workspace) as session:
            await workspaces.installed(
                session, str(answer["team"]), str(answer["user_id"]), self._clock.now()
            )
            held_for = None if tries else LONGEST  # by others, who may not have come back
            await outbox.installed(session, self._clock.now(), held_for=held_for)
        self._note(number, token, pause, refused_for)
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace,
            bot_user_id=answer["user_id"],
            bot_id=answer.get("bot_id"),
            bot_token=token,
        )

    def _pause(self, token: str, *, refused: bool) -> tuple[Pause | None, bool]:
        """As `pause_after`; a token that is new, or good again, has all tried at once."""
        if self._owners.get(token) is None:
            return None, True
        return pause_after(self._pauses.get(token), self._clock.now(), refused=refused)

    def _note(self, number: int, token: str, pause: Pause | None, refused_for: str | None) -> None:
        """Told once: what is sent for it is refused again and again."""
        if pause is None:
            self._pauses.pop(token, None)
            return
        if token not in self._pauses:
            log.warning(
                "token %d of SLACK_BOT_TOKEN: Slack knows it, but refuses calls with it (%s); what"
                " it refused is tried again, ever more rarely",
                number,
                refused_for,
            )
        self._pauses[token] = pause

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
        """The same for a process to which no requests come; and what is refused is looked at."""
        if self._is_old(now):
            await self._refresh(self.load())
        elif asked := self._to_ask(now):
            await self._refresh(self._load(asked))

    def look_on(self, beat: Callable[[Job], Awaitable[None]]) -> None:
        """Have `look` done as long as we are there, for a process in which no job beats."""
        self._looking = asyncio.create_task(self._look_on(beat))

    async def _look_on(self, beat: Callable[[Job], Awaitable[None]]) -> None:
        while True:
            await self._clock.sleep(self.look.every)
            await beat(self.look)

    def _to_ask(self, now: datetime) -> set[str]:
        """What a call was just refused for, and each minute all that is bad."""
        is_time = self._bad_until is None or now >= self._bad_until
        news = self._slack.turned_away.keys() - self._refused()
        return news | (self._bad() if is_time else set())

    def _is_old(self, now: datetime) -> bool:
        """Whether Slack has to be asked anew; nobody else is told so meanwhile."""
        if self._fresh_until is not None and now <= self._fresh_until:
            return False
        self._fresh_until = now + AGAIN
        return True

    async def close(self) -> None:
        """Ask no more."""
        for task in (self._looking, self._refreshing):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _refresh(self, loading: Awaitable[object]) -> None:
        try:
            await loading
        except SQLAlchemyError as error:
            why = trouble(error) or type(error).__name__
            log.warning("who is installed cannot be written down now: %s", why)

    def facts(self) -> dict[str, Any]:
        """Workspace id -> the bot's user id."""
        return {team: result.bot_user_id for team, result in self._known.items()}
