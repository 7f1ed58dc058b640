"""Durations as people say them, where a KR counts in hours or days."""

import time
from decimal import Decimal

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Taken
from tests.okr.stage import RESPONSE, Make, words
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

D = Decimal
AT_ONCE = 10  # seconds, on the busiest machine


@pytest.mark.parametrize(
    ("said", "unit", "value", "note"),
    [
        ("两个半小时", "h", "2.5", ""),
        ("兩個半小時", "h", "2.5", ""),
        ("半小时", "h", "0.5", ""),
        ("半個小時，快了", "h", "0.5", "快了"),
        ("一个半钟头 周末", "h", "1.5", "周末"),
        ("两小时半", "h", "2.5", ""),
        ("三天半", "days", "3.5", ""),
        ("兩天零四小時", "h", "52", ""),
        ("两小时三十分", "h", "2.5", ""),
        ("十五分钟", "min", "15", ""),
        ("四十五分鐘左右", "min", "45", "左右"),
        ("两个星期", "days", "14", ""),
        ("半天", "days", "0.5", ""),
        ("two and a half hours", "h", "2.5", ""),
        ("Two hours and thirty minutes on weekends", "h", "2.5", "on weekends"),
        ("half an hour", "h", "0.5", ""),
        ("an hour and a half", "h", "1.5", ""),
        ("an hour, at last", "h", "1", "at last"),
        ("forty-five minutes", "min", "45", ""),
        ("2 hours and ten minutes", "h", "2.166667", ""),
        ("2 hours and a minute more", "h", "2", "and a minute more"),
        ("3 周三上线", "h", "3", "周三上线"),
        ("3 週末很忙", "h", "3", "週末很忙"),
        ("2周三天，终于", "days", "17", "终于"),
        ("2 周 上线了", "days", "14", "上线了"),
        ("2 hours and ten people", "h", "2", "and ten people"),
    ],
)
def test_what_is_said_is_a_value(said: str, unit: str, value: str, note: str) -> None:
    assert rules.take(said, unit) == Taken(D(value), note)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("三天两头出问题", "not a number"),  # often
        ("一天到晚很慢", "not a number"),  # all day long
        ("两三天", "not a number"),
        ("两周年", "not a number"),
        ("三个客户", "not a number"),
        ("one day we will get there", "not a number"),
        ("a day off", "can be the value"),
        ("two days ago it broke", "not a number"),
        ("Three weeks in a row", "not a number"),
        ("half of them", "not a number"),
        ("2小时十分满意", "can be all of the value"),  # very content
        ("an hour and a half of them", "can be all of the value"),
    ],
)
def test_words_that_begin_a_sentence_are_no_value(typed: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        rules.take(typed, "h")
    assert told in caught.value.sentence


def test_where_hours_are_not_what_is_counted_they_are_no_value() -> None:
    with pytest.raises(UserError, match="not a number"):
        rules.take("两个半小时", "users")


@pytest.mark.parametrize(
    ("line", "split"),
    [
        ("3 两个半小时", (3, "两个半小时")),
        ("3 half an hour", (3, "half an hour")),
        ("3 a day off", None),
        ("3 one day we will get there", None),
    ],
)
def test_a_bare_number_stands_before_what_is_said(line: str, split: tuple[int, str] | None) -> None:
    assert rules.split_number(line) == split


def test_a_line_of_many_words_is_read_at_once() -> None:
    """All behind each of them was read for each, which took minutes for a page of text."""
    line, began = "一 " * 20_000, time.perf_counter()
    assert rules.splits(line) == [(line, "")]
    assert time.perf_counter() - began < AT_ONCE


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("ben", "KR-1 half an hour since Monday", "is at 0.5 h"),
        ("chen", "KR-1 两个半小时，快了", "现在是 2.5 h"),
        ("dai", "first response 兩個半小時", "現在是 2.5 h"),
    ],
)
@on_one_database
async def test_it_is_recorded_over_the_wire(
    care: World, make: Make, who: str, line: str, told: str
) -> None:
    owner = care.person(who).user
    await make(owner, RESPONSE)
    seen = await typed(care, who, f"/okr update {line}")

    assert told in words(seen.blocks)
    assert len(await past(care, 1)) == 1


@pytest.mark.parametrize(
    ("who", "line", "told", "copied"),
    [
        ("ben", "an hour for calls", "“an hour” can be the value", "an hour; for calls"),
        ("chen", "a week or so", "“a week”可能是数值", "a week; or so"),
    ],
)
@on_one_database
async def test_of_words_that_may_begin_a_sentence_it_is_asked_whether_they_are_the_value(
    care: World, make: Make, who: str, line: str, told: str, copied: str
) -> None:
    await make(care.person(who).user)
    seen = await typed(care, who, f"/okr update KR-1 {line}")

    assert told in seen.text
    assert f"`{copied}`" in seen.text
    assert await past(care, 1) == []
    await typed(care, who, f"/okr update KR-1 {copied}")
    assert (await past(care, 1))[0].note == copied.partition("; ")[2]


@on_one_database
async def test_half_an_hour_for_calls_is_a_value_and_its_note(care: World, make: Make) -> None:
    await make("U0BEN")
    await typed(care, "ben", "/okr update KR-1 half an hour for calls")
    (done,) = await past(care, 1)
    assert (done.value, done.note) == (D("0.5"), "for calls")
