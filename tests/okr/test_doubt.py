"""A value that looks like a slip is recorded, and whoever typed it hears how to take it back."""

from decimal import Decimal

import pytest

from handlers.okr.rules.doubt import looks_like_a_slip
from handlers.okr.rules.kinds import Keep, Measured, Reach
from handlers.okr.views import percent
from tests.okr.stage import BEN, Make, reader, words
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

D = Decimal
UP, DOWN, AT_MOST = Reach(D(40), D(60)), Reach(D(60), D(12)), Keep(high=D(4))


@pytest.mark.parametrize(
    ("aim", "unit", "before", "value", "odd"),
    [
        (UP, "%", "45", "140", True),
        (UP, "%", "45", "100", False),  # far beyond the target, and a share all the same
        (UP, "%", "140", "45", False),  # put right again
        (Reach(D(90), D(120)), "%", "95", "140", False),  # a growth, not a share
        (UP, "%", "97", "104", False),  # net retention
        (Reach(D(0), D(10)), "%", "1", "-2", False),  # a growth that was none
        (Reach(D(1), D(3)), "%", "2", "30", True),  # for 3.0
        (Reach(D("99.9"), D("99.95")), "%", "99.9", "99", False),  # an outage
        (Reach(D(30), D(33)), "", "30", "20", False),  # a bad week
        (UP, "", "45", "450", True),
        (UP, "", None, "450", True),
        (UP, "", "450", "46", False),
        (UP, "", "70", "85", False),  # over all expectations, step by step
        (UP, "", "58", "10", False),
        (UP, "", "58", "-10", True),
        (DOWN, "h", "40", "400", True),
        (DOWN, "h", "40", "4", False),
        (AT_MOST, "h", "3", "30", True),
        (AT_MOST, "h", "3", "9", False),
        (Keep(high=D(0)), "", "0", "3", False),  # of nothing there are no multiples
        (Keep(low=D(95)), "%", "97", "970", True),
    ],
)
def test_odd_is_what_lies_far_from_all_that_is_known(
    aim: Measured, unit: str, before: str | None, value: str, *, odd: bool
) -> None:
    assert looks_like_a_slip(aim, unit, D(before) if before else None, D(value)) is odd


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        ("0.999", "99 %"),
        ("3", "300 %"),
        ("3.0001", "over 300 %"),
        ("3212.07", "over 300 %"),
        ("-1", "-100 %"),
        ("-1.0001", "below -100 %"),
    ],
)
def test_a_percentage_is_shown_as_far_as_it_tells_something(share: str, shown: str) -> None:
    assert percent(reader(BEN).say, D(share)) == shown


@on_one_database
async def test_it_is_recorded_and_the_way_back_stands_beside_it(care: World, make: Make) -> None:
    await make(BEN, ("Answered the same day", "44", "60", "h"))
    seen = await typed(care, "ben", "/okr update KR-1 450h since Monday")
    right = await typed(care, "ben", "/okr update KR-1 50h")

    assert ":warning: 450 h is far off for KR-1 (from 44 to 60 h)" in words(seen.blocks)
    assert "take it back with `/okr withdraw KR-1`" in words(seen.blocks)
    assert "far off" not in words(right.blocks)
    assert [one.value for one in await past(care, 1)] == [D(50), D(450)]


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("ben", "140 % of a share? If you mean it, put = before it, as in =140 %."),
        ("chen", "占比会是 140% 吗？如果确实如此，请在前面加 =，例如 =140 %。"),
        ("dai", "佔比會是 140% 嗎？如果確實如此，請在前面加 =，例如 =140 %。"),
    ],
)
@on_one_database
async def test_more_than_all_of_a_share_is_asked_about_first_and_never_refused(
    care: World, make: Make, who: str, told: str
) -> None:
    await make(care.person(who).user, ("Answered the same day", "44", "60", "%"))
    for line in ("140% since Monday", "+96 since Monday"):
        asked = await typed(care, who, f"/okr update KR-1 {line}")
        assert told in words(asked.blocks)
        assert line in words(asked.blocks[1:])  # to be copied
    assert await past(care, 1) == []

    for line in ("=140% since Monday", "150%"):  # and by then it is no share
        await typed(care, who, f"/okr update KR-1 {line}")
    assert [one.value for one in await past(care, 1)] == [D(150), D(140)]


@on_one_database
async def test_a_form_asks_so_at_the_field(care: World, make: Make) -> None:
    await make(BEN, ("Answered the same day", "44", "60", "%"))
    ben = care.person("ben")
    await typed(care, "ben", "/okr update KR-1")
    assert ben.modal is not None
    asked = await ben.submit(ben.modal, {"okr.value.1": "140"})
    assert "put = before it" in asked.errors["okr.value.1"]
    await ben.submit(ben.modal, {"okr.value.1": "=140"})
    assert [one.value for one in await past(care, 1)] == [D(140)]


@on_one_database
async def test_a_form_says_so_of_the_value_that_is_odd(care: World, make: Make) -> None:
    await make(BEN, ("Answered the same day", "44", "60", "%"), ("Letters", "0", "10", ""))
    ben = care.person("ben")
    await typed(care, "ben", "/okr update")
    assert ben.modal is not None
    saved = await ben.submit(ben.modal, {"okr.value.1": "50", "okr.value.2": "80"})
    assert saved.view is not None
    told = words(saved.view.payload["blocks"])

    assert "80 is far off for KR-2 (from 0 to 10)" in told
    assert told.count("far off") == 1
