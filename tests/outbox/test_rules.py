"""Slack's pace, as tables."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.outbox import rules

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that waits."""

    workspace_id: str
    kind: str
    target: str


def _posts(*targets: str) -> list[Waiting]:
    return [Waiting("T1", "post", target) for target in targets]


def test_one_message_a_channel_goes_at_once() -> None:
    choice = rules.choose(_posts("C1", "C1", "C2"), {"T1": {}}, NOW)
    assert [w.target for w in choice.chosen] == ["C1", "C2"]
    assert choice.again == NOW + rules.CHANNEL.every


def test_after_a_silence_eight_go_to_a_workspace_and_then_four_a_second() -> None:
    many = _posts(*(f"C{i}" for i in range(12)))
    first = rules.choose(many, {"T1": {}}, NOW)
    assert len(first.chosen) == 8
    assert first.again == NOW + timedelta(milliseconds=250)
    second = rules.choose(many[8:], first.budgets, NOW + timedelta(milliseconds=250))
    assert len(second.chosen) == 1


def test_one_workspace_does_not_slow_another() -> None:
    both = [Waiting("T1", "post", "C1"), Waiting("T2", "post", "C1")]
    assert len(rules.choose(both, {"T1": {}, "T2": {}}, NOW).chosen) == 2


def test_what_is_claimed_elsewhere_waits() -> None:
    busy = {"T1": {rules.channel_bucket("C1"): NOW + timedelta(seconds=3)}}
    choice = rules.choose(_posts("C1"), busy, NOW)
    assert (choice.chosen, choice.again) == ([], NOW + timedelta(seconds=3))


@given(st.sampled_from(sorted(rules.METHODS)), st.floats(0.001, 1000))
def test_no_call_spends_a_budget_for_longer_than_is_believed(kind: str, times: float) -> None:
    for pace in rules.buckets(kind, "C1", times).values():
        assert pace.after(NOW, NOW) - NOW <= rules.longest(times) - rules.LONGEST_WAIT


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (10, 512), (11, 600), (1000, 600)]
)
def test_waits_double_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert rules.backoff(attempts) == timedelta(seconds=seconds)


@given(st.lists(st.sampled_from(["C1", "C2", "C3", "C4", "C5", "C6"]), max_size=40))
def test_no_second_ever_has_two_messages_in_a_channel_or_more_than_the_workspace_takes(
    targets: list[str],
) -> None:
    waiting, now = _posts(*targets), NOW
    free: dict[str, dict[str, datetime]] = {"T1": {}}
    sent: list[tuple[datetime, str]] = []
    while waiting:
        choice = rules.choose(waiting, free, now)
        sent += [(now, w.target) for w in choice.chosen]
        for chosen in choice.chosen:
            waiting.remove(chosen)
        free = {"T1": free["T1"] | choice.budgets.get("T1", {})}
        now = choice.again or now
    for at, target in sent:
        within = [t for moment, t in sent if at <= moment < at + timedelta(seconds=1)]
        assert within.count(target) == 1
        assert len(within) <= 12
