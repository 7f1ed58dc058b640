"""A sandbox with two workspaces and a clock that stands still."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.hands import Hands
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from tests.sandbox.boltapp import Route, bolt_app, served

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Delight"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "bot_user": {"display_name": "Delight"},
        "slash_commands": [
            {"command": "/okr", "description": "OKRs", "should_escape": True},
            {"command": "/kudos", "description": "Kudos", "should_escape": True},
        ],
        "shortcuts": [
            {
                "name": "Save customer quote",
                "type": "message",
                "callback_id": "quote.save",
                "description": "Keep what a customer said",
            },
            {
                "name": "New objective",
                "type": "global",
                "callback_id": "okr.new",
                "description": "Start an objective",
            },
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "dnd:read",
                "files:write",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "reactions:read",
                "reactions:write",
                "team:read",
                "usergroups:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                "app_home_opened",
                "app_mention",
                "channel_archive",
                "channel_rename",
                "dnd_updated_user",
                "member_joined_channel",
                "member_left_channel",
                "message.im",
                "reaction_added",
                "reaction_removed",
                "team_join",
                "user_change",
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(MONDAY)


@pytest.fixture
def manifest() -> dict[str, Any]:
    return MANIFEST


@pytest.fixture
async def sandbox(
    clock: ManualClock, manifest: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Sandbox]:
    """Two workspaces: T1 (Mei, Ana, a guest, someone who left) and T2, the neighbour."""
    for name in PROXIES:  # AsyncWebClient goes through a proxy even to 127.0.0.1
        monkeypatch.delenv(name, raising=False)
    sandbox = Sandbox(clock, manifest)
    sandbox.add_workspace("T1", "Acme", "acme", token="xoxb-acme")
    sandbox.add_workspace("T2", "Globex", "globex", token="xoxb-globex")
    for person in (
        Person("U1", "mei", "Mei Lin", "Asia/Taipei", "zh-TW", email="mei@acme.example"),
        Person("U2", "ana", "Ana Ruiz", "Europe/Madrid", is_admin=True),
        Person("U3", "gus", "Gus Guest", is_guest=True),
        Person("U4", "leo", "Leo Left", deleted=True),
    ):
        sandbox.add_person("T1", person)
    sandbox.add_person("T2", Person("U9", "nia", "Nia Neighbour"))
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def session(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def slack(sandbox: Sandbox, session: aiohttp.ClientSession) -> AsyncWebClient:
    """The bot's client in T1."""
    return AsyncWebClient("xoxb-acme", base_url=sandbox.api_url, session=session, retry_handlers=[])


@pytest.fixture
def neighbour(sandbox: Sandbox, session: aiohttp.ClientSession) -> AsyncWebClient:
    """The bot's client in T2."""
    return AsyncWebClient(
        "xoxb-globex", base_url=sandbox.api_url, session=session, retry_handlers=[]
    )


@pytest.fixture
def app(slack: AsyncWebClient) -> AsyncApp:
    """A Bolt app of T1 without listeners."""
    return bolt_app(slack)


@pytest.fixture
async def route(sandbox: Sandbox, app: AsyncApp, clock: ManualClock) -> AsyncIterator[Route]:
    """The app's request URL, served."""
    async with served(sandbox, app, clock) as route:
        yield route


@pytest.fixture
def mei(sandbox: Sandbox, route: Route) -> Hands:
    """U1 of T1, whose doings reach the app over HTTP."""
    return sandbox.person("T1", "U1")


@pytest.fixture
def submitted(app: AsyncApp) -> list[dict[str, Any]]:
    """The bodies of submitted and closed forms; they close without a word."""
    bodies: list[dict[str, Any]] = []

    @app.view("form")
    @app.view_closed("form")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        bodies.append(body)
        await ack()

    return bodies
