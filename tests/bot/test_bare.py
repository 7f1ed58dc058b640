"""What Slack may leave out of a view, and what it may not."""

import json
from typing import Any

import aiohttp
import pytest

from bot.payloads import wrong_with
from bot.sandbox.wire import encode
from handlers.kit import blocks
from handlers.okr import views as okr
from tests.bot.test_shapes import ASKED, KNOWN
from tests.bot.test_web import _signed
from tests.journeys.stage import company
from tests.trust.deep import on_one_database
from tests.world import HOME, World

Payload = dict[str, Any]


def in_home(**state: Any) -> Payload:
    """Somebody asks on their Home, where there is nothing to fill in, for a new objective."""
    button = blocks.button("New objective", okr.NEW)
    view = {"id": "V1", "type": "home", "callback_id": "home", "private_metadata": ""}
    view |= {"app_installed_team_id": HOME, "hash": "1.1", **state}
    action = {"type": "button", "action_id": okr.NEW, "block_id": "b"}
    place = {"view": view | {"blocks": [blocks.actions(button) | {"block_id": "b"}]}}
    return {"type": "block_actions", **ASKED, **place, "actions": [action]}


async def sent(world: World, payload: Payload) -> tuple[int, str]:
    body, content_type = encode("interactive", payload)
    url = f"http://127.0.0.1:{world.bot.port}/slack/events"
    headers = _signed(world, body) | {"Content-Type": content_type}
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


@on_one_database
@pytest.mark.parametrize(
    "state", [{}, {"state": None}, {"state": {}}, {"state": {"values": {}}}], ids=json.dumps
)
async def test_a_tap_works_where_there_is_nothing_to_fill_in(world: World, state: Payload) -> None:
    await company(world)
    trigger = world.sandbox.triggers.mint("U0BEN", workspace=HOME)
    status, _ = await sent(world, in_home(**state) | {"trigger_id": trigger})
    assert status == 200
    assert world.person("ben").modal is not None


@pytest.mark.parametrize("kind", ["view_submission", "view_closed"])
def test_a_form_with_nothing_to_fill_in_needs_no_state(kind: str) -> None:
    form = next(payload for _, payload in KNOWN if payload.get("type") == kind)
    view = {name: part for name, part in form["view"].items() if name != "state"}
    assert wrong_with(form | {"view": view}) == "it lacks view.state.values"
    told = [{"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": "!"}}]
    assert wrong_with(form | {"view": view | {"blocks": told}}) == ""
