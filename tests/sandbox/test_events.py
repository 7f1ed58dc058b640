"""Which events reach the app, and what they say."""

import re

import pytest
from slack_bolt.async_app import AsyncApp

from bot.sandbox.hands import Hands
from bot.sandbox.model import Channel, Payload, Person
from bot.sandbox.server import Sandbox
from tests.sandbox.boltapp import Route


@pytest.fixture
def heard(app: AsyncApp, route: Route) -> list[Payload]:
    """The bodies of all events that arrived; a listener takes every one."""

    @app.event(re.compile(".+"))
    async def take() -> None:
        pass

    return route.bodies


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "care", members=["U1", "U2"])


def kinds(heard: list[Payload]) -> list[str]:
    return [body["event"]["type"] for body in heard]


async def test_what_the_manifest_does_not_subscribe_to_is_not_sent(
    sandbox: Sandbox, mei: Hands, channel: Channel, heard: list[Payload]
) -> None:
    await mei.say(channel.id, "message.channels is not in the manifest")
    await sandbox.person("T1", "U2").archive(channel.id)
    await sandbox.person("T1", "U2").unarchive(channel.id)
    await sandbox.settle()

    assert kinds(heard) == ["channel_archive"]


async def test_the_app_hears_nothing_from_channels_without_it_but_their_life(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    apart = sandbox.add_channel("T1", "apart", members=["U1"], with_bot=False)
    secret = sandbox.add_channel("T1", "secret", members=["U1"], kind="private", with_bot=False)
    for place in (apart, secret):
        said = await mei.say(place.id, "hello @delight")
        await mei.react(place.id, said.ts, "raised_hands")
        await mei.rename(place.id, f"{place.name} 2")
    await sandbox.settle()

    assert [(b["event"]["type"], b["event"]["channel"]["name"]) for b in heard] == [
        ("channel_rename", "apart-2")
    ]


async def test_the_bot_hears_that_it_was_invited_and_sent_out(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    apart = sandbox.add_channel("T1", "apart", members=["U1"], with_bot=False)
    bot = sandbox.world.workspaces["T1"].bot_user
    await mei.invite(apart.id, bot)
    await sandbox.settle()
    await mei.remove(apart.id, bot)
    await sandbox.settle()

    assert [(b["event"]["type"], b["event"]["user"]) for b in heard] == [
        ("member_joined_channel", bot),
        ("member_left_channel", bot),
    ]
    assert heard[0]["event"]["inviter"] == "U1"


async def test_a_mention_and_a_direct_message_arrive_as_events(
    sandbox: Sandbox, mei: Hands, channel: Channel, heard: list[Payload]
) -> None:
    im = await mei.open_messages()
    await sandbox.settle()
    await mei.say(channel.id, "thanks @delight")
    await sandbox.settle()
    await mei.say(im.id, "help <please>")
    await sandbox.settle()

    assert kinds(heard) == ["app_home_opened", "app_mention", "message"]
    direct = heard[2]["event"]
    assert (direct["channel_type"], direct["text"]) == ("im", "help &lt;please&gt;")


async def test_profile_changes_and_newcomers_are_told(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    await mei.change(zone="Asia/Tokyo", status_text="On leave")
    await sandbox.settle()
    sandbox.add_person("T1", Person("U7", "kim", "Kim New"))
    await sandbox.settle()

    assert kinds(heard) == ["user_change", "team_join"]
    changed = heard[0]["event"]["user"]
    assert (changed["tz"], changed["profile"]["status_text"]) == ("Asia/Tokyo", "On leave")


async def test_quiet_is_told_to_who_may_know(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    await mei.be_quiet((1_790_000_000, 1_790_030_000))
    await sandbox.settle()
    sandbox.world.workspaces["T1"].scopes -= {"dnd:read"}
    await mei.be_quiet(None)
    await sandbox.settle()

    assert kinds(heard) == ["dnd_updated_user"]
    assert (heard[0]["event"]["user"], heard[0]["event"]["dnd_status"]) == (
        mei.user,
        {
            "dnd_enabled": True,
            "next_dnd_start_ts": 1_790_000_000,
            "next_dnd_end_ts": 1_790_030_000,
        },
    )


async def test_an_uninstalled_workspace_hears_nothing(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    sandbox.world.workspaces["T1"].inactive = True
    await mei.change(title="Nobody told")
    await sandbox.settle()

    assert heard == []
