"""How often somebody may be asked, whatever asks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.nudge import flows
from handlers.nudge.rules import ENOUGH, MOST_A_WEEK, TODAY, WEEK, Ask, Sent, entries, refusals
from tests.checkin.stage import ANNA, BEN
from tests.world import HOME, World

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)  # a Thursday, 10:00 in Berlin


def ask(key: str, *krs: int, who: str = ANNA, zone: str = BERLIN) -> Ask:
    return Ask(who, key, "checkin.remind", zone, krs)


def sent(key: str, kr: int, at: datetime, who: str = ANNA) -> Sent:
    return Sent(who, key, kr, at)


@pytest.mark.parametrize(
    ("asked", "past", "why"),
    [
        (ask("b", 1), [], None),
        (ask("b", 1), [sent("a", 1, NOW - timedelta(hours=1))], TODAY),
        (ask("b", 1, 2), [sent("a", 2, NOW - timedelta(hours=1))], TODAY),
        (ask("b", 2), [sent("a", 1, NOW - timedelta(hours=1))], None),
        (ask("b", 1), [sent("a", 1, NOW - timedelta(hours=1), who=BEN)], None),
        # Midnight in Berlin is 23:00 UTC.
        (ask("b", 1), [sent("a", 1, datetime(2026, 11, 18, 23, tzinfo=UTC))], TODAY),
        (ask("b", 1), [sent("a", 1, datetime(2026, 11, 18, 22, 59, tzinfo=UTC))], None),
        (
            ask("b", 1, zone="Pacific/Honolulu"),
            [sent("a", 1, datetime(2026, 11, 18, 22, 59, tzinfo=UTC))],
            TODAY,
        ),
        (ask("a", 1), [sent("a", 1, NOW)], None),  # the same message once more
        (ask("b"), [sent("a", 0, NOW)], None),  # about no KR: only the week counts
    ],
)
def test_a_key_result_is_asked_about_once_a_day(
    asked: Ask, past: list[Sent], why: str | None
) -> None:
    assert refusals([asked], past, NOW) == {(asked.member_id, asked.key): why}


@pytest.mark.parametrize(
    ("ages", "why"),
    [
        ([timedelta(days=2)] * (MOST_A_WEEK - 1), None),
        ([timedelta(days=2)] * MOST_A_WEEK, ENOUGH),
        ([timedelta(days=2)] * (MOST_A_WEEK - 1) + [WEEK - timedelta(seconds=1)], ENOUGH),
        ([timedelta(days=2)] * (MOST_A_WEEK - 1) + [WEEK], None),
    ],
)
def test_nobody_is_asked_more_than_ten_times_in_seven_days(
    ages: list[timedelta], why: str | None
) -> None:
    past = [
        sent(f"a{n}", kr, NOW - age)
        for n, age in enumerate(ages)
        for kr in (1, 2)  # a message about two KRs is one message
    ]
    assert refusals([ask("b", 3)], past, NOW)[ANNA, "b"] == why


def test_what_is_asked_together_counts_against_each_other() -> None:
    found = refusals([ask("a", 1), ask("b", 1), ask("c", 2)], [], NOW)
    assert list(found.values()) == [None, TODAY, None]


@given(
    st.lists(st.tuples(st.integers(0, 400), st.lists(st.integers(1, 4), max_size=3)), max_size=60)
)
def test_the_limits_hold_whatever_asks_and_whenever(wanted: list[tuple[int, list[int]]]) -> None:
    past: list[Sent] = []
    for n, (hours, krs) in enumerate(sorted(wanted)):
        now = NOW + timedelta(hours=hours)
        one = ask(f"k{n}", *krs)
        if refusals([one], past, now)[ANNA, one.key] is None:
            past += entries(one, now)
    days = [(s.kr_number, s.sent_at.date()) for s in past if s.kr_number and s.sent_at.hour < 23]
    assert len(days) == len(set(days))
    for last in past:
        week = {s.key for s in past if timedelta() <= last.sent_at - s.sent_at < WEEK}
        assert len(week) <= MOST_A_WEEK


async def test_what_one_feature_has_asked_is_known_to_the_next(world: World) -> None:
    now = world.clock.now()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.note(session, [ask("checkin:1", 1, 2), ask("checkin:2", 3, who=BEN)], now)
    later = now + timedelta(minutes=5)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        asks = [ask("cycle:1", 2), ask("cycle:2", 3), ask("cycle:3", 3, who=BEN)]
        found = await flows.may_nudge(session, asks, later)
    assert list(found.values()) == [TODAY, None, TODAY]
    async with world.bot.deps.sessions.workspace(HOME) as session:
        assert await flows.may_nudge(session, [ask("cycle:1", 2)], now + WEEK) == {
            (ANNA, "cycle:1"): None
        }
