"""What a number is counted by, apart from it: 1.2 million, 12 k €, 5 万元."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Taken
from tests.okr.stage import BEN, Make, words
from tests.okr.test_update import past, typed
from tests.okr.test_values import D
from tests.trust.deep import on_one_database
from tests.world import World

MONEY = ("Revenue", "0", "9000000", "EUR")


@pytest.mark.parametrize(
    ("typed", "unit", "value", "note"),
    [
        ("1.2 million users", "users", "1200000", ""),
        ("2 million in the EU", "users", "2000000", "in the EU"),
        ("1.2Million", "users", "1200000", ""),
        ("2 thousand", "", "2000", ""),
        ("3 hundred, at last", "", "300", "at last"),
        ("2 dozen", "", "24", ""),
        ("1,2 Mio. €", "EUR", "1200000", ""),
        ("12 Tsd. endlich", "EUR", "12000", "endlich"),
        ("1.5 bn", "USD", "1500000000", ""),
        ("12 k €", "EUR", "12000", ""),
        ("€12 k", "EUR", "12000", ""),
        ("12 k, at last", "", "12000", "at last"),
        ("1.2 m", "EUR", "1200000", ""),
        ("5 grand", "EUR", "5000", ""),
        ("5 万元", "CNY", "50000", ""),
        ("12.5 亿", "CNY", "1250000000", ""),
        ("3百万", "", "3000000", ""),
        ("2 千萬，快了", "", "20000000", "快了"),
        ("3 lakh", "INR", "300000", ""),
        ("1,2 Mill. €", "EUR", "1200000", ""),
        ("5万5千元", "CNY", "55000", ""),
        ("1亿2千万，快了", "", "120000000", "快了"),
        ("2千5百", "", "2500", ""),
        # The unit is what is counted.
        ("1.2 million", "million users", "1.2", ""),
        ("12k", "k€", "12", ""),
        ("12 k", "kEUR", "12", ""),
        ("5 万", "万元", "5", ""),
        ("12k", "kg", "12000", ""),
        # Another word, of a note.
        ("2 kids left", "", "2", "kids left"),
        ("2 thousandths", "", "2", "thousandths"),
        ("5 grand openings", "", "5", "grand openings"),
        ("5 w/ Anna", "", "5", "w/ Anna"),
        ("2; million of them", "", "2", "million of them"),
    ],
)
def test_a_number_is_what_it_is_counted_by_times_as_large(
    typed: str, unit: str, value: str, note: str
) -> None:
    assert rules.take(typed, unit) == Taken(D(value), note)


@pytest.mark.parametrize(
    ("typed", "unit", "told"),
    [
        ("45 K users", "", "with a note"),
        ("45 M. Dupont left", "", "with a note"),
        ("12 k from renewals", "EUR", "with a note"),
        ("5 万多", "", "with a note"),
        ("45 million thanks to Ben", "", "with a note"),
        ("5 w", "", "has no unit"),
        ("3万5", "", "has no unit"),
        ("5千5万", "", "has no unit"),
        ("1 m users", "users", "not in this key result's unit"),
        ("12 T€", "EUR", "not in this key result's unit"),
    ],
)
def test_what_may_be_counted_by_or_begin_a_note_is_asked_about(
    typed: str, unit: str, told: str
) -> None:
    with pytest.raises(UserError, match=told):
        rules.take(typed, unit)


@on_one_database
async def test_millions_are_recorded_as_millions(care: World, make: Make) -> None:
    await make(BEN, MONEY)
    seen = await typed(care, "ben", "/okr update KR-1 1.2 million, two large ones")

    assert "1,200,000" in words(seen.blocks)
    (done,) = await past(care, 1)
    assert (done.value, done.note) == (D(1_200_000), "two large ones")


@pytest.mark.parametrize("line", ["2/5k", "2 of 5k", "2 / €5 k"])
@on_one_database
async def test_beside_thousands_it_is_asked_what_two_are(
    care: World, make: Make, line: str
) -> None:
    await make(BEN, ("Revenue", "0", "5000", "EUR"))
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    assert "Write it again: 2000 for the large one, 2 for the small one" in seen.text
    assert await past(care, 1) == []
    await typed(care, "ben", "/okr update KR-1 2k/5k")
    assert [one.value for one in await past(care, 1)] == [D(2000)]
