"""Who has which e-mail address: Slack is asked when a table leaves or comes; nothing is kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.slack import UNREACHABLE, SlackClients
from handlers.kit.errors import SlackBusyError, SlackError

PAGE: Final = 200
PATIENCE: Final = 30  # times in a row that Slack may say "later"
NOBODYS: Final = (
    "Slack shows nobody's e-mail address. If people have one there, the app lacks the scope"
    " users:read.email: install it anew with the manifest."
)
BY_ID: Final = "People are named by their member ID, like U0ABC, instead."


@dataclass(frozen=True, slots=True)
class People:
    """E-mail addresses by member id, who cannot own anything, and why there are no addresses."""

    addresses: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    unfit: frozenset[str] = frozenset()  # left, a bot, or of another company
    note: str = ""


async def people_of(slack: SlackClients, tokens: Sequence[str], workspace: str) -> People:
    """Everybody of this workspace, as far as Slack says."""
    if not tokens:
        return People(
            note=f"Slack was not asked for e-mail addresses: SLACK_BOT_TOKEN is not set. {BY_ID}"
        )
    try:
        if not await _has_token(slack, tokens, workspace):
            return People(
                note=f"Slack was not asked for e-mail addresses: no token is for {workspace}."
                f" {BY_ID}"
            )
        members = await _members(slack, workspace)
    except SlackError as error:
        return People(note=f"Slack tells no e-mail addresses now ({error.code}). {BY_ID}")
    return _people(members)


async def _has_token(slack: SlackClients, tokens: Sequence[str], workspace: str) -> bool:
    """Whether one of the tokens is this workspace's; it is used from then on."""
    for token in tokens:
        if workspace in slack.workspaces():
            break
        slack.add(str((await slack.whose(token))["team_id"]), token)
    return workspace in slack.workspaces()


async def _members(slack: SlackClients, workspace: str) -> list[dict[str, Any]]:
    members: list[dict[str, Any]] = []
    cursor: str | None = None
    while cursor != "":
        page = await _page(slack, workspace, {"limit": PAGE, "cursor": cursor})
        members += page["members"]
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
    return members


async def _page(slack: SlackClients, workspace: str, asked: dict[str, Any]) -> dict[str, Any]:
    """One page, waiting where Slack says later."""
    for _ in range(PATIENCE):
        try:
            return await slack.call(workspace, "users.list", asked)
        except SlackBusyError as error:
            if error.code == UNREACHABLE:
                raise
            await asyncio.sleep(error.seconds)
    return await slack.call(workspace, "users.list", asked)


def _people(members: Sequence[dict[str, Any]]) -> People:
    addresses = {
        str(m["id"]): str(m["profile"]["email"])
        for m in members
        if (m.get("profile") or {}).get("email")
    }
    unfit = {
        str(m["id"])
        for m in members
        if m.get("deleted") or m.get("is_bot") or m.get("is_stranger") or m["id"] == "USLACKBOT"
    }
    note = "" if addresses else f"{NOBODYS} {BY_ID}"
    return People(addresses, frozenset(str(m["id"]) for m in members), frozenset(unfit), note)
