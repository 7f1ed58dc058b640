"""Whose public holidays somebody has."""

from datetime import date

import pytest

from handlers.absence.rules.country import MOST, choices, country_name, place_of, read_country
from handlers.kit.errors import UserError
from handlers.kit.holidays import countries, country_of, holiday


@pytest.mark.parametrize(
    ("day", "country", "name"),
    [
        (date(2026, 11, 26), "US", "Thanksgiving Day"),
        (date(2026, 11, 26), "DE", None),
        (date(2026, 1, 6), "DE", None),
        (date(2026, 1, 6), "DE-BY", "Epiphany"),
        (date(2026, 10, 3), "DE-BY", "German Unity Day"),
        (date(2026, 10, 3), "DE-ZZ", "German Unity Day"),  # of the country at least
        (date(2026, 10, 1), "CN", "National Day"),
        (date(2026, 12, 25), "", None),
        (date(2026, 12, 25), "ZZ", None),
    ],
)
def test_a_country_has_its_holidays_and_a_part_its_own(
    day: date, country: str, name: str | None
) -> None:
    assert holiday(day, country) == name


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("CN", "zh_CN", "国庆节"),
        ("CN", "zh_TW", "國慶節"),
        ("DE", "zh_CN", None),
        ("CN", "en", "National Day"),
        ("CN-ZZ", "zh_CN", "国庆节"),
    ],
)
def test_a_holiday_has_its_name_in_the_language_of_who_has_it(
    country: str, language: str, name: str | None
) -> None:
    assert holiday(date(2026, 10, 1), country, language) == name


def test_a_holiday_without_a_name_in_that_language_has_its_english_one() -> None:
    assert holiday(date(2026, 10, 3), "DE", "zh_CN") == "German Unity Day"


@pytest.mark.parametrize(
    ("zone", "country"),
    [("US/Eastern", "US"), ("Asia/Calcutta", "IN"), ("UTC", None), ("Antarctica/Troll", None)],
)
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    assert country_of(zone) == country


def test_a_persons_own_country_goes_before_their_zones() -> None:
    assert place_of("DE-BY", "America/New_York") == "DE-BY"
    assert place_of(None, "America/New_York") == "US"
    assert place_of(None, "UTC") == ""


@pytest.mark.parametrize(
    ("typed", "locale", "code"),
    [
        ("DE", "en-US", "DE"),
        (" de-by ", "en-US", "DE-BY"),
        ("Germany", "en-US", "DE"),
        ("Deutschland", "de-DE", "DE"),
        ("Germany, Bayern", "en-US", "DE-BY"),
        ("德國", "zh-TW", "DE"),
        ("United States California", "en-US", "US-CA"),
        ("", "en-US", None),
    ],
)
def test_a_country_is_read_by_code_or_name(typed: str, locale: str, code: str | None) -> None:
    assert read_country(typed, locale) == code


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Atlantis", "no public holidays of"),
        ("DE-XX", "Write one of"),
        ("Nauru north", "the same public holidays everywhere"),
    ],
)
def test_an_unknown_country_or_part_is_named(typed: str, told: str) -> None:
    with pytest.raises(UserError) as refused:
        read_country(typed, field="country")
    assert told in refused.value.sentence
    assert refused.value.field == "country"


def test_choices_are_found_by_a_part_of_the_name_or_the_code() -> None:
    assert choices("DE")[0] == ("DE", "Germany")
    assert ("DE-BY", "Germany (Bayern)") in choices("bayern")
    assert len(choices()) == MOST
    assert choices("no such place") == []


def test_every_country_that_can_be_chosen_is_read_back() -> None:
    for code in countries():
        assert read_country(code) == code
        assert country_name(code)
