"""Messages, modals and Home tabs as a whole."""

from typing import Any

from bot.sandbox.blockkit.problems import Problem


def message_problems(payload: dict[str, Any]) -> list[Problem]:
    """What Slack would refuse in a message's blocks; empty means fine."""
    if len(payload.get("blocks") or []) > 50:
        return [Problem("no more than 50 items allowed", "/blocks")]
    return []


def view_problems(payload: Any) -> list[Problem]:
    """What Slack would refuse in a modal or a Home tab; empty means fine."""
    if not isinstance(payload, dict):
        return [Problem("must provide an object", "/view")]
    missing = [n for n in ("type", "blocks") if n not in payload]
    return [Problem(f"missing required field: {n}", "/view") for n in missing]
