"""conversations.*, users.*, reactions.* and what else the bot asks about people and places."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import chat
from bot.sandbox.model import Channel, Message
from bot.sandbox.server import Sandbox


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    sandbox.limits.on = False
    return sandbox.add_channel("T1", "support", members=["U1", "U2"])


@pytest.fixture
def said(sandbox: Sandbox, channel: Channel) -> Message:
    workspace = sandbox.world.workspaces["T1"]
    return chat.post(sandbox.world, workspace, channel, "U1", {"text": "replies are faster"})


async def test_person_has_a_zone_and_on_request_a_locale(slack: AsyncWebClient) -> None:
    without = (await slack.users_info(user="U1"))["user"]
    user = (await slack.users_info(user="U1", include_locale=True))["user"]

    assert "locale" not in without
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("Asia/Taipei", 28_800, "zh-TW")
    assert "email" not in user["profile"]


async def test_guests_bots_and_deactivated_people_are_told_apart(slack: AsyncWebClient) -> None:
    members = (await slack.users_list())["members"]

    assert [m["id"] for m in members if m["is_restricted"]] == ["U3"]
    assert [m["id"] for m in members if m["deleted"]] == ["U4"]
    assert sum(m["is_bot"] for m in members) == 1


async def test_lists_come_in_pages_that_lead_to_each_other(slack: AsyncWebClient) -> None:
    first = await slack.users_list(limit=2)
    pages = [[member["id"] for member in page["members"]] async for page in first]

    assert [len(page) for page in pages] == [2, 2, 1]
    assert {"U1", "U2", "U3", "U4"} < {member for page in pages for member in page}


async def test_made_up_cursor_is_refused(slack: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        await slack.users_list(cursor="page two please")


async def test_presence_and_do_not_disturb_are_the_persons_own(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    mei = sandbox.world.workspaces["T1"].people["U1"]
    mei.away, mei.do_not_disturb = True, (1_790_000_000, 1_790_030_000)

    assert (await slack.users_getPresence(user="U1"))["presence"] == "away"
    assert (await slack.users_getPresence(user="U2"))["presence"] == "active"
    assert (await slack.dnd_info(user="U1"))["next_dnd_end_ts"] == 1_790_030_000
    assert (await slack.dnd_info(user="U2"))["dnd_enabled"] is False


async def test_opening_a_dm_twice_gives_the_same(slack: AsyncWebClient) -> None:
    first = await slack.conversations_open(users=["U1"])
    second = await slack.conversations_open(users=["U1"])

    assert first["channel"]["id"] == second["channel"]["id"]
    assert second["already_open"]


@pytest.mark.parametrize(
    ("user", "error"), [("U4", "user_disabled"), ("U9", "user_not_found"), ("U0", "user_not_found")]
)
async def test_dm_with_someone_who_is_not_there_is_refused(
    slack: AsyncWebClient, user: str, error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        await slack.conversations_open(users=user)


async def test_private_channel_without_the_bot_is_hidden_everywhere(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    hidden = sandbox.add_channel("T1", "board", members=["U1"], kind="private", with_bot=False)

    listed = await slack.conversations_list(types="public_channel,private_channel")
    assert [found["id"] for found in listed["channels"]] == [channel.id]
    for asked in (slack.conversations_info, slack.conversations_members):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await asked(channel=hidden.id)


async def test_own_channels_are_those_the_bot_is_in(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    sandbox.add_channel("T1", "random", members=["U1"], with_bot=False)

    found = (await slack.users_conversations())["channels"]

    assert [one["name"] for one in found] == ["support"]


async def test_kind_of_channel_needs_its_own_scope(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    workspace = sandbox.world.workspaces["T1"]
    workspace.scopes -= {"groups:read"}

    with pytest.raises(SlackApiError) as refused:
        await slack.conversations_list(types="public_channel,private_channel")

    assert refused.value.response["needed"] == "groups:read"


async def test_members_of_a_channel_include_the_bot(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    members = (await slack.conversations_members(channel=channel.id))["members"]

    assert set(members) == {"U1", "U2", sandbox.world.workspaces["T1"].bot_user}


async def test_bot_joins_a_public_channel_and_is_told_if_it_was_there(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    there = sandbox.add_channel("T1", "random", members=["U1"], with_bot=False)

    first = await slack.conversations_join(channel=there.id)
    second = await slack.conversations_join(channel=there.id)

    assert first["channel"]["is_member"]
    assert first.get("warning") is None
    assert second["warning"] == "already_in_channel"


async def test_bot_cannot_join_a_private_channel(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    inside = sandbox.add_channel("T1", "board", members=["U1"], kind="private")

    with pytest.raises(SlackApiError, match="method_not_supported_for_channel_type"):
        await slack.conversations_join(channel=inside.id)


async def test_reaction_is_there_once_and_can_be_taken_away(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel, said: Message
) -> None:
    where: dict[str, Any] = {"channel": channel.id, "timestamp": said.ts, "name": "raised_hands"}
    await slack.reactions_add(**where)
    with pytest.raises(SlackApiError, match="already_reacted"):
        await slack.reactions_add(**where)

    found = (await slack.reactions_get(channel=channel.id, timestamp=said.ts))["message"]
    assert found["text"] == "replies are faster"
    assert found["permalink"].startswith("https://acme.slack.com/archives/")
    bot = sandbox.world.workspaces["T1"].bot_user
    assert found["reactions"] == [{"name": "raised_hands", "users": [bot], "count": 1}]

    await slack.reactions_remove(**where)
    assert said.reactions == {}
    with pytest.raises(SlackApiError, match="no_reaction"):
        await slack.reactions_remove(**where)


async def test_reaction_with_no_such_name_or_message_is_refused(
    slack: AsyncWebClient, channel: Channel, said: Message
) -> None:
    with pytest.raises(SlackApiError, match="invalid_name"):
        await slack.reactions_add(channel=channel.id, timestamp=said.ts, name="Not An Emoji")
    with pytest.raises(SlackApiError, match="message_not_found"):
        await slack.reactions_get(channel=channel.id, timestamp="1.000001")


async def test_workspace_tells_its_name_and_groups(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    group = {"id": "S1", "handle": "leads", "name": "Leads", "users": ["U2"]}
    sandbox.world.workspaces["T1"].usergroups["S1"] = group

    assert (await slack.team_info())["team"]["domain"] == "acme"
    assert (await slack.usergroups_list())["usergroups"][0]["handle"] == "leads"
    assert (await slack.usergroups_users_list(usergroup="S1"))["users"] == ["U2"]
