"""views.open, push, update and publish."""

from typing import Any, Final

from bot.sandbox import views
from bot.sandbox.call import Call, Method
from bot.sandbox.errors import SlackError, invalid_arguments
from bot.sandbox.limits import TIER_4
from bot.sandbox.model import Payload, View
from bot.sandbox.shapes import view_json


def open_(call: Call) -> Payload:
    payload = _view(call)
    user = _take(call)
    return _answer(call, views.open_view(call.world, call.workspace, user, payload))


def push(call: Call) -> Payload:
    payload = _view(call)
    user = _take(call)
    stack = call.workspace.modals.get(user)
    if not stack:
        sentence = "must match the `type` of the root view whose stack we're pushing onto"
        raise invalid_arguments(f"{sentence} [json-pointer:/view/type]")
    view = views.open_view(call.world, call.workspace, user, payload, previous=stack[-1])
    return _answer(call, view)


def update(call: Call) -> Payload:
    payload = _view(call)
    view_id, external_id = call.args.text("view_id"), call.args.text("external_id")
    if bool(view_id) == bool(external_id):
        raise invalid_arguments("give either view_id or external_id")
    view = views.find(call.workspace, view_id=view_id, external_id=external_id)
    hash_ = call.args.text("hash")
    return _answer(call, views.update_view(call.world, call.workspace, view, payload, hash_=hash_))


def publish(call: Call) -> Payload:
    payload, user = _view(call), call.args.need("user_id")
    home = call.world.app.manifest.get("features", {}).get("app_home", {})
    if not home.get("home_tab_enabled", False):
        raise SlackError("not_enabled")
    hash_ = call.args.text("hash")
    view = views.publish_home(call.world, call.workspace, user, payload, hash_=hash_)
    return _answer(call, view)


def _view(call: Call) -> Payload:
    value: Any = call.args.structure("view")
    if value is None:
        raise invalid_arguments("missing required field: view")
    if not isinstance(value, dict):
        raise invalid_arguments("must provide an object [json-pointer:/view]")
    return value


def _take(call: Call) -> str:
    """Who tapped: the trigger is used up even if the view turns out to be wrong."""
    user = call.slack.triggers.take(call.args.need("trigger_id"), workspace=call.workspace.id)
    if user not in call.workspace.people:
        raise SlackError("invalid_trigger_id")
    return user


def _answer(call: Call, view: View) -> Payload:
    return {"view": view_json(call.world, call.workspace, view)}


METHODS: Final = {
    "views.open": Method(open_, TIER_4),
    "views.push": Method(push, TIER_4),
    "views.update": Method(update, TIER_4),
    "views.publish": Method(publish, TIER_4),
}
