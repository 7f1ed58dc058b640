"""Whatever of Slack's lacks a part is refused or taken calmly: nothing of ours breaks on it."""

import copy
import json
import logging
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest

from bot.payloads import wrong_with
from bot.sandbox.wire import Kind, encode
from tests.bot.test_web import _signed
from tests.journeys.stage import company
from tests.trust.deep import on_one_database
from tests.world import HOME, World

Payload = dict[str, Any]
Path = tuple[str | int, ...]
WHO = {"id": "U0BEN", "username": "ben", "team_id": HOME}
ASKED = {"team": {"id": HOME, "domain": "home"}, "user": WHO, "trigger_id": "1.2.c"}
PLACE = {"channel": {"id": "C1", "name": "care"}, "response_url": "http://127.0.0.1:9/"}
CHOSEN = {"type": "static_select", "selected_option": {"value": "use"}}


def _view(callback_id: str, metadata: Payload, values: Payload) -> Payload:
    view = {"id": "V1", "type": "modal", "hash": "1.1", "callback_id": callback_id}
    blocks = [{"type": "input", "block_id": name, "element": {"action_id": "x"}} for name in values]
    state = {"values": {name: {"x": value} for name, value in values.items()}}
    kept = {"private_metadata": json.dumps(metadata), "app_installed_team_id": HOME}
    return view | kept | {"blocks": blocks, "state": state}


def _form(kind: str, *what: Any) -> Payload:
    return {"type": kind, **ASKED, "view": _view(*what)}


def _event(**event: Any) -> Payload:
    inner = {"user": "U0BEN", "event_ts": "1.1", **event}
    body = {"type": "event_callback", "team_id": HOME, "event_id": "Ev1", "event_time": 1}
    return body | {"event": inner, "authorizations": [{"team_id": HOME, "is_bot": True}]}


UPDATE = ("okr.update_form", {"seen": {"1": ""}, "one": True}, {"okr.value.1": {"value": "45"}})
QUOTE = ("quote.save", {"team": "care"}, {"quote.text": {"value": "!"}, "quote.touchpoint": CHOSEN})
TAP = {"type": "block_actions", **ASKED, **PLACE, "container": {"type": "message"}}
BUTTON = {"type": "button", "action_id": "okr.of_last_year", "block_id": "b", "value": "1"}
ITEM = {"type": "message", "channel": "C1", "ts": "1.1"}
PERSON = {"id": "U0BEN", "tz": "Europe/Berlin", "profile": {"real_name": "Ben"}}
COMMAND = {"command": "/okr", "text": "help", "team_id": HOME, "user_id": "U0BEN"}
OLD = {**ASKED, **PLACE, "callback_id": "old"}
KNOWN: list[tuple[Kind, Payload]] = [
    (
        "command",
        COMMAND
        | {"channel_id": "C1", "trigger_id": "1.2.c", "response_url": "http://127.0.0.1:9/"},
    ),
    ("interactive", TAP | {"actions": [BUTTON]}),
    ("interactive", TAP | {"actions": [BUTTON], "view": _view(*UPDATE)}),
    ("interactive", {"type": "message_action", **OLD, "message": {"text": "!", "ts": "1.1"}}),
    ("interactive", {"type": "shortcut", **OLD}),
    ("interactive", _form("view_submission", *UPDATE)),
    ("interactive", _form("view_submission", *QUOTE)),
    ("interactive", _form("view_closed", "checkin.form", {}, {"note": {"value": "!"}})),
    ("interactive", {"type": "interactive_message", **OLD, "actions": [{"name": "x"}]}),
    ("interactive", {"type": "dialog_submission", **OLD, "submission": {}, "state": "!"}),
    ("interactive", {"type": "block_suggestion", **OLD, "action_id": "x", "value": "!"}),
    (
        "event",
        _event(type="reaction_added", reaction="raised_hands", item=ITEM, item_user="U0ANNA"),
    ),
    ("event", _event(type="message", channel_type="im", channel="D1", text="!", ts="1.1")),
    ("event", _event(type="app_home_opened", tab="home", channel="D1", view=_view(*UPDATE))),
    ("event", _event(type="user_change") | {"event": {"type": "user_change", "user": PERSON}}),
    ("event", _event(type="member_joined_channel", channel="C1", team=HOME)),
]


def _paths(found: Any, here: Path = ()) -> Iterator[Path]:
    """The way to each part, in a list to the first of it."""
    parts = found.items() if isinstance(found, dict) else enumerate(found[:1])
    for name, part in parts:
        yield (*here, name)
        if isinstance(part, dict | list):
            yield from _paths(part, (*here, name))


def _without(payload: Payload, path: Path) -> Payload:
    found = part = copy.deepcopy(payload)
    for name in path[:-1]:
        part = part[name]  # type: ignore[index]  # a list's by number
    del part[path[-1]]  # type: ignore[arg-type]  # as above
    return found


@on_one_database
async def test_what_lacks_any_part_breaks_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await company(world)
    caplog.set_level(logging.WARNING)
    broken, url = [], f"http://127.0.0.1:{world.bot.port}/slack/events"
    async with aiohttp.ClientSession() as http:
        for kind, payload in KNOWN:
            for path in _paths(payload):
                body, said_to_be = encode(kind, _without(payload, path))
                caplog.clear()
                headers = _signed(world, body) | {"Content-Type": said_to_be}
                async with http.post(url, data=body, headers=headers) as answer:
                    failed = [record for record in caplog.records if record.exc_info]
                    if answer.status >= 500 or failed:
                        broken.append((payload.get("type"), path, answer.status))
    assert broken == []


@pytest.mark.parametrize(
    ("kind", "number", "path", "said"),
    [
        ("a command", 0, ("user_id",), "it lacks user_id"),
        ("a tap", 1, ("actions", 0, "action_id"), "it lacks actions.action_id"),
        ("a tap in a form", 2, ("view", "state", "values"), "it lacks view.state.values"),
        ("a form", 5, ("view", "type"), "it lacks view.type"),
        ("a form", 6, ("view", "blocks", 0, "type"), "it lacks view.blocks.type"),
        ("an event", 11, ("event", "type"), "it lacks event.type"),
        ("anything", 8, ("type",), "it has no type"),
    ],
)
def test_what_is_missing_is_named(kind: str, number: int, path: Path, said: str) -> None:
    payload = KNOWN[number][1]
    assert wrong_with(payload) == "", kind
    assert wrong_with(_without(payload, path)) == said
