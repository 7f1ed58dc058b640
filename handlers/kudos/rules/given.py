"""Kudos that stand, and the messages that told of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Given:
    """Kudos that stand."""

    id: str
    team_id: str | None
    giver: str
    recipients: tuple[str, ...]
    reason: str
    kr_number: int | None
    permalink: str | None
    came_by: str
    given_at: datetime


def post_key(given: Given) -> str:
    """The message in the team's channel."""
    return f"kudos:{given.id}"


def dm_key(given: Given, recipient: str) -> str:
    """The message to one who received them."""
    return f"kudos:{given.id}:{recipient}"


def messages(given: Given) -> list[str]:
    """Every message that may have told of these kudos."""
    return [post_key(given), *(dm_key(given, id_) for id_ in given.recipients)]
