"""What a person does on the page, done by their hands: one function an action."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import web

from bot.sandbox.hands import Hands, NotPossibleError
from bot.sandbox.model import Channel, Message, View, Workspace
from bot.sandbox.page.desk import Desk, Refusal
from bot.sandbox.page.people import Json

Act = Callable[[Workspace, str, Hands, Json], Awaitable[Json]]
DONE: Final[Json] = {"ok": True}


def channel_of(workspace: Workspace, user: str, asked: Json) -> Channel:
    wanted = asked.get("channel")
    found = next((c for c in workspace.visible_to(user) if c.id == wanted), None)
    if found is None:
        raise Refusal("This channel is gone.")
    return found


def message_of(workspace: Workspace, user: str, asked: Json) -> Message:
    found = channel_of(workspace, user, asked).messages.get(str(asked.get("ts")))
    if found is None:
        raise Refusal("This message is gone.")
    return found


def view_of(workspace: Workspace, user: str, asked: Json) -> View:
    home = workspace.homes.get(user)
    open_views = [*workspace.modals.get(user, []), *([home] if home else [])]
    found = next((v for v in open_views if v.id == asked.get("view")), None)
    if found is None:
        raise Refusal("This form is closed already.")
    return found


async def say(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    """A message, or a slash command when it starts like one."""
    channel = channel_of(workspace, user, asked)
    text, thread = str(asked.get("text", "")), asked.get("thread")
    if not text.startswith("/"):
        said = await hands.say(channel.id, text, thread_ts=thread)
        return {"ok": True, "ts": said.ts}
    if thread:
        command = text.split(maxsplit=1)[0]
        raise Refusal(f"{command} is not supported in threads. Sorry!")
    reply = await hands.command(text, channel.id)
    return {"ok": reply.ok, "error": reply.error}


async def click(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    """A button pressed, an option chosen: in a message, a modal or the Home tab."""
    where: Message | View
    if "view" in asked:
        where = view_of(workspace, user, asked)
        hands.type(where, asked.get("values") or {})
    else:
        where = message_of(workspace, user, asked)
    reply = await hands.click(
        where, asked["action_id"], value=asked.get("value"), block_id=asked.get("block_id")
    )
    return {"ok": reply.ok, "error": reply.error}


async def submit(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    view = view_of(workspace, user, asked)
    outcome = await hands.submit(view, asked.get("values") or {})
    return {"ok": outcome.ok, "errors": outcome.errors, "error": outcome.error}


async def close(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    view = view_of(workspace, user, asked)
    hands.type(view, asked.get("values") or {})
    await hands.close(view, all=bool(asked.get("all")))
    return DONE


async def shortcut(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    if "ts" in asked:
        found = message_of(workspace, user, asked)
        reply = await hands.message_shortcut(asked["callback_id"], found.channel, found.ts)
    else:
        reply = await hands.global_shortcut(asked["callback_id"])
    return {"ok": reply.ok, "error": reply.error}


async def react(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    """Add the reaction, or take it away if it is mine already."""
    found, name = message_of(workspace, user, asked), str(asked["name"])
    toggle = hands.unreact if user in found.reactions.get(name, []) else hands.react
    await toggle(found.channel, found.ts, name)
    return DONE


async def open_app(_workspace: Workspace, _user: str, hands: Hands, asked: Json) -> Json:
    """The app's Home tab or its Messages tab comes into sight."""
    if asked.get("tab") == "messages":
        await hands.open_messages()
    else:
        await hands.open_home()
    return DONE


async def join(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    await hands.join(channel_of(workspace, user, asked).id)
    return DONE


async def leave(workspace: Workspace, user: str, hands: Hands, asked: Json) -> Json:
    await hands.leave(channel_of(workspace, user, asked).id)
    return DONE


async def dismiss(workspace: Workspace, user: str, _hands: Hands, asked: Json) -> Json:
    """An ephemeral message is put away; anybody else's message stays."""
    found = message_of(workspace, user, asked)
    if found.seen_by == user:
        del workspace.channels[found.channel].messages[found.ts]
    return DONE


ACTIONS: Final[Mapping[str, Act]] = {
    "say": say,
    "click": click,
    "submit": submit,
    "close": close,
    "shortcut": shortcut,
    "react": react,
    "open": open_app,
    "join": join,
    "leave": leave,
    "dismiss": dismiss,
}


def routes(desk: Desk) -> list[web.RouteDef]:
    async def do(request: web.Request) -> web.Response:
        act = ACTIONS.get(request.match_info["action"])
        if act is None:
            return web.json_response({"ok": False, "error": "unknown"}, status=HTTPStatus.NOT_FOUND)
        asked = await request.json()
        try:
            workspace, user, hands = desk.hands(asked)
            done = await act(workspace, user, hands, asked)
        except (Refusal, NotPossibleError, LookupError, ValueError) as why:
            done = {"ok": False, "error": str(why)}
        desk.world.changed(desk.workspace(asked).id)
        return web.json_response(done)

    async def read(request: web.Request) -> web.Response:
        asked = await request.json()
        workspace = desk.workspace(asked)
        user = desk.user(workspace, asked)
        desk.marks.mark(workspace.id, user, str(asked["channel"]), str(asked["ts"]))
        desk.world.changed(workspace.id)
        return web.json_response(DONE)

    return [web.post("/page/do/{action}", do), web.post("/page/read", read)]
