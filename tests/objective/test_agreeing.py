"""From draft to closed: who takes which step, what the channel sees, what stays of it."""

import asyncio

from tests.journeys.stage import tapped
from tests.objective.stage import (
    a_draft,
    buttons,
    direct,
    history,
    opened,
    proposed,
    read,
    row,
    set_up,
    steps,
    tap,
    typed,
)
from tests.okr.stage import BEN, CHEN, EVE, Make, words
from tests.world import World


async def test_a_draft_is_proposed_agreed_on_and_begun_in_the_channel(
    care: World, make: Make
) -> None:
    post = await proposed(care, make, EVE, "eve")
    assert f"Objective proposed for 2026-Q4 by <@{EVE}>" in words(post.blocks)
    assert f"<@{BEN}> can agree to it" in words(post.blocks)
    agreed = await tap(care, "ben", post, "objective.to_agreed")
    assert f"Agreed for 2026-Q4 by <@{BEN}>" in words(agreed.blocks)  # at once, where it was tapped
    await care.settle()
    post, reply = care.posted("care")
    assert reply.thread_ts == post.ts
    assert "press Begin" in reply.text
    assert "KR-1 takes no value yet" in await read(care, "eve", "/okr update KR-1 45")
    care.clock.move_to(care.moment("Tue 10:00"))
    await tap(care, "eve", post, "objective.to_active")
    await care.settle()

    assert "Begun for 2026-Q4" in words(care.posted("care")[0].blocks)
    assert buttons(care.posted("care")[0].blocks) == {"objective.show"}
    assert await steps(care) == [
        (EVE, "draft", "proposed"),
        (BEN, "proposed", "agreed"),
        (EVE, "agreed", "active"),
    ]
    assert "is at 45 h" in await read(care, "eve", "/okr update KR-1 45")


async def test_what_does_not_run_yet_is_pointed_at_where_it_is_looked_for(
    care: World, make: Make
) -> None:
    await proposed(care, make, EVE, "eve")
    told = await read(care, "chen", "/okr list delight")
    assert "`/okr show`" in told
    assert "O-1" in await read(care, "chen", "/okr show delight")
    assert "`/okr show O-1`" in await read(care, "chen", "/okr tree O-1")


async def test_it_goes_back_to_draft_with_a_reason_and_is_proposed_anew(
    care: World, make: Make
) -> None:
    post = await proposed(care, make, EVE, "eve")
    asked = (await tap(care, "ben", post, "objective.to_draft")).view
    assert asked is not None
    refused = await care.person("ben").submit(asked, {"why": "…"})
    assert "Say why" in refused.errors["why"]
    await care.person("ben").submit(asked, {"why": "No number of customers in it"})
    await care.settle()
    post, reply = care.posted("care")
    assert "Taken back to draft" in words(post.blocks)
    assert "“No number of customers in it”" in reply.text
    assert f"<@{EVE}>, `/okr edit O-1` changes it" in reply.text
    await tap(
        care, "eve", (await typed(care, "eve", "/okr drafts")).message, "objective.to_proposed"
    )
    await care.settle()

    assert "Objective proposed" in words(care.posted("care")[0].blocks)
    assert len(care.posted("care")) == 3  # still one message, and two lines in its thread
    assert [one.reason for one in await history(care)] == ["", "No number of customers in it", ""]


async def test_who_may_not_agree_reads_who_can(care: World, make: Make) -> None:
    post = await proposed(care, make, EVE, "eve")
    for who, told in (("eve", "the leads of Care (Ben) and admins"), ("chen", "（Ben）")):
        refused = await tap(care, who, post, "objective.to_agreed")
        assert told in refused.text

    assert (await row(care)).stage == "proposed"


async def test_where_the_only_lead_has_left_people_read_that_admins_can(
    care: World, make: Make
) -> None:
    await care.person("ben").change(deleted=True)
    await care.settle()
    post = await proposed(care, make, EVE, "eve")
    assert BEN not in words(post.blocks)
    refused = await tap(care, "eve", post, "objective.to_agreed")
    assert "Care has no lead, so this is for admins" in refused.text
    assert "Ben" not in await read(care, "dai", "/okr update KR-1 45")
    await tap(care, "anna", post, "objective.to_agreed")
    assert (await row(care)).stage == "agreed"


async def test_two_leads_agree_at_once_and_a_click_comes_twice(care: World, make: Make) -> None:
    post = await proposed(care, make, EVE, "eve")
    await asyncio.gather(
        *(care.person(who).click(post, "objective.to_agreed") for who in ("ben", "anna", "ben"))
    )
    await care.settle()

    assert len(await steps(care)) == 2
    assert len(care.posted("care")) == 2


async def test_a_button_from_before_it_moved_on_changes_nothing(care: World, make: Make) -> None:
    await make(EVE)
    url = care.sandbox.triggers.urls.mint(care.home, care.place("care"), BEN)
    for action, value in (
        ("objective.to_agreed", "1 proposed"),
        ("objective.to_draft", "1 proposed"),
        ("objective.to_active", "1 agreed"),
        ("objective.to_active", "7 agreed"),
        ("objective.to_agreed", "nonsense"),
        ("objective.close", "O-1"),
    ):
        assert (await tapped(care, "ben", action, value, response_url=url)).ok

    assert (await row(care)).stage == "active"
    assert await history(care) == []
    told = [m.text for m in care.person("ben").messages(care.channel("care"))]
    assert any("O-1 has moved on since this was shown" in text for text in told)
    assert any("There is no objective O-7 here" in text for text in told)


async def test_a_lead_closes_it_with_a_reason_and_opens_it_again(care: World, make: Make) -> None:
    await make(EVE)
    shown = await typed(care, "ben", "/okr show O-1")
    asked = (await tap(care, "ben", shown.message, "objective.to_closed")).view
    assert asked is not None
    done = await care.person("ben").submit(asked, {"why": "The market has gone"})
    await care.settle()
    assert done.view is not None
    assert "🏁 closed" in words(done.view.payload["blocks"])
    assert "KR-1 takes no value any more" in await read(care, "eve", "/okr update KR-1 45")
    assert "Stage of O-1: closed" in await read(care, "eve", "/okr show KR-1")
    (message,) = direct(care, "eve")
    assert f"<@{BEN}> closed *O-1* Delight" in words(message.blocks)
    assert "Why: The market has gone" in words(message.blocks)
    again = await typed(care, "ben", "/okr show O-1")
    asked = (await tap(care, "ben", again.message, "objective.to_active")).view
    assert asked is not None
    await care.person("ben").submit(asked, {"why": "It is back"})

    assert "is at 45 h" in await read(care, "eve", "/okr update KR-1 45")


async def test_a_draft_is_deleted_and_still_says_what_it_was(care: World, make: Make) -> None:
    await proposed(care, make, EVE, "eve")
    asked = (
        await tap(
            care, "eve", (await typed(care, "eve", "/okr show O-1")).message, "objective.close"
        )
    ).view
    assert asked is not None
    await care.person("eve").submit(asked, {"why": "A better one exists"})
    await care.settle()

    assert "Deleted by" in words(care.posted("care")[0].blocks)
    assert buttons(care.posted("care")[0].blocks) == {"objective.show"}
    shown = await read(care, "ben", "/okr show O-1")
    assert "deleted since" in shown
    assert "“A better one exists”" in shown
    assert "nothing waits" in await read(care, "ben", "/okr drafts")


async def test_a_persons_own_objective_is_theirs(care: World, make: Make) -> None:
    await a_draft(care, make, CHEN, level="personal")
    for who in ("ben", "anna"):
        shown = await typed(care, who, "/okr show O-1")
        assert buttons(shown.blocks) == set()
        for name in ("O-1", "KR-1"):
            told = await read(care, who, f"/okr edit {name}")
            assert "陈晓's own objective: only 陈晓 changes it" in told
    shown = await typed(care, "chen", "/okr show O-1")
    await tap(care, "chen", shown.message, "objective.to_agreed")

    assert (await row(care)).stage == "agreed"


async def test_drafts_lists_what_waits_for_me_before_mine(care: World, make: Make) -> None:
    await make(EVE, title="Of Eve")
    await make(BEN, title="Of Ben")
    await make(EVE, title="Of all")
    await set_up(care, 1, stage="proposed")
    await set_up(care, 2, stage="agreed")
    await set_up(care, 3, stage="proposed", level="company")
    ben, anna = await read(care, "ben", "/okr drafts"), await read(care, "anna", "/okr drafts")

    assert ben.index("Waiting for your agreement") < ben.index("Of Eve") < ben.index("Of Ben")
    assert "Of all" not in ben
    assert "Of all" in anna
    assert "Of Eve" not in anna
    assert await opened(care, "ben", "/okr edit O-2")


async def test_what_runs_without_words_is_shown_by_number_or_title(care: World, make: Make) -> None:
    await make(EVE, title="Be loved by customers")
    await set_up(care, lesson="Ask sooner", carried_from=7)
    shown = await typed(care, "gus", "/okr show be luved by customers")
    assert "🎯" in words(shown.blocks)
    assert "What it taught: Ask sooner\n↩ goes on from O-7" in words(shown.blocks)
    assert buttons(shown.blocks) == set()
    assert "Be loved" in await read(care, "ben", "/okr o1")
    assert "There is no objective O-9 here" in await read(care, "ben", "/okr show O-9")
    assert "There is no objective" in await read(care, "ben", "/okr show O-999999999999")


async def test_what_is_agreed_says_since_when_and_that_it_has_not_begun(
    care: World, make: Make
) -> None:
    await a_draft(care, make, BEN, stage="proposed")
    shown = await typed(care, "ben", "/okr show O-1")
    await tap(care, "ben", shown.message, "objective.to_agreed")
    told = await read(care, "ben", "/okr show O-1")
    assert f"agreed on 16 Nov by <@{BEN}>; not begun yet" in told
    assert "stage: proposed → agreed\n" in f"{told}\n"
    assert "begun since" not in told
