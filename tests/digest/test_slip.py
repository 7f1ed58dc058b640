"""A slip of the finger that nobody has taken back: the channel reads it as what it is."""

from datetime import timedelta

from tests.checkin.stage import ANNA, BEN, CLOSE_AT, PROMPT_AT, add_kr, add_team, record, words
from tests.digest.test_week import THREE, digests
from tests.trust.deep import on_one_database
from tests.world import World


async def slipped(world: World) -> None:
    """Anna types 45,000 for 45 where 60 is aimed for, and one value is as far on the other side."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, start=40, target=60, value=44)
    await add_kr(world, 2, ANNA, value=50)
    await add_kr(world, 3, ANNA, start=0, target=10, value=8)
    await world.go_to(PROMPT_AT)
    for number, value in ((1, 45_000), (2, 500), (3, 12)):
        await record(world, ANNA, number, value)


@on_one_database
async def test_the_digest_shouts_no_percentage_that_nobody_believes(world: World) -> None:
    await slipped(world)
    await world.go_to(THREE)
    told = words(digests(world)[0])
    (picture,) = (m for m in world.posted("care") if m.files)
    alt = world.home.files[picture.files[0]].alt_text

    assert "over 300 % · 44 h → 45,000 h (+44,956 h), which may be a slip · on track" in told
    assert "below -100 % · 50 h → 500 h (+450 h), which may be a slip · off track" in told
    assert "120 % · 8 h → 12 h (+4 h) · on track" in told
    assert "20 % to over 300 %, on track." in alt


@on_one_database
async def test_the_one_thing_to_do_is_to_check_the_value(world: World) -> None:
    await slipped(world)
    await world.go_to(THREE)
    told = words(digests(world)[0])

    assert "check the value of KR-1, which may be a slip" in told
    assert "`/okr withdraw KR-1`" in told
    assert "help KR-" not in told  # though by its slip KR-2 is off track


@on_one_database
async def test_what_moved_says_so_too_and_nobody_is_praised_for_it(world: World) -> None:
    await slipped(world)
    await world.go_to(CLOSE_AT + timedelta(minutes=1))
    told = words(world.posted("care")[0])
    reached, moved = told.split("*What moved*")

    assert "44 → 45,000 h (target 60 h), which may be a slip · " in moved
    assert "8 → 12 h (target 10 h). Well done" in reached
    assert "KR-1" not in reached
