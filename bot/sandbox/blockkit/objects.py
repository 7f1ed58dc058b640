"""Texts, options, confirmations, images: what blocks and elements are made of."""

import ipaddress
from typing import Any, Final
from urllib.parse import urlsplit

from bot.sandbox.blockkit.checks import (
    Check,
    Surface,
    any_of,
    boolean,
    items,
    not_both,
    one_of,
    shape,
    string,
)
from bot.sandbox.blockkit.problems import FINE, Problem, Problems, problem

ID: Final = string(255)
_ADDRESS: Final = string(3000)


def plain(most: int) -> Check:
    """A plain_text object."""
    fields = shape({"text": string(most)}, {"emoji": boolean})

    def check(value: Any, surface: Surface) -> Problems:
        problems = fields(value, surface)
        if isinstance(value, dict) and value.get("type") != "plain_text":
            problems += problem("must be a valid enum value", "/type")
        return problems

    return check


def words(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    plain_text = plain(most)
    mrkdwn = shape({"text": string(most)}, {"verbatim": boolean})

    def check(value: Any, surface: Surface) -> Problems:
        is_mrkdwn = isinstance(value, dict) and value.get("type") == "mrkdwn"
        if problems := (mrkdwn if is_mrkdwn else plain_text)(value, surface):
            return (Problem("failed to match all allowed schemas"), *problems)
        return FINE

    return check


def link(value: Any, surface: Surface) -> Problems:
    """An address that a person can follow."""
    if problems := _ADDRESS(value, surface):
        return problems
    parts = urlsplit(value)
    fine = parts.scheme in ("http", "https", "mailto", "slack") and (parts.netloc or parts.path)
    return FINE if fine else problem("must be a valid url")


def image_url(value: Any, surface: Surface) -> Problems:
    """An address that Slack itself can fetch: nothing local, nothing private."""
    if problems := _ADDRESS(value, surface):
        return problems
    parts = urlsplit(value)
    fine = parts.scheme in ("http", "https") and _public(parts.hostname or "")
    return FINE if fine else problem("downloading image failed")


def _public(host: str) -> bool:
    if host in ("", "localhost") or host.endswith((".localhost", ".local", ".internal")):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host


SLACK_FILE: Final = shape(
    {}, {"id": string(64), "url": link}, any_of("id", "url"), not_both("id", "url")
)
IMAGE_FIELDS: Final = {"image_url": image_url, "slack_file": SLACK_FILE}
IMAGE_RULES: Final = (any_of("image_url", "slack_file"), not_both("image_url", "slack_file"))
IMAGE: Final = shape({"alt_text": string(2000)}, IMAGE_FIELDS, *IMAGE_RULES)

CONFIRM: Final = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
DISPATCH: Final = shape(
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
)

# Options of menus are plain text; only checkboxes and radio buttons show mrkdwn.
_OPTION: Final = {"value": string(150)}
OPTION: Final = shape({"text": plain(75), **_OPTION}, {"description": plain(75)})
RICH_OPTION: Final = shape({"text": words(75), **_OPTION}, {"description": words(75)})
OVERFLOW_OPTION: Final = shape(
    {"text": plain(75), **_OPTION}, {"description": plain(75), "url": link}
)
GROUP: Final = shape({"label": plain(75), "options": items(OPTION, 100)})
