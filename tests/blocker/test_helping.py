"""Asking for help, helping, closing; by the people it is about, and by others."""

import asyncio

from handlers.blocker import views
from handlers.blocker.listeners.telling import RAISED
from handlers.blocker.rules import About
from storage.nudge import Nudge
from storage.team import set_members
from tests.blocker.stage import ANNA, BEN, CHEN, ask, mail, rows, still, team
from tests.checkin.stage import EVE, all_of, set_person, words
from tests.journeys.stage import next_door, tapped
from tests.world import HOME, World


async def test_the_lead_and_the_channel_hear_at_once_and_the_first_helps(world: World) -> None:
    await team(world)
    await ask(world, "No <access> to the data")
    (post,), (letter,) = world.posted("care"), mail(world, "anna")
    assert "<@U0BEN> needs help in *Care*" in words(post)
    assert "&lt;access&gt;" in words(post)
    assert words(letter) == words(post)
    assert mail(world, "ben") == []
    assert [(n.member_id, n.kind) for n in await all_of(world, Nudge)] == [(ANNA, RAISED)]

    await world.person("chen").click(post, views.CAN_HELP)
    second = await world.person("dai").click(post, views.SOLVED)
    assert "陈晓" not in second.text  # only who asked, who helps and the leads
    await world.settle()
    assert "<@U0CHEN> 在帮忙" not in words(post)  # the channel reads the team's language
    assert "🙋 <@U0CHEN> helps" in words(post)
    assert "🙋 <@U0CHEN> helps" in words(letter)
    (told,) = mail(world, "ben")
    assert "<@U0CHEN> helps you" in words(told)

    answer = await tapped(world, "dai", views.CAN_HELP, f"{(await rows(world))[0].id}|channel")
    assert answer.ok
    assert "陈晓 搶先一步" in str(world.person("dai").modal)
    await world.person("ben").click(told, views.SOLVED)
    form = world.person("ben").modal
    assert form is not None
    await world.person("ben").submit(form, {views.NOTE: "Ken <gave> access"})
    await world.settle()
    for message in (post, letter, told):
        assert "✅ Solved" in words(message)
        assert "actions" not in str(message.blocks)
    assert "Ken &lt;gave&gt; access" in words(world.posted("care")[1])
    assert world.posted("care")[1].thread_ts == post.ts
    (thanks,) = mail(world, "chen")
    assert "有你的功劳" in words(thanks)


async def test_of_two_who_help_at_the_same_moment_one_does(world: World) -> None:
    await team(world)
    await ask(world, "No access")
    tap = f"{(await rows(world))[0].id}|channel"
    both = [tapped(world, who, views.CAN_HELP, tap) for who in ("chen", "dai")]
    assert all(answer.ok for answer in await asyncio.gather(*both))
    (row,) = await rows(world)
    other = "dai" if row.helper_id == CHEN else "chen"
    assert world.person(other).modal is not None
    assert len(mail(world, "ben")) == 0
    await world.settle()
    assert f"<@{row.helper_id}> helps you" in words(mail(world, "ben")[0])


async def test_words_change_and_what_is_taken_back_disappears(world: World) -> None:
    await team(world)
    await ask(world, "No access")
    (post,) = world.posted("care")
    old = f"{(await rows(world))[0].id}|channel"
    await ask(world, "No access to two systems")
    assert "two systems" in words(post)
    await ask(world, "")
    assert (world.posted("care"), mail(world, "anna"), await rows(world)) == ([], [], [])
    await ask(world, "No access after all")
    assert "after all" in words(world.posted("care")[0])
    assert (await tapped(world, "chen", views.CAN_HELP, old)).ok
    assert "撤回了它" in str(world.person("chen").modal)
    await world.person("chen").click(world.posted("care")[0], views.CAN_HELP)
    await ask(world, "")  # somebody has begun to help: it is solved, and they hear so
    assert "✅ Solved" in words(world.posted("care")[0])
    assert [row.closed_by for row in await rows(world)] == [BEN]
    assert "有你的功劳" in words(mail(world, "chen")[0])
    await ask(world, "No access after all")  # the form that was open says it once more
    assert len(await rows(world)) == 1


async def test_a_lead_alone_tells_the_channel_only_and_one_who_left_is_stood_in_for(
    world: World,
) -> None:
    await team(world)
    await ask(world, "My own", ANNA)
    assert len(world.posted("care")) == 1
    assert [mail(world, name) for name in ("anna", "ben", "chen")] == [[], [], []]
    await set_person(world, ANNA, deleted=True)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await set_members(session, "care", [ANNA, BEN, CHEN], [ANNA])
    await ask(world, "Another", CHEN)
    assert "<@U0CHEN> needs help" in words(mail(world, "ben")[0])


async def test_an_archived_channel_keeps_nobody_from_hearing(world: World) -> None:
    await team(world)
    world.place("care").archived = True
    await ask(world, "No access")
    (needs, failed) = mail(world, "anna")
    assert "needs help" in words(needs) + words(failed)
    assert "archived" in words(needs) + words(failed)


async def test_what_somebody_says_is_solved_is_closed_and_nothing_of_others(world: World) -> None:
    await team(world)
    await ask(world, "One")
    await ask(world, "Two", about=About())
    await ask(world, "Not theirs", CHEN)
    one, two, other = await rows(world)
    await still(world, {one.id: True, two.id: False, other.id: False, "made up": False})
    assert [row.closed_by for row in await rows(world)] == [None, BEN, None]
    posts = [words(m).splitlines()[0] for m in world.posted("care")]
    assert [text.startswith("✅") for text in posts] == [False, True, False]


async def test_the_list_has_what_is_open_in_my_teams(world: World) -> None:
    await team(world, ANNA, BEN, EVE)
    nothing = await world.person("ben").command("/okr blockers", world.channel("care"))
    assert "Nothing is in the way of Care" in nothing.text
    await ask(world, "No access")
    reply = await world.person("anna").command("/okr blockers", world.channel("care"))
    assert reply.message is not None
    assert "KR-1: No access · <@U0BEN>, since 16 Nov" in words(reply.message)
    await world.person("anna").click(reply.message, views.CAN_HELP)
    assert "🙋 <@U0ANNA> helps" in words(reply.message)
    await world.settle()
    assert "🙋 <@U0ANNA> helps" in words(world.posted("care")[0])
    chen = await world.person("chen").command("/okr blockers", world.channel("product"))
    assert "你还没有加入团队" in chen.text


async def test_buttons_that_we_never_gave_out_are_answered(world: World) -> None:
    await team(world)
    await next_door(world)
    await ask(world, "No access")
    (row,) = await rows(world)
    for action in (views.CAN_HELP, views.SOLVED):
        for value in ("", "nonsense", f"{row.id}", "|channel"):
            assert (await tapped(world, "nia", action, value)).ok
            assert world.person("nia").modal is not None
    (row,) = await rows(world)
    assert (row.helper_id, row.closed_at) == (None, None)
