"""The environment is checked at once; every mistake is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import SettingsError, expectations, read_settings

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def test_the_least_that_is_needed_is_a_token_and_a_way_to_be_reached() -> None:
    settings = read_settings(GOOD)
    assert settings.tokens == ("xoxb-1",)
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.database_url.get_secret_value() == "sqlite:///delight.db"


def test_several_workspaces_have_a_token_each() -> None:
    assert read_settings(GOOD | {"SLACK_BOT_TOKEN": "xoxb-1, xoxb-2"}).tokens == (
        "xoxb-1",
        "xoxb-2",
    )


def test_all_mistakes_are_listed_at_once_by_name_with_what_is_expected() -> None:
    environ = {"PORT": "99999", "LOG_LEVEL": "loud", "DATABASE_URL": "mysql://x"}
    with pytest.raises(SettingsError) as caught:
        read_settings(environ | {"SLACK_BOT_TOKEN_FILE": "/nowhere/token"})
    problems = caught.value.problems
    for name in ("PORT", "LOG_LEVEL", "DATABASE_URL", "SLACK_BOT_TOKEN"):
        line = next(p for p in problems if p.startswith(f"{name} "))
        assert expectations()[name] in line
    assert any(p.startswith("SLACK_BOT_TOKEN_FILE") for p in problems)
    assert any(p.startswith("SLACK_APP_TOKEN or SLACK_SIGNING_SECRET") for p in problems)


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-from-file\n", encoding="utf-8")
    environ = {"SLACK_BOT_TOKEN_FILE": str(tmp_path / "token"), "SLACK_APP_TOKEN": "xapp-1"}
    assert read_settings(environ).tokens == ("xoxb-from-file",)


def test_a_wrong_environment_ends_with_exit_code_2_and_no_traceback() -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"], capture_output=True, text=True, env=kept, check=False
    )
    assert done.returncode == 2
    assert "SLACK_BOT_TOKEN is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_slack_does_not_call_is_named_with_why_and_the_way_out() -> None:
    for url in ("http://localhost:3000", "http://127.0.0.1", "http://[::1]:3000", "https://a.host"):
        assert read_settings(GOOD | {"PUBLIC_URL": url}).public_url == url
    with pytest.raises(SettingsError) as caught:
        read_settings(GOOD | {"PUBLIC_URL": "http://your.host"})
    (told,) = caught.value.problems
    assert told.startswith("PUBLIC_URL is not right")
    assert "Slack calls nothing but https" in told
    assert "leave it out" in told
    assert "http://localhost is taken" in told


def test_secrets_are_not_shown() -> None:
    assert "xoxb" not in repr(read_settings(GOOD))
