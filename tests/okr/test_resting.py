"""What somebody reads of key results that take no value now, or not as others do."""

from decimal import Decimal

import pytest

from handlers.okr.views.entry import value_id
from storage.okr_shape import Step
from tests.objective.stage import opened, read, set_up, set_up_kr
from tests.okr.stage import BEN, CHEN, Make
from tests.okr.test_form import field
from tests.world import HOME, START, World


@pytest.mark.parametrize("stage", ["draft", "proposed", "agreed"])
async def test_a_key_result_that_has_not_begun_says_so(care: World, make: Make, stage: str) -> None:
    await make(BEN)
    await set_up(care, stage=stage)

    said = await read(care, "ben", "/okr update KR-1 45")

    assert "KR-1 takes no value yet: O-1 has not begun. `/okr show O-1`" in said


async def test_a_closed_key_result_says_where_to_read_how_it_ended(care: World, make: Make) -> None:
    await make(BEN)
    await set_up_kr(care, closed_at=START)

    assert "KR-1 takes no value any more" in await read(care, "ben", "/okr update KR-1 45")
    assert "There is no open key result KR-9 here" in await read(care, "ben", "/okr update KR-9 45")


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("personal", "by themselves: it is somebody's own key result."),
        ("team", "by themselves, by the leads of Care and by admins."),
        ("company", "by themselves and by admins."),
    ],
)
async def test_who_withdraws_anothers_update_is_told_as_it_is(
    care: World, make: Make, level: str, said: str
) -> None:
    await make(CHEN)
    await set_up(care, level=level)

    assert (await read(care, "eve", "/okr withdraw KR-1")).count(said) == 1


async def test_the_form_shows_a_duration_as_it_was_typed(care: World, make: Make) -> None:
    await make(BEN)
    await read(care, "ben", "/okr update KR-1 2h 30m")

    form = await opened(care, "ben", "/okr update KR-1")

    assert field(form, value_id(1))["initial_value"] == "2.5"


async def test_steps_are_told_as_steps_and_not_as_a_way_from_0_to_100(
    care: World, make: Make
) -> None:
    await make(BEN, ("Train everybody", "0", "100", "%"))
    await set_up_kr(care, kind="milestone")

    assert "goes step by step · 🆕 no update yet" in await read(care, "ben", "/okr mine")
    async with care.bot.deps.sessions.workspace(HOME) as session:
        session.add(Step(kr_number=1, position=1, title="Plan it", weight=Decimal(1)))
        session.add(Step(kr_number=1, position=2, title="Do it", weight=Decimal(1)))
    done = await read(care, "ben", "/okr update KR-1 1")

    assert "50 % done, step by step · 🟢 on track" in done
    assert "100 %" not in await read(care, "ben", "/okr show KR-1")
