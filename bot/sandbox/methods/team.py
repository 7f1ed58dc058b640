"""team.info and usergroups.*"""

from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.limits import TIER_2, TIER_3
from bot.sandbox.model import Payload


def team_info(call: Call) -> Payload:
    workspace = call.workspace
    if call.args.text("team", workspace.id) != workspace.id:
        raise SlackError("team_not_found")
    team = {
        "id": workspace.id,
        "name": workspace.name,
        "domain": workspace.domain,
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"team": team}


def usergroups_list(call: Call) -> Payload:
    groups = call.workspace.usergroups.values()
    users = call.args.flag("include_users")
    return {"usergroups": [g if users else {**g, "users": None} for g in groups]}


def usergroups_users(call: Call) -> Payload:
    group = call.workspace.usergroups.get(call.args.need("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group["users"]}


METHODS: Final = {
    "team.info": Method(team_info, TIER_3, ("team:read",)),
    "usergroups.list": Method(usergroups_list, TIER_2, ("usergroups:read",)),
    "usergroups.users.list": Method(
        usergroups_users, TIER_2, ("usergroups:read",), takes_json=False
    ),
}
