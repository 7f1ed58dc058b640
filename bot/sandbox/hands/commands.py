"""Slash commands and shortcuts: what a person starts."""

from bot.sandbox.errors import SlackError
from bot.sandbox.hands import mentions
from bot.sandbox.hands.reply import (
    WARNING,
    NotPossibleError,
    Reply,
    failed_command,
    unknown_command,
)
from bot.sandbox.hands.seat import Seat
from bot.sandbox.model import Channel, Message, Payload
from bot.sandbox.responses import respond
from bot.sandbox.shapes import message_json
from bot.sandbox.wire import Answer


class Starts(Seat):
    """Typing a command, choosing a shortcut."""

    async def command(self, line: str, channel: str) -> Reply:
        """Send `/okr update KR-3 45` from a channel; the answer appears there."""
        place = self._inside(channel)
        command, _, rest = line.strip().partition(" ")
        found = self._manifest("slash_commands", "command", command)
        if found is None or self._workspace.inactive:
            return unknown_command(command)
        text = rest.strip()
        if found.get("should_escape"):
            text = mentions.encode(self._workspace, text, labels=True)
        else:
            text = mentions.plain(self._workspace, text)
        before = self._newest(place)
        answer = await self._slack.delivery.ask("command", self._order(command, text, place))
        if not answer.ok:
            return failed_command(command, answer)
        return self._answered(command, place, answer, before)

    async def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Reply:
        """Choose a shortcut from the menu of a message."""
        self._act()
        self._shortcut("message", callback_id)
        place, message = self._see(channel), self._message(channel, ts)
        urls = self._slack.triggers.urls
        before = self._newest(place)
        payload = self._interaction("message_action") | {
            "callback_id": callback_id,
            "message_ts": ts,
            "channel": self._place(place),
            "message": message_json(self._world, self._workspace, message),
            "response_url": urls.mint(self._workspace, place, self.user),
        }
        return self._reply(await self._slack.delivery.ask("interactive", payload), place, before)

    async def global_shortcut(self, callback_id: str) -> Reply:
        """Choose a shortcut from the composer's menu; it knows of no channel."""
        self._act()
        self._shortcut("global", callback_id)
        payload = self._interaction("shortcut") | {"callback_id": callback_id}
        return self._reply(await self._slack.delivery.ask("interactive", payload))

    def _manifest(self, family: str, key: str, name: str) -> Payload | None:
        features = self._world.app.manifest.get("features", {}).get(family, [])
        return next((dict(one) for one in features if one[key] == name), None)

    def _shortcut(self, kind: str, callback_id: str) -> None:
        found = self._manifest("shortcuts", "callback_id", callback_id)
        if found is None or found["type"] != kind or self._workspace.inactive:
            raise NotPossibleError(f"There is no {kind} shortcut {callback_id}.")

    def _order(self, command: str, text: str, place: Channel) -> Payload:
        return {
            "token": "sandbox-verification-token",
            "team_id": self._workspace.id,
            "team_domain": self._workspace.domain,
            "channel_id": place.id,
            "channel_name": self._name(place),
            "user_id": self.user,
            "user_name": self.person.name,
            "command": command,
            "text": text,
            "api_app_id": self._world.app.id,
            "is_enterprise_install": "false",
            "response_url": self._slack.triggers.urls.mint(self._workspace, place, self.user),
            "trigger_id": self._slack.triggers.mint(self.user, workspace=self._workspace.id),
        }

    def _answered(self, command: str, place: Channel, answer: Answer, before: str) -> Reply:
        """Show the body of the answer, if there is one."""
        if not (answer.body.get("text") or answer.body.get("blocks")):
            return self._reply(answer, place, before)
        try:
            shown = respond(self._world, self._workspace, place, self.user, answer.body)
        except SlackError as problem:
            error = f'{command} failed with the error "invalid_command_response"'
            return Reply(ok=False, error=error, detail=str(problem.body))
        return self._seen(shown)

    def _reply(self, answer: Answer, place: Channel | None = None, before: str = "") -> Reply:
        """After a bare acknowledgement: the newest thing that appeared meanwhile."""
        if not answer.ok:
            detail = f"{answer.error} {answer.status}".strip()
            return Reply(ok=False, error=WARNING, view=self.modal, detail=detail)
        return self._seen(self._appeared(place, before) if place else None)

    def _seen(self, message: Message | None) -> Reply:
        if message is None:
            return Reply(view=self.modal)
        return Reply(text=message.text, blocks=message.blocks, view=self.modal, message=message)

    def _newest(self, place: Channel) -> str:
        return max(place.messages, default="")

    def _appeared(self, place: Channel, before: str) -> Message | None:
        """The last message of the app here that is for this person and was not there before."""
        bot = self._workspace.bot_user
        new = [m for m in self.messages(place.id) if m.ts > before and m.user == bot]
        return new[-1] if new else None
