"""Buttons, selects and forms: what a person uses of what the app shows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.sandbox import views
from bot.sandbox.errors import SlackError
from bot.sandbox.hands import checks, elements
from bot.sandbox.hands.commands import Starts
from bot.sandbox.hands.elements import Place
from bot.sandbox.hands.reply import TROUBLE, NotPossibleError, Outcome, Reply
from bot.sandbox.model import Message, Payload, View
from bot.sandbox.shapes import message_json, view_json
from bot.sandbox.wire import Answer


class Uses(Starts):
    """Clicking in messages and views, filling forms, sending and closing them."""

    async def click(
        self,
        where: Message | View,
        action_id: str,
        *,
        value: Any = None,
        block_id: str | None = None,
    ) -> Reply:
        """Press a button, choose an option, pick a date: `value` is what is chosen."""
        self._act()
        if isinstance(where, View):
            return await self._click_view(self._mine(where), action_id, value, block_id)
        message = self._message(where.channel, where.ts)
        place = elements.find(message.blocks, action_id, block_id)
        typed = message.typed.setdefault(self.user, {})
        payload = self._used(place, value, typed) | self._in_message(message, typed)
        if not _sends(place):
            return Reply(view=self.modal)
        channel = self._see(message.channel)
        before, looked = self._newest(channel), (message.text, message.blocks)
        answer = await self._slack.delivery.ask("interactive", payload)
        reply = self._reply(answer, channel, before)
        changed = looked != (message.text, message.blocks)
        return self._seen(message) if reply.ok and reply.message is None and changed else reply

    async def _click_view(
        self, view: View, action_id: str, value: Any, block_id: str | None
    ) -> Reply:
        place = elements.find(view.payload["blocks"], action_id, block_id)
        payload = self._used(place, value, view.state)
        if not _sends(place):
            return Reply(view=self.modal)
        payload |= {
            "container": {"type": "view", "view_id": view.id},
            "view": self._shown(view),
        }
        reply = self._reply(await self._slack.delivery.ask("interactive", payload))
        at_home = view.payload["type"] == "home" and reply.view is None
        return replace(reply, view=self._workspace.homes[self.user]) if at_home else reply

    def _used(self, place: Place, value: Any, typed: Payload) -> Payload:
        """The payload of using one element; its new state is kept in `typed`."""
        state = elements.filled(place, value) if place.key else None
        if state is not None:
            typed.setdefault(place.block_id, {})[place.action_id] = state
        payload = self._interaction("block_actions")
        moment = payload.pop("action_ts")
        action = elements.action(place, value, state) | {"action_ts": moment}
        return payload | {"actions": [action]}

    def _in_message(self, message: Message, typed: Payload) -> Payload:
        """Where a click happened; of an ephemeral Slack sends the place only."""
        channel, ephemeral = self._see(message.channel), message.seen_by is not None
        container: Payload = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": ephemeral,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        urls = self._slack.triggers.urls
        shape = (
            {} if ephemeral else {"message": message_json(self._world, self._workspace, message)}
        )
        return shape | {
            "container": container,
            "channel": self._place(channel),
            "state": {"values": elements.state_of(message.blocks, typed)},
            "response_url": urls.mint(self._workspace, channel, self.user, message),
        }

    async def suggest(
        self, where: Message | View, action_id: str, typed: str, *, block_id: str | None = None
    ) -> list[Payload]:
        """Type into an external select: the options that the app offers, none if it fails."""
        self._act()
        blocks = where.payload["blocks"] if isinstance(where, View) else where.blocks
        place = elements.find(blocks, action_id, block_id)
        if len(typed) < place.element.get("min_query_length", 3):
            return []
        payload = self._interaction("block_suggestion")
        del payload["action_ts"], payload["trigger_id"]
        names = {"action_id": action_id, "block_id": place.block_id, "value": typed}
        if isinstance(where, View):
            view = self._shown(self._mine(where))
            payload |= {"container": {"type": "view", "view_id": where.id}, "view": view}
        else:
            payload |= self._in_message(where, where.typed.get(self.user, {}))
            del payload["response_url"]
        answer = await self._slack.delivery.ask("interactive", payload | names)
        groups = answer.body.get("option_groups") or [answer.body]
        return [dict(one) for group in groups for one in group.get("options", [])]

    def type(self, view: View, values: Mapping[str, Any]) -> None:
        """Fill fields without sending: `block_id.action_id` (or either) to a plain value."""
        for name, value in values.items():
            place = elements.named(view.payload["blocks"], name)
            state = elements.filled(place, value)
            view.state.setdefault(place.block_id, {})[place.action_id] = state
        self._world.changed(self._workspace.id)

    async def submit(self, view: View, values: Mapping[str, Any] | None = None) -> Outcome:
        """Send a form, filled with `values` first; Slack's own checks come before the app's."""
        self._act()
        if self._mine(view) is not self.modal:
            raise NotPossibleError("Only the form in front can be submitted.")
        self.type(view, values or {})
        if errors := checks.problems(view.payload["blocks"], view.state):
            return Outcome("refused", view, errors)
        payload = self._interaction("view_submission")
        del payload["action_ts"]
        payload |= {"view": self._shown(view), "response_urls": []}
        answer = await self._slack.delivery.ask("interactive", payload)
        try:
            return self._outcome(view, answer)
        except SlackError as problem:
            return Outcome("failed", self.modal, error=TROUBLE, detail=str(problem.body))

    def _outcome(self, view: View, answer: Answer) -> Outcome:
        """Do what the answer says; raises SlackError for answers that make no sense."""
        if not answer.ok:
            raise SlackError(answer.error, status=answer.status)
        world, workspace, asked = self._world, self._workspace, answer.body
        match asked.get("response_action"):
            case None if not asked:
                views.close_view(world, workspace, view)
                return Outcome("closed", self.modal)
            case "errors":
                return Outcome("errors", view, _field_errors(view, asked.get("errors")))
            case "update":
                views.update_view(world, workspace, view, asked.get("view") or {})
                return Outcome("updated", self.modal)
            case "push":
                views.open_view(world, workspace, self.user, asked.get("view") or {}, previous=view)
                return Outcome("pushed", self.modal)
            case "clear":
                views.clear_views(world, workspace, self.user)
                return Outcome("cleared")
        raise SlackError("invalid_response", body=asked)

    async def close(self, view: View, *, all: bool = False) -> None:  # noqa: A002 as people say it
        """Cancel one form, or with `all` leave the whole stack by its X."""
        stack = self._workspace.modals.get(self.user, [])
        if view not in stack:
            return
        leaving = stack[0] if all or view.payload.get("clear_on_close") else view
        gone = stack[stack.index(leaving) :]
        told = any(one.payload.get("notify_on_close") for one in gone)
        shown = self._shown(leaving)
        views.close_view(self._world, self._workspace, leaving)
        if told:
            payload = self._interaction("view_closed")
            del payload["action_ts"], payload["trigger_id"]
            payload |= {"view": shown, "is_cleared": leaving is not view or all}
            await self._slack.delivery.ask("interactive", payload)

    def _mine(self, view: View) -> View:
        """The view, if this person still has it before them."""
        stack = self._workspace.modals.get(self.user, [])
        if not any(one is view for one in (*stack, self._workspace.homes.get(self.user))):
            raise NotPossibleError("This form is closed already.")
        return view

    def _shown(self, view: View) -> Payload:
        values = elements.state_of(view.payload["blocks"], view.state)
        return view_json(self._world, self._workspace, view) | {"state": {"values": values}}


def _sends(place: Place) -> bool:
    """Inputs tell the app of a change only if it asked for that."""
    return not place.is_input or bool(place.block.get("dispatch_action"))


def _field_errors(view: View, errors: Any) -> dict[str, str]:
    inputs = {b["block_id"] for b in view.payload["blocks"] if b["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise SlackError("invalid_errors", errors=errors, inputs=sorted(inputs))
    return {str(block): str(text) for block, text in errors.items()}
