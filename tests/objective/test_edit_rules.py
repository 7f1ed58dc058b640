"""What differs between two states of a thing, what stays of steps, whose word stands."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.objective.rules.edit import KrEdit, kr_texts, left_alone, renewed, step_text
from handlers.okr.rules.audit import Changed, Noted, What, differences, plain
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step
from handlers.okr.rules.steps import read_steps

D = Decimal
WORDS = st.text(
    st.characters(blacklist_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=20
).filter(lambda text: not text.startswith("["))
WEIGHTS = st.decimals(0, 100, places=2)


def kr(aim: Aim, **values: str) -> KrEdit:
    return KrEdit(values.get("title", "NPS"), values.get("owner", "U1"), aim, "", D(1), ())


def noted(what: str, before: str, n: int) -> Noted:
    at = datetime(2026, 11, 16, tzinfo=UTC) + timedelta(minutes=n)
    return Noted(f"c{n}", at, "U2", 1, 1, what, before, "", "")


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (kr(Reach(D(1), D(2))), kr(Reach(D("1.0"), D("2.00"))), []),
        (kr(Reach(D(1), D(2))), kr(Reach(D(1), D(3))), [Changed(What.TARGET, "2", "3")]),
        (
            kr(Keep(low=D(1))),
            kr(Keep(high=D(9))),
            [
                Changed(What.LOW, "1", ""),
                Changed(What.HIGH, "", "9"),
            ],
        ),
        (
            kr(Keep(D(1))),
            kr(Keep(D(1)), title="CSAT", owner="U3"),
            [
                Changed(What.TITLE, "NPS", "CSAT"),
                Changed(What.OWNER, "U1", "U3"),
            ],
        ),
        (
            kr(Milestones((Step("a", D(2), done=True),))),
            kr(Milestones((Step("a", D(2)),))),
            [],  # which steps are done is said by updates
        ),
    ],
)
def test_only_what_differs_is_a_change(
    before: KrEdit, after: KrEdit, changed: list[Changed]
) -> None:
    assert differences(kr_texts(before), kr_texts(after)) == changed


def test_what_i_left_alone_shows_what_others_made_of_it() -> None:
    since = [noted("target", "5", 3), noted("title", "NPS", 2), noted("target", "4", 1)]
    typed = {What.TARGET: "4", What.TITLE: "CSAT", What.START: "0"}

    assert left_alone(typed, since) == {What.TARGET}  # the oldest says what the form showed


@pytest.mark.parametrize(
    ("after", "done"),
    [
        (["a", "b", "c"], [True, False, True]),
        (["c", "a"], [True, True]),
        (["A", "b", "c"], [True, False, True]),  # one that is only called anew is as done
        (["new", "a", "b", "c"], [False, True, False, True]),
    ],
)
def test_steps_stay_as_done_as_they_were(after: list[str], done: list[bool]) -> None:
    before = [Step("a", done=True), Step("b"), Step("c", done=True)]

    assert [step.done for step in renewed(before, map(Step, after)).steps] == done


@given(st.lists(st.builds(Step, WORDS, WEIGHTS), min_size=1, max_size=5))
def test_steps_are_read_back_from_the_form_as_they_are(steps: list[Step]) -> None:
    assert list(read_steps("\n".join(map(step_text, steps)))) == steps


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_number_in_the_history_is_the_number(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
