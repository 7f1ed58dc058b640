"""auth.test, api.test, apps.connections.open and blocks.validate."""

from typing import Final

from bot.sandbox.blockkit import Problem, message_problems, view_problems
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.limits import SPECIAL
from bot.sandbox.model import Payload


def auth_test(call: Call) -> Payload:
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.people[workspace.bot_user].name,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> Payload:
    args = {name: value for name, value in call.args.values.items() if name != "token"}
    if error := call.args.text("error"):
        raise SlackError(error, args=args)
    return {"args": args}


def connections_open(call: Call) -> Payload:
    if not call.world.app.manifest.get("settings", {}).get("socket_mode_enabled", False):
        raise SlackError("socket_mode_disabled")
    return {"url": call.slack.sockets.ticket()}


def blocks_validate(call: Call) -> Payload:
    given = [name for name in ("blocks", "view", "message") if call.args.has(name)]
    if len(given) != 1:
        raise invalid_arguments("give exactly one of blocks, view, message")
    value = call.args.structure(given[0])
    if given[0] == "view":
        problems = view_problems(value)
    else:
        problems = message_problems({"blocks": value} if given[0] == "blocks" else value)
    if problems:
        raise SlackError("invalid_blocks", errors=[_explained(p) for p in problems])
    return {}


def _explained(problem: Problem) -> Payload:
    return {"code": "invalid", "message": problem.message, "pointer": problem.pointer}


METHODS: Final = {
    "auth.test": Method(auth_test, SPECIAL),
    "api.test": Method(api_test, caller="anyone"),
    "apps.connections.open": Method(connections_open, caller="app"),
    "blocks.validate": Method(blocks_validate, caller="anyone"),
}
