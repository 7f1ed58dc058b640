"""The manifest, as the shell prints it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.manifest import scopes
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES
from tests.processes import environ_of, start


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_the_manifest_is_what_slack_accepts(slack: Sandbox, mode: str) -> None:
    address = ("--url", "https://your.host/") if mode == "http" else ()
    environ = environ_of(slack, "sqlite:///none.db")
    code, told, _ = await (await start(environ, "manifest", "--mode", mode, *address)).ended()
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
    if mode == "http":
        assert settings["interactivity"]["request_url"] == "https://your.host/slack/events"


@pytest.mark.parametrize(
    ("words", "environ", "wrong"),
    [
        ((), {}, "--mode http needs --url, or PUBLIC_URL"),
        ((), {"PUBLIC_URL": "http://your.host"}, "PUBLIC_URL http://your.host is not right"),
        (("--url", "your.host"), {"PUBLIC_URL": "https://other.host"}, "--url your.host is not"),
        (("--url", "http://your.host"), {}, "--url http://your.host is not right"),
        (("--url", "http://localhost.host"), {}, "is not right"),
        (("--url", "https://your.host/slack/events"), {}, "is not right"),
        (("--url", "https://your.host?a=1"), {}, "is not right"),
        (("--url", "https://"), {}, "is not right"),
    ],
)
def test_slack_is_given_no_address_that_it_cannot_call(
    words: tuple[str, ...],
    environ: dict[str, str],
    wrong: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    done = CliRunner().invoke(app, ["manifest", "--mode", "http", *words])
    assert (done.exit_code, done.stdout) == (2, "")
    assert wrong in done.stderr
    assert "such as https://your.host" in done.stderr


@pytest.mark.parametrize("address", ["http://localhost:3000", "http://127.0.0.1:3000/"])
def test_an_address_of_this_machine_needs_no_certificate(address: str) -> None:
    done = CliRunner().invoke(app, ["manifest", "--mode", "http", "--url", address])
    shown = json.loads(done.stdout)["settings"]["interactivity"]["request_url"]
    assert shown == f"{address.rstrip('/')}/slack/events"


@pytest.mark.parametrize("option", [("--play", "week", "--transcript"), ("--keep",)])
def test_a_demo_that_cannot_be_written_down_is_not_begun(
    option: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "README.md"
    file.touch()
    path = file if option == ("--keep",) else tmp_path / "none" / "week.md"
    done = CliRunner().invoke(app, ["demo", *option, str(path)])
    assert done.exit_code == 2
    assert f"{option[-1]} {path}: " in done.stderr


def test_a_week_that_plays_itself_is_not_kept(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    done = CliRunner().invoke(app, ["demo", "--play", "week", "--keep", str(folder)])
    assert done.exit_code == 2
    assert "Leave out --keep or --play" in done.stderr
    assert not folder.exists()


def test_what_was_not_to_start_does_not_say_that_it_cannot() -> None:
    done = CliRunner().invoke(app, ["manifest", "--mode", "bogus"])
    assert done.stderr == "Please put right:\n  --mode bogus: expected socket or http\n"
    assert CliRunner().invoke(app, ["run", "--role", "x"]).stderr.startswith("Delight cannot start")
