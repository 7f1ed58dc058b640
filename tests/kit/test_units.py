"""Units: how they are read, what they count, and how amounts in them are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit import units
from handlers.kit.errors import UserError
from handlers.kit.numbers import folded
from handlers.kit.text import Texts
from handlers.kit.units import Sort

D = Decimal
TEXTS = Texts()


@pytest.mark.parametrize(
    ("typed", "unit", "sort"),
    [
        ("", "", Sort.NUMBER),
        (" active  users ", "active users", Sort.NUMBER),
        ("NPS", "NPS", Sort.NUMBER),
        ("MVP", "MVP", Sort.NUMBER),  # money of the Maldives until 1981
        ("top", "top", Sort.NUMBER),  # TOP would be money
        ("m", "m", Sort.NUMBER),  # metres or months, as likely as minutes
        ("%", "%", Sort.PERCENT),
        ("％", "%", Sort.PERCENT),
        ("Percent", "%", Sort.PERCENT),
        ("€", "EUR", Sort.MONEY),
        ("euro", "EUR", Sort.MONEY),
        ("$", "USD", Sort.MONEY),
        ("￡", "GBP", Sort.MONEY),
        ("chf", "CHF", Sort.MONEY),
        ("人民币", "CNY", Sort.MONEY),
        ("h", "h", Sort.DURATION),
        ("Days", "Days", Sort.DURATION),
        ("小时", "小时", Sort.DURATION),
        ("/5", "/5", Sort.RATING),
        ("out of 10", "/10", Sort.RATING),
        ("/0", "/0", Sort.NUMBER),
        ("/1000", "/1000", Sort.NUMBER),
    ],
)
def test_a_unit_is_kept_in_one_form(typed: str, unit: str, sort: Sort) -> None:
    assert units.read_unit(typed) == unit
    assert units.sort_of(unit) is sort


@pytest.mark.parametrize("sign", ["¥", "￥", "元", "kr"])
def test_a_sign_of_several_currencies_is_asked_about(sign: str) -> None:
    with pytest.raises(UserError) as caught:
        units.read_unit(sign)
    assert len(caught.value.values["codes"]) > 1


@pytest.mark.parametrize("typed", ["5 stars", "-3", ".5", "=1"])
def test_what_begins_like_a_number_is_no_unit(typed: str) -> None:
    with pytest.raises(UserError, match="cannot be a unit"):
        units.read_unit(typed)


@given(st.text(max_size=20))
def test_a_unit_that_was_kept_is_kept_as_it_is(typed: str) -> None:
    try:
        unit = units.read_unit(typed)
    except UserError:
        return
    assert units.read_unit(unit) == unit


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("value", "unit", "english", "german", "chinese"),
    [
        ("12000", "EUR", "€12,000", "12.000\xa0€", "€12,000"),
        ("12.5", "EUR", "€12.50", "12,50\xa0€", "€12.50"),
        ("1200", "CNY", "CN¥1,200", "1.200\xa0CN¥", "¥1,200"),
        ("4.5", "/5", "4.5/5", "4,5/5", "4.5/5"),
        ("2.5", "h", "2.5 h", "2,5 h", "2.5 h"),
        ("0.333333", "h", "20 min", "20 min", "20 min"),
        ("2.999999", "h", "3 h", "3 h", "3 h"),
        ("-2.333333", "days", "-2 days 8 h", "-2 days 8 h", "-2 days 8 h"),
        ("0.104167", "d", "2.5 h", "2,5 h", "2.5 h"),
        ("-0.020833", "天", "-0.5 h", "-0,5 h", "-0.5 小时"),
        ("0.011111", "h", "40 s", "40 s", "40 s"),
        ("45", "%", "45 %", "45 %", "45%"),
    ],
)
def test_amounts_are_shown_as_their_reader_writes_them(
    value: str, unit: str, english: str, german: str, chinese: str
) -> None:
    shown = [TEXTS.say(locale).amount(D(value), unit) for locale in ("en-US", "de-DE", "zh-CN")]

    assert shown == [english, german, chinese]


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("45", "h", "45"),
        ("45", "", "45"),
        ("4.5", "/5", "4.5"),
        ("45", "EUR", "€45"),
        ("0.333333", "h", "20 min"),
    ],
)
def test_beside_its_target_a_value_goes_without_its_unit_where_it_can(
    value: str, unit: str, shown: str
) -> None:
    assert TEXTS.say("en-US").beside(D(value), unit) == shown


def test_a_value_goes_with_its_unit_where_the_one_beside_it_has_another() -> None:
    say = TEXTS.say("en-US")

    assert say.beside(D("9.5"), "d", D("0.104167")) == "9.5 d"
    assert say.beside(D("9.5"), "d", D("6")) == "9.5"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [("12", "EUR", "+€12"), ("-12", "EUR", "-€12"), ("2.333333", "d", "+2 d 8 h"), ("3", "", "+3")],
)
def test_changes_carry_their_sign_once(value: str, unit: str, shown: str) -> None:
    assert TEXTS.say("en-US").change(D(value), unit) == shown


@given(st.decimals(-(10**6), 10**6, places=6), st.sampled_from(("s", "min", "h", "d", "weeks")))
def test_a_duration_in_parts_is_as_long_as_it_was(value: Decimal, unit: str) -> None:
    said = units.parts(value, unit)
    seconds = units.SECONDS
    total = sum((abs(n) * seconds[word] for n, word in said), D(0))
    finest = {"s": 1, "min": 1, "h": 60, "d": 3600, "weeks": 86400}[unit]

    assert abs(total - abs(value) * seconds[unit]) <= D(finest) / 2
