"""Values as people write them, in the unit of their KR."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.kit.units import SECONDS
from handlers.okr import rules
from handlers.okr.rules import Standing, Taken
from handlers.okr.rules.scan import line_of

D = Decimal
TEN = Standing(D(10))
UNITS = ("", "users", "%", "EUR", "JPY", "h", "min", "days", "weeks", "/5", "/10", "分", "k€")


@pytest.mark.parametrize(
    ("typed", "unit", "value", "note"),
    [
        ("1,234.5", "", "1234.5", ""),
        ("1.234,5", "", "1234.5", ""),
        ("1 234,5", "", "1234.5", ""),
        ("1\u202f234", "", "1234", ""),
        ("1 234 users at last", "users", "1234", "at last"),
        ("1'234.5 good", "", "1234.5", "good"),
        ("12,34,567", "INR", "1234567", ""),
        ("４５％，快了", "%", "45", "快了"),
        ("＋３", "", "3", ""),
        ("45 percent", "%", "45", ""),
        ("45: why", "%", "45", "why"),
        ("45 :tada: again", "%", "45", ":tada: again"),
        ("12k", "", "12000", ""),
        ("12.5K users, more", "users", "12500", "more"),
        ("3M", "", "3000000", ""),
        ("1.5万", "", "15000", ""),
        ("3 千", "users", "3000", ""),
        ("12万用户", "用户", "120000", ""),
        ("2亿", "", "200000000", ""),
        ("12k", "k", "12", ""),  # the unit is what is counted
        ("12 k€", "k€", "12", ""),
        ("12km", "km", "12", ""),
        ("12.345678k", "", "12345.678", ""),
        ("€12k from renewals", "EUR", "12000", "from renewals"),
        ("12k€", "EUR", "12000", ""),
        ("12 €", "EUR", "12", ""),
        ("€ 1.234,50", "EUR", "1234.5", ""),
        ("EUR 12", "EUR", "12", ""),
        ("12 eur", "EUR", "12", ""),
        ("2m", "USD", "2000000", ""),
        ("US$12", "USD", "12", ""),
        ("CHF 1'200", "CHF", "1200", ""),
        ("¥1200", "JPY", "1200", ""),
        ("￥1.2万", "CNY", "12000", ""),
        ("12元，不错", "CNY", "12", "不错"),
        ("-€3", "EUR", "-3", ""),
        ("€-3", "EUR", "-3", ""),
        ("€12", "€", "12", ""),  # a free word that older KRs have
    ],
)
def test_values_are_read_as_people_write_them(typed: str, unit: str, value: str, note: str) -> None:
    assert rules.take(typed, unit) == Taken(D(value), note)


@pytest.mark.parametrize(
    ("typed", "unit", "value", "note"),
    [
        ("2h 30m", "h", "2.5", ""),
        ("2h30", "h", "2.5", ""),
        ("2 h 30 min on weekends", "h", "2.5", "on weekends"),
        ("2:30 h", "h", "2.5", ""),
        ("2:30", "h", "2.5", ""),
        ("2:30 min", "min", "2.5", ""),
        ("1:30:00", "min", "90", ""),
        ("90 min", "h", "1.5", ""),
        ("90m faster", "h", "1.5", "faster"),
        ("1,5 h", "h", "1.5", ""),
        ("1.5h", "min", "90", ""),
        ("1d 4h 30m", "h", "28.5", ""),
        ("2 days", "h", "48", ""),
        ("2 weeks", "days", "14", ""),
        ("36h", "days", "1.5", ""),
        ("20 min", "h", "0.333333", ""),  # as exactly as can be kept
        ("4", "h", "4", ""),
        ("45 hotel guests", "h", "45", "hotel guests"),
        ("2小时30分", "h", "2.5", ""),
        ("2小时左右", "h", "2", "左右"),
        ("7 hours and 30 minutes", "h", "7.5", ""),
        ("7 hours and 30 minutes faster", "h", "7.5", "faster"),
        ("7 hours, 30 minutes", "h", "7.5", ""),
        ("7 hours, 30 minutes, faster", "h", "7.5", "faster"),
        ("7 hours, and 30 minutes faster", "h", "7.5", "faster"),
        ("7 h & 30 min", "h", "7.5", ""),
        ("7 Stunden und 30 min", "h", "7.5", ""),
        ("1 day, 4 hours and 30 minutes", "h", "28.5", ""),
        ("7 hours and 20 people helped", "h", "7", "and 20 people helped"),
        ("7 hours; 30 minutes less", "h", "7", "30 minutes less"),
        ("7 hours and a day off", "h", "7", "and a day off"),
        ("1 hour and a half", "h", "1.5", ""),
        ("2 and a half hours slower", "h", "2.5", "slower"),
        ("2 and a half", "h", "2.5", ""),
        ("2 and a half of them", "h", "2", "and a half of them"),
        ("7个小时30分钟", "h", "7.5", ""),
        ("7小时又30分", "h", "7.5", ""),
        ("7小时零30分", "h", "7.5", ""),
        ("7 個小時，30 分鐘", "h", "7.5", ""),
        ("7小時半", "h", "7.5", ""),
        ("7個半小時，快了", "h", "7.5", "快了"),
        ("30 分钟，快了", "min", "30", "快了"),
        ("2 Std", "h", "2", ""),
        ("-2h", "h", "-2", ""),
    ],
)
def test_durations_are_converted_into_the_units_of_their_krs(
    typed: str, unit: str, value: str, note: str
) -> None:
    assert rules.take(typed, unit) == Taken(D(value), note)


@pytest.mark.parametrize(
    ("typed", "value", "note"),
    [
        ("4.5/5", "4.5", ""),
        ("4,5 / 5 again", "4.5", "again"),
        ("4.5 of 5", "4.5", ""),
        ("4.5 out of 5 stars", "4.5", "stars"),
        ("4.5", "4.5", ""),
        ("0", "0", ""),
        ("5, at last", "5", "at last"),
    ],
)
def test_a_rating_may_name_its_scale(typed: str, value: str, note: str) -> None:
    assert rules.take(typed, "/5") == Taken(D(value), note)


@pytest.mark.parametrize(
    ("typed", "unit", "told"),
    [
        ("fast", "h", "not a number"),
        ("", "h", "not a number"),
        ("- 3", "", "not a number"),
        ("1.234", "", "can be read as"),
        ("1.234k", "", "can be read as"),
        ("45 120 tickets done", "", "with a note"),
        ("7h, 20 min slow", "h", "can be all of the value"),
        ("1 hour and a half of them", "h", "can be all of the value"),
        ("7小时半数客户", "h", "can be all of the value"),
        ("45%", "h", "not in this key result's unit"),
        ("45 %", "", "has no unit"),
        ("45 €", "h", "not in this key result's unit"),
        ("€45", "", "has no unit"),
        ("$45", "EUR", "not in this key result's unit"),
        ("45 USD", "EUR", "not in this key result's unit"),
        ("A$45", "USD", "not in this key result's unit"),
        ("12kg", "km", "not in this key result's unit"),
        ("10^30", "", "has no unit"),
        ("1e3", "", "has no unit"),
        ("nan", "", "not a number"),
        ("Infinity", "%", "not a number"),
        ("9" * 31, "", "too long"),
        ("9999999999999亿", "", "too long"),
        ("0.1234567", "", "too long"),
        ("2:30", "min", "can be hours and minutes"),
        ("2:75", "h", "not in this key result's unit"),
        ("4.5/10", "/5", "not in this key result's unit"),
        ("6", "/5", "out of range"),
        ("-1", "/5", "out of range"),
        ("2h", "users", "not in this key result's unit"),
        ("3d 99999999999999999 h", "h", "too long"),
    ],
)
def test_what_is_no_value_in_this_unit_is_refused_with_the_reason(
    typed: str, unit: str, told: str
) -> None:
    with pytest.raises(UserError) as caught:
        rules.take(typed, unit)
    assert told in caught.value.sentence


@pytest.mark.parametrize(("typed", "value"), [(" 2h 30m ", "2.5"), ("=4", "4"), ("-1", "-1")])
def test_a_bound_is_a_value_and_nothing_else(typed: str, value: str) -> None:
    assert rules.read_value(typed, "h") == D(value)


def test_words_behind_a_bound_are_refused() -> None:
    with pytest.raises(UserError, match="more than a number"):
        rules.read_value("2h or so", "h")


@given(st.text(), st.sampled_from(UNITS))
def test_whatever_is_typed_is_read_or_refused_and_no_note_is_made_up(text: str, unit: str) -> None:
    try:
        taken = rules.take(text, unit, TEN)
    except UserError:
        return
    assert taken.note in line_of(text).typed


signs = st.text("=+-−€$¥CHF kKMmm万亿0123456789.,'’: \u00a0hdmin/5of%分小时", max_size=20)


@given(signs, st.sampled_from(UNITS))
def test_whatever_looks_like_a_value_is_read_or_refused(text: str, unit: str) -> None:
    try:
        taken = rules.take(text, unit)
    except UserError:
        return
    assert taken.value == rules.fits(taken.value, unit)


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(UNITS))
def test_a_prefilled_value_is_read_as_itself(value: Decimal, unit: str) -> None:
    if unit.startswith("/"):
        value = abs(value) % int(unit[1:])
    at = rules.standing(value, value=value)

    assert rules.take(rules.typed_number(value), unit, at).value == value


@given(st.integers(0, 10**6), st.sampled_from(("h", "days", "weeks", "min")))
def test_hours_and_minutes_come_to_the_same_as_minutes(minutes: int, unit: str) -> None:
    parts = f"{minutes // 60}h {minutes % 60}m"

    both = rules.take(parts, unit).value
    assert both == rules.take(f"{minutes} min", unit).value
    assert abs(both * SECONDS[unit] - minutes * 60) < SECONDS[unit] / 10**6
