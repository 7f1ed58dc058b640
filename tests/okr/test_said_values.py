"""Values in words: read where they can be nothing else, and asked about where a note may begin."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Taken
from tests.okr.stage import BEN, Make
from tests.okr.test_update import past, typed
from tests.okr.test_values import D
from tests.trust.deep import on_one_database
from tests.world import World

SHARE = ("Calls answered", "0", "90", "%")


@pytest.mark.parametrize(
    ("typed", "unit", "value", "note"),
    [
        ("sixty-five percent", "%", "65", ""),
        ("sixty five percent, at last", "%", "65", "at last"),
        ("a hundred percent", "%", "100", ""),
        ("half", "%", "50", ""),
        ("half a percent", "%", "0.5", ""),
        ("two thirds", "%", "66.666667", ""),
        ("three-quarters; so far", "%", "75", "so far"),
        ("a third", "%", "33.333333", ""),
        ("三分之二", "%", "66.666667", ""),
        ("百分之六十", "%", "60", ""),
        ("百分之六十五点五，快了", "%", "65.5", "快了"),
        ("百分之 65", "%", "65", ""),
        ("百分之百", "%", "100", ""),
        ("千分之五", "%", "0.5", ""),
        ("六成", "%", "60", ""),
        ("六成五", "%", "65", ""),
        ("两成半", "%", "25", ""),
        ("6 成", "%", "60", ""),
        ("6成5", "%", "65", ""),
        ("6.5成，快了", "%", "65", "快了"),
        ("一半", "%", "50", ""),
        ("六十五％", "%", "65", ""),
        ("two hundred and five", "", "205", ""),
        ("three million users in all", "users", "3000000", "in all"),
        ("two and a half million", "EUR", "2500000", ""),
        ("五万五千元", "CNY", "55000", ""),
        ("五千人，快了", "人", "5000", "快了"),
        ("十二点五万", "", "125000", ""),
        ("four point five", "/5", "4.5", ""),
        ("four of 5", "/5", "4", ""),
        ("twelve", "h", "12", ""),
        ("一百二十小时", "h", "120", ""),
        ("两百分钟", "h", "3.333333", ""),
    ],
)
def test_words_that_are_a_value_are_read(typed: str, unit: str, value: str, note: str) -> None:
    assert rules.take(typed, unit) == Taken(D(value), note)


@pytest.mark.parametrize(
    ("typed", "unit", "line"),
    [
        ("two more of them", "", "two; more of them"),
        ("六十五 快了", "", "六十五; 快了"),
        ("half of them", "%", "half; of them"),
        ("two hundred in Spain", "users", "two hundred; in Spain"),
    ],
)
def test_words_that_may_begin_a_sentence_are_asked_about(typed: str, unit: str, line: str) -> None:
    with pytest.raises(UserError) as caught:
        rules.take(typed, unit)
    assert "can be the value, or begin a sentence" in caught.value.sentence
    assert caught.value.values["line"] == line


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("twenty-fifth", ""),
        ("one two three", ""),
        ("half", ""),
        ("half-hearted", "%"),
        ("两万五", ""),
        ("一半客户", "%"),
        ("七八成", "%"),
        ("三分之四", "%"),
        ("one day we will see", "h"),
        ("ten four", "h"),
    ],
)
def test_words_that_are_no_number_are_refused(typed: str, unit: str) -> None:
    with pytest.raises(UserError, match="not a number"):
        rules.take(typed, unit)


def test_about_six_tenths_are_not_six_per_cent() -> None:
    with pytest.raises(UserError, match="not in this key result's unit"):
        rules.take("6 成左右", "%")


@pytest.mark.parametrize(
    ("line", "value"), [("两成半", "25"), ("two thirds", "66.666667"), ("+five percent", "5")]
)
@on_one_database
async def test_a_share_in_words_is_recorded(care: World, make: Make, line: str, value: str) -> None:
    await make(BEN, SHARE)
    await typed(care, "ben", f"/okr update KR-1 {line}")

    (done,) = await past(care, 1)
    assert f"{done.value.normalize():f}" == value
