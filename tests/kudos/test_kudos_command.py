"""/kudos, over the wire: who hears of it, what is refused, what is taken back."""

import pytest

from bot.sandbox.hands import Reply
from tests.companies import add_kr, set_up_team
from tests.world import World

WORKED = "for staying with the customer until it worked"


async def kudos(world: World, line: str, channel: str = "care", person: str = "anna") -> Reply:
    reply = await world.person(person).command(f"/kudos {line}", world.channel(channel))
    assert reply.ok, reply
    await world.settle()
    return reply


def shown(world: World, channel: str = "care") -> list[str]:
    """The kudos standing in a channel."""
    return [str(m.blocks) for m in world.posted(channel) if "🙌" in m.text]


def told(world: World, person: str) -> list[str]:
    """The kudos in somebody's direct messages."""
    return [str(m.blocks) for m in world.person(person).dms() if "🙌" in m.text]


async def test_kudos_are_posted_told_and_confirmed(world: World) -> None:
    await set_up_team(world)
    reply = await kudos(world, f"@ben @chen {WORKED}")
    assert "<@U0BEN> and <@U0CHEN> will hear it from me" in reply.text
    assert reply.message is not None
    assert reply.message.seen_by == "U0ANNA"
    (post,) = shown(world)
    assert "<@U0ANNA> thanks <@U0BEN> and <@U0CHEN>" in post
    assert "> staying with the customer until it worked" in post
    for person in ("ben", "chen"):
        assert len(told(world, person)) == 1
    assert told(world, "eve") == []


async def test_who_is_only_named_behind_the_reason_is_no_part_of_it(world: World) -> None:
    await set_up_team(world)
    await kudos(world, "for the Sunday shift @ben")
    (post,) = shown(world)
    assert "<@U0ANNA> thanks <@U0BEN>" in post
    assert "> the Sunday shift" in post
    assert "shift @" not in post


async def test_given_elsewhere_they_are_posted_in_the_recipients_team(world: World) -> None:
    await set_up_team(world, "care")
    reply = await kudos(world, f"@dai {WORKED}", channel="product")
    assert f"<#{world.channel('care')}>" in reply.text
    assert len(shown(world, "care")) == 1
    assert shown(world, "product") == []


async def test_where_there_is_no_team_only_the_recipient_hears(world: World) -> None:
    reply = await kudos(world, f"@ben {WORKED}")
    assert "direct message" in reply.text
    assert shown(world) == []
    assert len(told(world, "ben")) == 1


async def test_a_kr_in_the_reason_is_linked(world: World) -> None:
    await add_kr(world, await set_up_team(world), 3, "Answer <first> in 4 h")
    await kudos(world, "@ben for halving the queue of kr3")
    (post,) = shown(world)
    assert "halving the queue of kr3" in post
    assert "For “Answer &lt;first&gt; in 4 h”" in post
    assert "KR-3" not in post  # its number stands in the reason


async def test_a_kr_of_the_neighbour_or_of_nobody_is_refused(world: World) -> None:
    team = await set_up_team(world, "nextdoor", members=("nia",))
    await add_kr(world, team, 7, "Theirs", workspace=world.neighbour.id)
    for number in ("KR-7", "KR-99", "KR-999999999"):
        reply = await kudos(world, f"@ben for the work on {number}")
        assert f"I know no open {number}." in reply.text
    assert told(world, "ben") == []


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("", "Whom do you want to thank"),
        ("thank you all so very much", "Whom do you want to thank"),
        (f"@nobody {WORKED}", "Whom do you want to thank"),
        (f"@here {WORKED}", "Kudos go to people"),
        (f"@ben @channel {WORKED}", "Kudos go to people"),
        (f"@anna {WORKED}", "Kudos are for others"),
        (f"@ben @anna {WORKED}", "Kudos are for others"),
        (f"@leo {WORKED}", "no longer in this workspace"),
        (f"@delight {WORKED}", "is an app"),
        ("@ben", "What did they do?"),
        ("@ben for", "What did they do?"),
        ("@ben for it all", "What did they do?"),
        ("@ben 谢谢你!", "What did they do?"),
        ("@ben 🎉🎉🎉🎉🎉", "What did they do?"),
        ("@ben for :tada::tada::tada:", "What did they do?"),
        ("@ben 👍🏽👍🏽👍🏽👍🏽👍🏽 KR-3", "What did they do?"),
        ("@chen for @ben :tada: :tada: :tada:", "What did they do?"),
        ("for @chen and @ben :tada: :tada: :tada:", "What did they do?"),
        (":tada: @ben", "What did they do?"),
        ("@ben thanks :tada:", "What did they do?"),  # nine columns, as with 🎉
        ("@ben !!!!!!!!!!!!", "What did they do?"),
        ("@ben for https://example.com/xyz", "What did they do?"),
        ("@ben <https://example.com/xyz> KR-3", "What did they do?"),
    ],
)
async def test_what_cannot_be_given_is_explained_and_changes_nothing(
    world: World, line: str, answer: str
) -> None:
    await set_up_team(world)
    before = len(world.posted("care"))
    reply = await kudos(world, line)
    assert answer in reply.text
    assert len(world.posted("care")) == before
    assert all(told(world, name) == [] for name in ("anna", "ben"))
    assert ("This is what you typed:" in str(reply.blocks)) == bool(line)
    assert line.rpartition("@")[2] in str(reply.blocks)


async def test_ten_columns_are_enough_and_wide_characters_count_two(world: World) -> None:
    await kudos(world, "@ben 谢谢你的帮助")
    assert len(told(world, "ben")) == 1


async def test_emoji_alone_are_asked_about_in_the_givers_language(world: World) -> None:
    for person, question in (("chen", "他们做了什么？"), ("dai", "他們做了什麼？")):
        reply = await kudos(world, "@ben 🎉🎉🎉🎉🎉", person=person)
        assert question in reply.text
    assert told(world, "ben") == []


async def test_words_with_emoji_are_a_reason(world: World) -> None:
    await kudos(world, "@ben :tada: 谢谢你 :tada:")
    assert "> :tada: 谢谢你 :tada:" in told(world, "ben")[0]


async def test_five_people_a_local_day(world: World) -> None:
    await kudos(world, f"@ben @chen @dai {WORKED}")
    reply = await kudos(world, f"@eve @gus @ben {WORKED} again")
    assert "2 of yours are left today" in reply.text
    await kudos(world, f"@eve @gus {WORKED}")
    reply = await kudos(world, f"@ben {WORKED} once more")
    assert "You have thanked 5 people today" in reply.text
    assert len(told(world, "ben")) == 1

    await world.go_to(world.moment("Tue 00:01"))  # Anna's midnight, in Berlin
    await kudos(world, f"@ben {WORKED} once more")
    assert len(told(world, "ben")) == 2


async def test_the_same_command_twice_within_ten_seconds_counts_once(world: World) -> None:
    await set_up_team(world)
    first = await world.person("anna").command(f"/kudos @ben {WORKED}", world.channel("care"))
    second = await world.person("anna").command(f"/kudos @ben {WORKED}", world.channel("care"))
    await world.settle()
    assert first.text == second.text
    assert len(shown(world)) == len(told(world, "ben")) == 1


async def test_a_reason_can_ping_nobody(world: World) -> None:
    await set_up_team(world)
    await kudos(world, "@ben for telling @channel and <!here> about <https://x.example|this> @chen")
    (post,) = shown(world)
    assert "<!" not in post
    assert "<@U0CHEN>" not in post
    assert "@channel and &lt;!here&gt;" in post
    assert "@陈晓" in post


async def test_kudos_can_be_taken_back(world: World) -> None:
    await set_up_team(world)
    reply = await kudos(world, f"@ben {WORKED}")
    assert reply.message is not None
    anna = world.person("anna")
    undone = await anna.click(reply.message, "kudos.take_back")
    await world.settle()
    assert undone.ok
    assert shown(world) == []
    assert told(world, "ben") == []
    assert "Taken back" in anna.messages(world.channel("care"))[-1].text

    await kudos(world, f"@ben @chen @dai @eve @gus {WORKED}")  # the day is whole again
    assert len(shown(world)) == 1
