"""The Slack app manifest, generated from what is registered."""

from collections.abc import Iterable
from typing import Any, Final, Literal

from handlers.kit.routing import Command, Routes, Shortcut

Mode = Literal["socket", "http"]
NAME: Final = "Delight"
COLOUR: Final = "#b5533c"
DESCRIPTION: Final = "OKR check-ins a minute a week, beside what customers said."
LONG: Final = (
    "Delight keeps a team's objectives and key results where the team already talks. Once a week"
    " each person gets one card and answers in under a minute; the channel sees what moved. Beside"
    " the numbers stand the people they are about: what customers said, and kudos for whoever"
    " earned it."
)


def make_manifest(
    features: Iterable[Routes], mode: Mode, request_url: str | None = None
) -> dict[str, Any]:
    """A manifest for api.slack.com; over HTTP `request_url` is what Slack calls."""
    routes = list(features)
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": DESCRIPTION,
            "long_description": LONG,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [_command(c, request_url) for r in routes for c in r.commands],
            "shortcuts": [_shortcut(s) for r in routes for s in r.shortcuts],
        },
        "oauth_config": {"scopes": _asked_for(routes)},
        "settings": _settings(routes, mode, request_url),
    }


def scopes(features: Iterable[Routes]) -> list[str]:
    """The scopes that the features need, and the one that commands need."""
    return sorted({"commands"}.union(*(routes.scopes for routes in features)))


def _asked_for(routes: list[Routes]) -> dict[str, list[str]]:
    """All of them, and which of them may be declined."""
    needed = scopes(routes)
    optional = sorted(frozenset().union(*(one.optional for one in routes)) - {*needed})
    return {"bot": sorted([*needed, *optional])} | ({"bot_optional": optional} if optional else {})


def _command(command: Command, request_url: str | None) -> dict[str, Any]:
    shown = {
        "command": command.name,
        "description": command.description,
        "usage_hint": command.usage,
        "should_escape": True,
    }
    return shown | ({"url": request_url} if request_url else {})


def _shortcut(shortcut: Shortcut) -> dict[str, Any]:
    return {
        "name": shortcut.name,
        "type": shortcut.kind,
        "callback_id": shortcut.callback_id,
        "description": shortcut.description,
    }


def _settings(routes: Iterable[Routes], mode: Mode, request_url: str | None) -> dict[str, Any]:
    address = {"request_url": request_url} if request_url else {}
    events = sorted({name for feature in routes for name in feature.events})
    return {
        "event_subscriptions": address | {"bot_events": events},
        "interactivity": {"is_enabled": True} | address,
        "org_deploy_enabled": False,
        "socket_mode_enabled": mode == "socket",
        "token_rotation_enabled": False,
    }
