"""The manifest, as the shell prints it."""

import json

import pytest

from bot.manifest import scopes
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES
from tests.processes import environ_of, start


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_the_manifest_is_what_slack_accepts(slack: Sandbox, mode: str) -> None:
    environ = environ_of(slack, "sqlite:///none.db")
    code, told, _ = await (await start(environ, "manifest", "--mode", mode)).ended()
    manifest = json.loads(told)
    assert code == 0
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    asked = manifest["oauth_config"]["scopes"]
    assert asked["bot_optional"] == ["dnd:read"]  # whoever declines it is not held back for it
    assert asked["bot"] == sorted([*scopes(FEATURES), *asked["bot_optional"]])
    for command in manifest["features"]["slash_commands"]:
        assert 2 <= len(command["command"]) <= 32
        assert ("url" in command) is (mode == "http")
    for shortcut in manifest["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    settings = manifest["settings"]
    assert settings["socket_mode_enabled"] is (mode == "socket")
    assert ("request_url" in settings["event_subscriptions"]) is (mode == "http")
