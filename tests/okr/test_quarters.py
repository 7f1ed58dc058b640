"""A quarter, a half or three in one letter: behind a sign, and behind a number."""

from decimal import Decimal

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Standing, Taken
from tests.okr.stage import BEN, RESPONSE, Make, words
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

D = Decimal


@pytest.mark.parametrize(
    ("said", "unit", "value", "note"),
    [
        ("+ ½ users more", "users", "10.5", "more"),
        ("- ½ faster", "h", "9.5", "faster"),
        ("- ½, ok", "users", "9.5", "ok"),
        ("+ ½ users", "h", "10.5", "users"),
        ("=- ¼", "", "-0.25", ""),
    ],
)
def test_a_half_may_stand_apart_from_its_sign(said: str, unit: str, value: str, note: str) -> None:
    taken = rules.take(said, unit, Standing(D(10)))
    assert (taken.value, taken.note) == (D(value), note)


@pytest.mark.parametrize("said", ["1,5½", "5.5½", "5.5 ½ of them"])
@pytest.mark.parametrize("unit", ["users", "h", "%"])
def test_a_half_behind_decimals_is_no_number(said: str, unit: str) -> None:
    with pytest.raises(UserError, match="is not a number"):
        rules.take(said, unit)


def test_a_half_behind_groups_may_be_a_note() -> None:
    with pytest.raises(UserError, match="with a note"):
        rules.take("5'000 ½ of", "users")
    assert rules.take("5'000½", "users") == Taken(D("5000.5"), "")


@on_one_database
async def test_a_half_apart_from_its_sign_is_recorded(care: World, make: Make) -> None:
    await make(BEN, RESPONSE)
    await typed(care, "ben", "/okr update KR-1 40")
    seen = await typed(care, "ben", "/okr update KR-1 + ½ more")

    assert "40 → 40.5 h" in words(seen.blocks)
    assert [done.note for done in await past(care, 1)] == ["more", ""]
