"""The coach's hints: a table of titles, and each hint once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.text import Texts
from handlers.okr.rules import quarter_of
from handlers.okr.rules.coach import Advice, DraftKr, Hint, hints, is_customers, output_word
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step
from handlers.okr.views.coach import coach_lines

D = Decimal
CYCLE = quarter_of(date(2026, 11, 16))
GOOD = DraftKr(1, "First response", "h", D(9), D(2), Reach(D(9), D(2)))
TEXTS = Texts()


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Launch the new portal", "Launch"),
        ("launching the portal", "launching"),
        ("Shipped 3 releases", "Shipped"),
        ("Shipping 3 releases", "Shipping"),
        ("Write a handbook", "Write"),
        ("Writing a handbook", "Writing"),
        ("Set up a help desk", "Set up"),
        ("“Build” a team", "Build"),
        ("New portal is live!", "live"),
        ("Handbook written", "written"),
        ("上线新版帮助中心", "上线"),
        ("新版帮助中心上線", "上線"),
        ("完成三次发布", "完成"),
        ("Release frequency", ""),
        ("Release success rate", ""),
        ("Delivery time", ""),
        ("Builders who renew", ""),
        ("First response", ""),
        ("完成率", ""),
        ("交付时间", ""),
        ("", ""),
    ],
)
def test_what_is_made_is_told_apart_from_what_changes(title: str, word: str) -> None:
    assert output_word(title) == word


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("NPS", True),
        ("Customers who renew", True),
        ("First response time", True),
        ("Positive reviews", True),
        ("客户满意度", True),
        ("用戶留存", True),
        ("Servers patched", False),
        ("Accessibility", False),  # ces is inside, and no word
        ("代码覆盖率", False),
        ("", False),
    ],
)
def test_a_customers_measure_is_known_by_its_words(text: str, is_one: bool) -> None:
    assert is_customers(text) is is_one


@pytest.mark.parametrize(
    ("kr", "expected"),
    [
        (GOOD, []),
        (DraftKr(1, "NPS"), [Hint(Advice.NO_NUMBER, 1)]),
        (DraftKr(1, "NPS", target=D(50)), [Hint(Advice.NO_START, 1)]),
        (DraftKr(1, "NPS", start=D(30), target=D(50)), []),
        (DraftKr(1, "CSAT", "/5", aim=Keep(low=D(4))), []),
        (DraftKr(1, "CSAT", "/5", aim=Keep()), [Hint(Advice.NO_BAND, 1)]),
        (DraftKr(1, "Referral steps", aim=Milestones((Step("Ask"), Step("Thank")))), []),
        (DraftKr(1, "Referrals", aim=Milestones((Step("Ask"),))), [Hint(Advice.ONE_STEP, 1)]),
        (DraftKr(1, "Referrals", aim=Milestones(())), [Hint(Advice.NO_STEPS, 1)]),
        (
            DraftKr(1, "Referrals", aim=Milestones((Step("Ask"), Step("Thank by 15 Jan")))),
            [Hint(Advice.OUTSIDE, 1, day=date(2027, 1, 15))],
        ),
        (
            DraftKr(2, "NPS 50 until 2027-02-01", start=D(30), target=D(50)),
            [Hint(Advice.OUTSIDE, 2, day=date(2027, 2, 1))],
        ),
        (DraftKr(2, "NPS 50 by 15 Dec", start=D(30), target=D(50)), []),
        (
            DraftKr(2, "Launch for customers", start=D(0), target=D(1)),
            [Hint(Advice.OUTPUT, 2, word="Launch")],
        ),
        (
            DraftKr(1, "NPS", start=D(30), target=D(50), value=D(52)),
            [Hint(Advice.MET, 1, number=D(52))],
        ),
        (DraftKr(1, "NPS", start=D(30), target=D(50), value=D(49)), []),
        (DraftKr(1, "CSAT", aim=Keep(low=D(4)), value=D(5)), []),  # there to be kept
        (
            DraftKr(3, "NPS", start=D(30), target=D(50), due=date(2027, 1, 1)),
            [Hint(Advice.OUTSIDE, 3, day=date(2027, 1, 1))],
        ),
        (DraftKr(3, "NPS", start=D(30), target=D(50), due=date(2026, 12, 31)), []),
        (
            DraftKr(1, "Servers patched", "%", D(0), D(100)),
            [Hint(Advice.NO_CUSTOMER, word="Delight")],
        ),
        (DraftKr(1, "Speed", "customers", D(0), D(100)), []),
        (DraftKr(1, "Speed", "s", D(9), D(1), metric="first-response"), []),
    ],
)
def test_each_weakness_of_a_draft_has_its_hint(kr: DraftKr, expected: list[Hint]) -> None:
    assert hints("Delight", [kr], CYCLE) == expected


def test_one_customer_measure_is_enough_and_five_krs_are_too() -> None:
    inside = DraftKr(2, "Servers patched", "%", D(0), D(100))

    assert hints("Delight", [GOOD, inside, inside, inside, inside], CYCLE) == []
    assert hints("Delight", [GOOD] * 6, CYCLE) == [Hint(Advice.TOO_MANY, number=D(6))]


def test_an_empty_draft_is_left_in_peace() -> None:
    assert hints("", [], CYCLE) == []


EVERY = [
    Hint(Advice.NO_NUMBER, 1),
    Hint(Advice.NO_START, 1),
    Hint(Advice.OUTPUT, 1, word="<Launch>"),
    Hint(Advice.NO_BAND, 1),
    Hint(Advice.NO_STEPS, 1),
    Hint(Advice.ONE_STEP, 1),
    Hint(Advice.MET, 1, number=D("52.5")),
    Hint(Advice.OUTSIDE, 1, day=date(2027, 1, 1)),
    Hint(Advice.NO_CUSTOMER),
    Hint(Advice.TOO_MANY, number=D(6)),
]


@pytest.mark.parametrize("locale", ["en-US", "zh-CN", "zh-TW"])
def test_every_hint_is_said_in_the_writers_language(locale: str) -> None:
    said = [coach_lines(TEXTS.say(locale), [hint], CYCLE)[0] for hint in EVERY]

    assert len(set(said)) == len(Advice)
    assert "&lt;Launch&gt;" in said[2]
    assert all("1" in line for line in said[:8])


def test_no_more_hints_are_shown_than_are_read() -> None:
    lines = coach_lines(TEXTS.say("en-US"), EVERY, CYCLE)

    assert len(lines) == 6
    assert lines[-1] == "… and 5 more hints."


aims = st.sampled_from([None, Keep(low=D(1)), Reach(D(0), D(5)), Milestones((Step("a"),))])


@given(st.text(), st.lists(st.tuples(st.text(), st.none() | st.decimals(-9, 9, places=1), aims)))
def test_no_draft_breaks_the_coach(
    title: str, krs: list[tuple[str, Decimal | None, Aim | None]]
) -> None:
    drafts = [
        DraftKr(n, words, target=value, start=value, value=value, aim=aim)
        for n, (words, value, aim) in enumerate(krs, start=1)
    ]
    found = hints(title, drafts, CYCLE)

    assert len(coach_lines(TEXTS.say("zh-CN"), found, CYCLE)) == min(len(found), 6)
