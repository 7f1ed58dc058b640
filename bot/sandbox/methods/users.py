"""users.* and dnd.info: who people are, where their day is, whether they are there."""

from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError
from bot.sandbox.limits import TIER_2, TIER_3, TIER_4
from bot.sandbox.methods.pages import page
from bot.sandbox.model import Payload, Person
from bot.sandbox.shapes import user_json


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
    hours = _person(call).do_not_disturb
    start, end = hours or (1, 1)  # Slack's way of saying never
    return {
        "dnd_enabled": hours is not None,
        "next_dnd_start_ts": start,
        "next_dnd_end_ts": end,
    }


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
}
