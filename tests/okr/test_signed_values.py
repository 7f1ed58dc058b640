"""A value with a sign counts from where the KR stands."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Standing, Taken
from tests.okr.test_values import TEN, D


@pytest.mark.parametrize(
    ("typed", "unit", "at", "taken"),
    [
        ("+3", "", TEN, Taken(D(13), "", relative=True)),
        ("-3 returned", "", TEN, Taken(D(7), "returned", relative=True)),
        ("−3", "", TEN, Taken(D(7), "", relative=True)),
        ("+€1k", "EUR", TEN, Taken(D(1010), "", relative=True)),
        ("+90 min", "h", TEN, Taken(D("11.5"), "", relative=True)),
        ("+5 %", "%", TEN, Taken(D(15), "", relative=True)),
        ("3", "", TEN, Taken(D(3), "")),
        ("=3", "", TEN, Taken(D(3), "")),
        ("=-3", "", TEN, Taken(D(-3), "")),
        ("-3", "", Standing(D(10), below_zero=True), Taken(D(-3), "")),
        ("+3", "", Standing(D(-10), below_zero=True), Taken(D(-7), "", relative=True)),
    ],
)
def test_a_signed_value_counts_from_where_the_kr_stands(
    typed: str, unit: str, at: Standing, taken: Taken
) -> None:
    assert rules.take(typed, unit, at) == taken


@pytest.mark.parametrize(
    ("typed", "unit", "told"), [("-11", "", "below 0"), ("+1", "/10", "out of range")]
)
def test_a_step_that_leads_nowhere_is_refused(typed: str, unit: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        rules.take(typed, unit, TEN)


@pytest.mark.parametrize(
    ("numbers", "value", "at"),
    [
        (("0", "60"), None, Standing(D(0))),
        (("0", "60"), "45", Standing(D(45))),
        (("0", "60"), "-5", Standing(D(-5), below_zero=True)),
        (("-20", "60"), "45", Standing(D(45), below_zero=True)),
        ((), None, None),
    ],
)
def test_a_kr_stands_at_its_value_or_at_its_start(
    numbers: tuple[str, ...], value: str | None, at: Standing | None
) -> None:
    current = None if value is None else D(value)

    assert rules.standing(*map(D, numbers), value=current) == at
