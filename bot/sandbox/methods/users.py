"""users.* and dnd.*: who people are, where their day is, whether they are there."""

from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.limits import TIER_2, TIER_3, TIER_4
from bot.sandbox.methods.pages import page
from bot.sandbox.model import Payload, Person
from bot.sandbox.shapes import quiet_json, user_json

MOST: Final = 50  # people whose quiet is told at once


def info(call: Call) -> Payload:
    return {"user": _shape(call, _person(call))}


def list_(call: Call) -> Payload:
    found, more = page(call, list(call.workspace.people.values()), default=1000)
    now = int(call.world.clock.now().timestamp())
    return {"members": [_shape(call, person) for person in found], "cache_ts": now, **more}


def lookup_by_email(call: Call) -> Payload:
    email = call.args.need("email").lower()
    for person in call.workspace.people.values():
        if person.email.lower() == email and not person.deleted:
            return {"user": _shape(call, person)}
    raise SlackError("users_not_found")


def get_presence(call: Call) -> Payload:
    person = _person(call)
    return {"presence": "away" if person.away or person.deleted else "active"}


def dnd_info(call: Call) -> Payload:
    return quiet_json(_person(call))


def dnd_team_info(call: Call) -> Payload:
    """Up to 50 people at once; of whom the workspace does not know nothing is said."""
    wanted = call.args.words("users")
    if not wanted:
        raise SlackError("no_users_provided")
    if len(wanted) > MOST:
        raise invalid_arguments(f"no more than {MOST} users [json-pointer:/users]")
    people = call.workspace.people
    return {"users": {id_: quiet_json(people[id_]) for id_ in wanted if id_ in people}}


def _person(call: Call) -> Person:
    person = call.workspace.people.get(call.args.need("user"))
    if person is None:
        raise SlackError("user_not_found")
    return person


def _shape(call: Call, person: Person) -> Payload:
    return user_json(
        call.world,
        call.workspace,
        person,
        locale=call.args.flag("include_locale"),
        email="users:read.email" in call.workspace.scopes,
    )


METHODS: Final = {
    "users.info": Method(info, TIER_4, ("users:read",), takes_json=False),
    "users.list": Method(list_, TIER_2, ("users:read",), takes_json=False),
    "users.lookupByEmail": Method(lookup_by_email, TIER_3, ("users:read.email",), takes_json=False),
    "users.getPresence": Method(get_presence, TIER_3, ("users:read",), takes_json=False),
    "dnd.info": Method(dnd_info, TIER_3, ("dnd:read",), takes_json=False),
    "dnd.teamInfo": Method(dnd_team_info, TIER_2, ("dnd:read",), takes_json=False),
}
