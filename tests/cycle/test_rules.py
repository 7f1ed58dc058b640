"""When the end of a cycle asks and posts, how cycles are named, and who owes what."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cycle.rules import due
from handlers.cycle.rules.naming import read_name
from handlers.kit.errors import UserError
from handlers.okr.rules.cycle import is_open_ahead, own

DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2034, 1, 1))
zones = st.sampled_from(
    [
        "Europe/Berlin",
        "America/New_York",
        "Asia/Shanghai",
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
    ]
)


@given(days, zones, zones, st.integers(-1, 40))
def test_people_are_asked_on_the_last_day_and_have_time_before_the_result(
    ends: date, team: str, person: str, late: int
) -> None:
    post = due.posting(ends, ends + late * DAY, team)
    ask, remind = due.of_person(ends, post.day, "U1", person)
    on_wall = ask.due_at.astimezone(ZoneInfo(person))
    assert (on_wall.date(), on_wall.time()) == (ends, time(10))
    assert ask.due_at < remind.due_at < post.due_at
    assert post.day == max(ends + 5 * DAY, ends + (late + 3) * DAY)
    assert post.due_at.astimezone(ZoneInfo(team)).time() == time(15)


@given(days, zones, zones)
def test_whom_to_ask_is_looked_up_before_anybody_is_asked(
    ends: date, team: str, person: str
) -> None:
    prepare, opening, post = due.of_team(ends, team)
    (ask, _) = due.of_person(ends, post.day, "U1", person)
    assert prepare.due_at < opening.due_at <= ask.due_at
    assert is_open_ahead(own(ends + DAY, ends + 30 * DAY), prepare.day)
    assert not is_open_ahead(own(ends + DAY, ends + 30 * DAY), prepare.day - DAY)


def test_a_post_keeps_its_wall_time_over_a_change_of_the_clocks() -> None:
    post = due.posting(date(2027, 3, 26), date(2027, 3, 26), "Europe/Berlin")
    assert post.due_at == datetime(2027, 3, 31, 13, tzinfo=ZoneInfo("UTC"))  # summer time by then


@pytest.mark.parametrize("name", ["Launch 2027", "Ramadan sale", "发布 2027", "Q4 push", "2027"])
def test_a_name_is_what_people_type(name: str) -> None:
    assert read_name(f"  {name} ") == name


@pytest.mark.parametrize(
    "name",
    [
        *("", " – ", "x" * 41),
        *("2026-Q4", "q1", "2027 t2", "2026-11", "2026-01-01..2026-02-01"),
        *("next", "New", "month"),
    ],
)
def test_a_name_that_means_something_else_is_refused(name: str) -> None:
    with pytest.raises(UserError):
        read_name(name)
