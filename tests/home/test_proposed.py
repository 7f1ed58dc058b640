"""Home says what waits for somebody's agreement."""

from tests.home.stage import home_of, words
from tests.objective.stage import a_draft, buttons, proposed, set_up, tap
from tests.okr.stage import EVE, Make
from tests.world import World


async def said_to(world: World, who: str) -> str:
    return words(await world.person(who).open_home())


async def test_a_proposal_waits_on_the_home_of_whoever_may_agree_until_they_have(
    care: World, make: Make
) -> None:
    post = await proposed(care, make, EVE, "eve")
    said = await said_to(care, "ben")
    assert "🤝 *O-1* Delight · waits for your agreement" in said
    assert "Nothing waits for you" not in said
    for other in ("eve", "anna"):
        said = await said_to(care, other)
        assert "agreement" not in said
        assert "Nothing waits for you" in said
    shown = (await tap(care, "ben", home_of(care, care.person("ben")), "objective.show")).view
    assert shown is not None
    assert {"objective.to_agreed", "objective.to_draft"} <= buttons(shown.payload["blocks"])
    await tap(care, "ben", post, "objective.to_agreed")
    said = await said_to(care, "ben")
    assert "agreement" not in said
    assert "Nothing waits for you" in said


async def test_what_is_proposed_for_the_company_waits_for_its_admins(
    care: World, make: Make
) -> None:
    await make(EVE)
    await set_up(care, stage="proposed", level="company")
    assert "🤝 *O-1* Delight · waits for your agreement" in await said_to(care, "anna")
    assert "agreement" not in await said_to(care, "ben")


async def test_of_many_proposals_the_oldest_are_shown_and_the_others_counted(
    care: World, make: Make
) -> None:
    for number in range(1, 6):
        await make(EVE)
        await set_up(care, number, stage="proposed")
    said = await said_to(care, "ben")
    assert said.count("· waits for your agreement") == 3
    assert said.index("*O-1*") < said.index("*O-2*") < said.index("*O-3*")
    assert "2 more wait for your agreement: `/okr drafts`" in said


async def test_what_was_closed_while_it_was_proposed_waits_for_nobody(
    care: World, make: Make
) -> None:
    await a_draft(care, make, EVE, stage="proposed", closed_at=care.clock.now())
    assert "agreement" not in await said_to(care, "ben")
