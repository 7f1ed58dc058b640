"""Do-not-disturb in the simulated Slack: asked for by many, and told when it changes."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Sandbox

HOURS = (1_790_000_000, 1_790_030_000)


async def test_quiet_of_several_is_told_at_once(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    sandbox.world.workspaces["T1"].people["U1"].do_not_disturb = HOURS

    users = (await slack.dnd_teamInfo(users=["U1", "U2", "U9"]))["users"]

    assert users == {
        "U1": {
            "dnd_enabled": True,
            "next_dnd_start_ts": HOURS[0],
            "next_dnd_end_ts": HOURS[1],
        },
        "U2": {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1},
    }


@pytest.mark.parametrize(
    ("users", "error"),
    [([], "no_users_provided"), ([f"U{n}" for n in range(51)], "invalid_arguments")],
)
async def test_of_nobody_and_of_too_many_nothing_is_told(
    slack: AsyncWebClient, users: list[str], error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        await slack.dnd_teamInfo(users=users)


async def test_without_the_scope_it_is_refused(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    sandbox.world.workspaces["T1"].scopes -= {"dnd:read"}

    with pytest.raises(SlackApiError) as refused:
        await slack.dnd_teamInfo(users=["U1"])

    assert refused.value.response["needed"] == "dnd:read"
