"""Days as people type them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.absence.rules.days import LONGEST, Span, read_span
from handlers.kit.errors import UserError
from handlers.kit.text import Texts

TODAY = date(2026, 11, 18)  # a Wednesday
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "back"),
    [
        ("until Monday", MONDAY),
        ("until MON", MONDAY),
        ("until mon.", MONDAY),
        ("till tues", date(2026, 11, 24)),
        ("to thurs", date(2026, 11, 19)),
        ("until Wednesday", date(2026, 11, 25)),  # the next: today is one
        ("until next Monday", MONDAY),
        ("until next Friday", date(2026, 11, 27)),
        ("until tomorrow", date(2026, 11, 19)),
        ("until the day after tomorrow", date(2026, 11, 20)),
        ("until next week", MONDAY),
        ("until this Friday", date(2026, 11, 20)),
        ("for 3 days", date(2026, 11, 21)),
        ("3 days", date(2026, 11, 21)),
        ("for a day", date(2026, 11, 19)),
        ("for a week", date(2026, 11, 25)),
        ("2 weeks", date(2026, 12, 2)),
        ("3天", date(2026, 11, 21)),
        ("两周", date(2026, 12, 2)),
        ("for twenty-one days", date(2026, 12, 9)),
        ("十二天", date(2026, 11, 30)),
        ("for two weeks", date(2026, 12, 2)),
        ("for the next five days", date(2026, 11, 23)),
        ("五天", date(2026, 11, 23)),
        ("兩個禮拜", date(2026, 12, 2)),
        ("一個星期", date(2026, 11, 25)),
        ("until next month", date(2026, 12, 1)),
        ("until 1 Dec", date(2026, 12, 1)),
        ("until 1 december", date(2026, 12, 1)),
        ("until dec 1st", date(2026, 12, 1)),
        ("until 1.12.2026", date(2026, 12, 1)),
        ("until 4 Jan", date(2027, 1, 4)),
        ("到周一", MONDAY),
        ("直到星期一", MONDAY),
        ("到 下週五", date(2026, 11, 27)),
        ("到下个星期一", MONDAY),
        ("到禮拜天", date(2026, 11, 22)),
        ("到下周", MONDAY),
        ("到明天", date(2026, 11, 19)),
        ("到12月1日", date(2026, 12, 1)),
        ("至2027年1月4日", date(2027, 1, 4)),
    ],
)
def test_until_when(typed: str, back: date) -> None:
    assert read_span(typed, TODAY) == Span(None, back)


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        (
            "from 2026-12-20 until 2027-01-04",
            Span(date(2026, 12, 20), date(2027, 1, 4)),
        ),
        ("from 21 Dec to 4 Jan", Span(date(2026, 12, 21), date(2027, 1, 4))),
        ("from Friday until Monday", Span(date(2026, 11, 20), MONDAY)),
        ("from Monday until Monday", Span(MONDAY, MONDAY + timedelta(days=7))),
        ("from today until Monday", Span(None, MONDAY)),
        ("从12月21日到1月4日", Span(date(2026, 12, 21), date(2027, 1, 4))),
        ("on 2026-12-31", Span(date(2026, 12, 31), date(2027, 1, 1))),
        ("for 2 weeks from Monday", Span(MONDAY, MONDAY + timedelta(days=14))),
        ("2 days on Friday", Span(date(2026, 11, 20), date(2026, 11, 22))),
        ("3天从周一 旅行", Span(MONDAY, MONDAY + timedelta(days=3), "旅行")),
        ("for a week from today", Span(None, date(2026, 11, 25))),
        ("for 2 weeks on holiday", Span(None, date(2026, 12, 2), "on holiday")),
        ("on Friday", Span(date(2026, 11, 20), date(2026, 11, 21))),
        ("on today", Span(None, date(2026, 11, 19))),
        ("today", Span(None, date(2026, 11, 19))),
        ("今天", Span(None, date(2026, 11, 19))),
        ("18 Nov", Span(None, date(2026, 11, 19))),
        ("tomorrow", Span(date(2026, 11, 19), date(2026, 11, 20))),
        ("明天 <@U0TOM|tom>", Span(date(2026, 11, 19), date(2026, 11, 20), "<@U0TOM|tom>")),
        ("the day after tomorrow", Span(date(2026, 11, 20), date(2026, 11, 21))),
        ("tomorrow until Monday", Span(date(2026, 11, 19), MONDAY)),
        ("23 Nov until 27 Nov", Span(MONDAY, date(2026, 11, 27))),
        ("this week", Span(None, MONDAY)),
        ("本周", Span(None, MONDAY)),
        ("這週", Span(None, MONDAY)),
        ("next week", Span(MONDAY, MONDAY + timedelta(days=7))),
        ("on next week", Span(MONDAY, MONDAY + timedelta(days=7))),
        ("下周", Span(MONDAY, MONDAY + timedelta(days=7))),
        ("this month", Span(None, date(2026, 12, 1))),
        ("下个月", Span(date(2026, 12, 1), date(2027, 1, 1))),
        ("on 本周五", Span(date(2026, 11, 20), date(2026, 11, 21))),
        (
            "from 2026-12-21 until 2027-01-04 Winter break",
            Span(date(2026, 12, 21), date(2027, 1, 4), "Winter break"),
        ),
        ("until Monday <@U0TOM|tom>", Span(None, MONDAY, "<@U0TOM|tom>")),
    ],
)
def test_spans_and_what_follows_them(typed: str, span: Span) -> None:
    assert read_span(typed, TODAY) == span


def test_weekdays_are_read_in_the_persons_own_language() -> None:
    assert read_span("until Montag", TODAY, "de-DE").back == MONDAY
    assert read_span("until Monday", TODAY, "no such locale").back == MONDAY


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("until soon", "“{text}” is not a day"),
        ("for 3 years", "“{text}” is not a time that I can count"),
        ("for ages", "“{text}” is not a time that I can count"),
        ("", "Say which day"),
        ("until", "Say which day"),
        ("until Mondayish", "is not a day"),
        ("三周年庆", "is not a day"),
        ("until 31 Feb", "is not a day"),
        ("until 2026-11-18", "Today is not a later day"),
        ("until today", "Today is not a later day"),
        ("until 17 Nov", "is over"),  # not that of next year
        ("20 Sep", "is over"),
        ("from 16 Nov until Friday", "is over"),
        ("到11月13日", "is over"),
        ("last Friday", "is over"),
        ("from 2026-11-17 until Monday", "is over"),
        ("until yesterday", "is over"),
        ("yesterday", "is over"),
        ("the day before yesterday", "is over"),
        ("on yesterday", "is over"),
        ("from yesterday until Monday", "is over"),
        ("until last Friday", "is over"),
        ("until last week", "is over"),
        ("until last month", "is over"),
        ("until 2026-11-17", "is over"),
        ("到昨天", "is over"),
        ("到前天", "is over"),
        ("到上周五", "is over"),
        ("到上個禮拜", "is over"),
        ("from 2026-12-20 until yesterday", "has to come after"),
        ("from 2026-12-20", "until when as well"),
        ("from 2026-12-20 until 2026-12-20", "has to come after"),
        ("until 2031-01-01", "more than a year ahead"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_way_out(typed: str, told: str) -> None:
    with pytest.raises(UserError) as refused:
        read_span(typed, TODAY)
    assert told in refused.value.sentence


def told(typed: str, verb: str = "away", today: date = TODAY) -> str:
    with pytest.raises(UserError) as refused:
        read_span(typed, today, verb=verb)
    return refused.value.told(Texts().say("en-US"))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("friday", "friday"),
        ("周五", "周五"),
        ("next Monday", "next Monday"),
        ("下週一", "下週一"),
        ("Wednesday", "Wednesday"),  # today, or until that of next week
        ("31 Dec", "31 Dec"),
        ("2026-12-01", "2026-12-01"),
        ("12月1日", "12月1日"),
    ],
)
def test_a_day_alone_is_asked_back_with_both_lines_to_copy(typed: str, day: str) -> None:
    lines = f"`/okr away on {day} @ben` or `/okr away until {day} @ben`."
    assert told(f"{typed} <@U0BEN|ben>").endswith(lines)
    for word in ("on", "until"):
        assert read_span(f"{word} {day}", TODAY).back > TODAY


@pytest.mark.parametrize(
    "typed",
    ["下周一到周五", "23 Nov - 27 Nov", "Mon-Fri", "on 23 Nov to 27 Nov", "11月23日至27 Nov"],
)
def test_of_two_days_it_is_asked_whether_the_last_one_belongs_to_them(typed: str) -> None:
    said = told(f"{typed} Fair", "pause everyone")
    assert "Is 27 Nov the last day of it?" in said
    assert "`/okr pause everyone from 2026-11-23 until 2026-11-28 Fair`" in said
    assert "`/okr pause everyone from 2026-11-23 until 2026-11-27 Fair`" in said


def test_a_long_reason_stands_whole_in_both_lines_to_copy() -> None:
    why = ("calls " * 60).rstrip()
    assert told(f"23 - 27 Nov {why}", "pause").count(f" {why}`") == 2


def test_what_follows_a_dash_may_be_the_reason() -> None:
    assert "`/okr pause on Friday - offsite`" in told("Friday - offsite", "pause")


def test_a_day_of_last_year_that_is_over_is_called_with_its_year() -> None:
    assert "2026-12-30 is over" in told("until 30 Dec", today=date(2027, 1, 4))
    assert "30 Dec is over" in told("until 30 Dec", today=date(2026, 12, 31))


def test_a_day_of_two_months_ago_is_next_years() -> None:
    assert read_span("until 17 Sep", TODAY).back == date(2027, 9, 17)
    assert read_span("until 29 Feb", date(2028, 1, 10)).back == date(2028, 2, 29)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(1, LONGEST.days))
def test_a_day_within_a_year_is_read_as_it_was_written(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert read_span(f"until {day.isoformat()}", today).back == day


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 6), st.booleans())
def test_a_weekday_lies_within_a_week(today: date, weekday: int, chinese: bool) -> None:
    name = f"周{'一二三四五六日'[weekday]}" if chinese else f"{date(2024, 1, 1 + weekday):%A}"
    back = read_span(f"until {name}", today).back
    assert back.weekday() == weekday
    assert timedelta(0) < back - today <= timedelta(days=7)


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    try:
        span = read_span(text, TODAY)
    except UserError:
        return
    assert (span.first or TODAY) < span.back <= TODAY + LONGEST
