"""One delivery from Slack, as listeners see it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """Who did what, where. `key` is the same when the same thing is delivered again.

    `text` is a command's text (for a verb: what follows it); `value` a button's or choice's.
    """

    workspace: str
    user: str
    key: str
    now: datetime
    body: Body = field(repr=False)
    channel: str | None = None
    trigger: str | None = None
    response_url: str | None = None
    text: str = ""
    value: str = ""
    view: Body | None = field(default=None, repr=False)
    event: Body | None = field(default=None, repr=False)


def _channel(body: Body) -> str | None:
    place = body.get("channel")
    if not isinstance(place, dict):
        place = {"id": body.get("channel_id") or body.get("container", {}).get("channel_id")}
    return None if place.get("id") is None else str(place["id"])


def _value(action: Body) -> str:
    for name in ("value", "selected_user", "selected_date", "selected_time"):
        if action.get(name):
            return str(action[name])
    return str((action.get("selected_option") or {}).get("value", ""))


def _key(body: Body) -> str:
    """Events by event_id, submissions by view and hash, everything else by trigger."""
    if "event_id" in body:
        return f"event:{body['event_id']}"
    if body.get("type") in ("view_submission", "view_closed"):
        return f"view:{body['view'].get('id', '')}:{body['view'].get('hash', '')}"
    return f"trigger:{body.get('trigger_id', '')}"


def _view(body: Body) -> Body | None:
    """With what is filled in; Slack may leave that out of one where there is nothing to fill in."""
    view: Body | None = body.get("view")
    if view is None:
        return None
    state = view.get("state")
    if isinstance(state, dict) and isinstance(state.get("values"), dict):
        return view
    return view | {"state": {"values": {}}}


def _workspace(body: Body) -> str:
    """Where we are installed; in a shared channel that is not where the person is at home."""
    installed = (body.get("view") or {}).get("app_installed_team_id")
    authorized = (body.get("authorizations") or [{}])[0].get("team_id")
    team = installed or authorized or body.get("team_id") or body.get("team")
    if isinstance(team, dict):
        team = team.get("id")
    return str(team or (body.get("user") or {}).get("team_id", ""))


def read_input(body: Body, now: datetime) -> Input:
    """The Input in a verified body of any kind."""
    event = body.get("event")
    user = body.get("user_id") or body.get("user") or (event or {}).get("user") or ""
    acts = body.get("actions") or [{}]
    return Input(
        workspace=_workspace(body),
        user=user if isinstance(user, str) else str(user.get("id", "")),
        key=_key(body),
        now=now,
        body=body,
        channel=_channel(body) if event is None else None,
        trigger=body.get("trigger_id"),
        response_url=body.get("response_url"),
        text=str(body.get("text", "")).strip() if "command" in body else "",
        value=_value(acts[0]),
        view=_view(body),
        event=event,
    )
