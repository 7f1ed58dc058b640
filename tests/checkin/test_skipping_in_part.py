"""Who skips the rounds of two teams of which one is over, or answered, by then: each is named."""

from datetime import timedelta

from bot.sandbox.model import View
from handlers.checkin import views
from storage.checkin import Checkin
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    filled,
    record,
    words,
)
from tests.okr.stage import words as words_of
from tests.trust.deep import on_one_database
from tests.world import World

pytestmark = on_one_database

WHY = {views.WHY: "At the fair & tired"}
SIX_LATER = timedelta(hours=6)  # the other team is in New York, and so is Ben


async def asked(world: World) -> View:
    """One card asks Ben in both teams; he has tapped to skip them."""
    await add_team(world, (ANNA, BEN))
    await add_team(world, (ANNA, BEN), id_="sales", channel="product", zone="America/New_York")
    await add_kr(world, 1, BEN, value=45)
    await add_kr(world, 2, BEN, team="sales", value=40)
    await world.go_to(PROMPT_AT + SIX_LATER)
    return await tapped(world)


async def tapped(world: World) -> View:
    ben = world.person("ben")
    await ben.click(cards(world, "ben")[-1], views.SKIP)
    assert ben.modal is not None
    return ben.modal


async def skips(world: World) -> dict[str, str]:
    """Team -> why Ben skips its round."""
    rows = await all_of(world, Checkin)
    return {row.team_id: row.skip_note for row in rows if row.skip_reason == "skipped"}


async def test_a_form_in_which_one_round_is_over_by_now_skips_the_other_and_says_so(
    world: World,
) -> None:
    form = await asked(world)
    assert "Care, Sales: you are not asked again in these rounds" in words_of(
        form.payload["blocks"]
    )
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    done = await world.person("ben").submit(form, WHY)

    assert await skips(world) == {"sales": "At the fair & tired"}
    assert done.view is not None
    told = words_of(done.view.payload["blocks"])
    assert "Skipped for Sales: I will not ask you again in this round." in told
    assert "At the fair &amp; tired" in told
    assert "Care: the round is over, so there is nothing to skip; an answer still counts" in told


async def test_the_form_names_what_is_over_when_it_opens(world: World) -> None:
    await world.person("ben").close(await asked(world))
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    told = words_of((await tapped(world)).payload["blocks"])

    assert "Sales: you are not asked again in this round" in told
    assert "Care: the round is over, so there is nothing to skip" in told


async def test_what_was_answered_meanwhile_is_named_as_well(world: World) -> None:
    form = await asked(world)
    await record(world, BEN, 1, 44)
    done = await world.person("ben").submit(form, WHY)

    assert await skips(world) == {"sales": "At the fair & tired"}
    assert done.view is not None
    told = words_of(done.view.payload["blocks"])
    assert "Skipped for Sales" in told
    assert "Care: nothing waits for you there any more." in told


async def test_a_form_of_which_nothing_is_left_stays_open_with_what_was_typed(
    world: World,
) -> None:
    form = await asked(world)
    await record(world, BEN, 2, 44)
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    done = await world.person("ben").submit(form, WHY)

    assert done.kind == "errors"
    told = str(done.errors)
    assert "the round of Care is over, and in that of Sales nothing waits for you" in told
    assert await skips(world) == {}
    assert world.person("ben").modal is form


async def test_a_form_that_skips_all_that_it_named_just_closes(world: World) -> None:
    form = await asked(world)

    assert (await world.person("ben").submit(form, WHY)).kind == "closed"
    assert await skips(world) == dict.fromkeys(("care", "sales"), "At the fair & tired")
    await world.settle()
    assert "Skipped: At the fair &amp; tired" in words(cards(world, "ben")[-1])
    await world.person("ben").click(cards(world, "ben")[-1], views.OPEN)
    await filled(world, "ben", {})
    assert await skips(world) == {}
