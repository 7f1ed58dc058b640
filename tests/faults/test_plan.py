"""The plan of a campaign: the same for the same seed, and with every kind of trouble in it."""

from collections import Counter
from typing import get_args

from tests.faults.plan import ActKind, Size, StrikeKind, draw, sized


def test_a_seed_draws_the_same_plan_each_time_and_another_seed_another() -> None:
    size = sized(300, 60)
    assert draw(7, size) == draw(7, size)
    assert draw(7, size).strikes != draw(8, size).strikes


def test_the_whole_campaign_has_every_input_and_every_strike_as_often_as_it_says() -> None:
    plan = draw(1, Size())
    assert (len(plan.messages), len(plan.acts)) == (10_000, 2_000)
    assert {act.kind for act in plan.acts} == set(get_args(ActKind))
    strikes = Counter(strike.kind for strike in plan.strikes)
    assert set(strikes) == set(get_args(StrikeKind))
    assert (strikes["kill"], strikes["restart"]) == (20, 3)
    assert strikes["archive"] == strikes["unarchive"] == 4


def test_nobody_is_planned_to_thank_more_often_than_a_day_allows() -> None:
    thanks = Counter(
        (act.workspace, act.person)
        for act in draw(1, Size()).acts
        if act.kind in ("kudos", "reaction", "wavering")
    )
    assert max(thanks.values()) <= 5


def test_the_weather_is_over_before_the_traffic_is_waited_for() -> None:
    size = sized(300, 60)
    plan = draw(3, size)
    assert max(strike.at for strike in plan.strikes) <= size.seconds + 10


def test_slack_and_what_stands_before_it_are_in_every_trouble_before_and_after_the_effect() -> None:
    troubles = {
        s.trouble for s in draw(1, sized(300, 60)).strikes if s.method == "chat.postMessage"
    }
    assert troubles >= {"cut_before", "cut_after", "server_error", "server_error_after"}
