"""A unit that stands beside the numbers need not be typed again."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr.rules.guess import unit_in
from tests.okr.stage import words
from tests.okr.test_new import form
from tests.world import World


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("45%", "%"),
        ("45 percent", "%"),
        ("４５％", "%"),
        ("€12k", "EUR"),
        ("12,50 €", "EUR"),
        ("2h 30m", "h"),
        ("3 天", "天"),
        ("4.5/5", "/5"),
        ("4.5 of 5", "/5"),
        ("45", ""),
        ("1.234,5", ""),
        ("12k", ""),
        ("12 users", ""),
        ("4.5/500", ""),
        ("NaN", ""),
        ("", ""),
        ("%", ""),
    ],
)
def test_a_unit_is_found_beside_its_number(text: str, unit: str) -> None:
    assert unit_in(text) == unit


def test_which_yen_is_asked() -> None:
    with pytest.raises(UserError, match="several currencies"):
        unit_in("¥100")


async def test_from_10_percent_to_30_percent_is_made_with_the_unit_left_blank(care: World) -> None:
    ben, view = care.person("ben"), await form(care, "ben")
    numbers = {"1.title": "Referrals", "1.start": "10%", "1.target": "30%"}

    done = await ben.submit(view, {"okr.objective": "Hotels love us", **numbers})

    assert done.view is not None, done.errors
    assert "from 10 to 30 %" in words(done.view.payload["blocks"])


async def test_two_units_beside_the_numbers_are_refused(care: World) -> None:
    ben, view = care.person("ben"), await form(care, "ben")
    numbers = {"1.title": "Response", "1.start": "10%", "1.target": "4h"}

    done = await ben.submit(view, {"okr.objective": "Hotels love us", **numbers})

    assert "not in this key result's unit, which is h" in done.errors["1.start"]
