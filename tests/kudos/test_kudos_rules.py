"""How thanks are read, and who may be thanked for what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.kudos import rules
from handlers.kudos.rules import Found, Look, No

BEN, CHEN = "<@U0BEN|ben>", "<@U0CHEN>"
NAMES = {"U0BEN": "Ben Ortiz", "U0CHEN": "陈晓"}


@dataclass(frozen=True, slots=True)
class Known:
    is_bot: bool = False
    deleted: bool = False
    is_stranger: bool = False


@pytest.mark.parametrize(
    ("typed", "people", "reason"),
    [
        (f"{BEN} for the fast answer", ["U0BEN"], "the fast answer"),
        (f"  {BEN}  FOR the fast answer ", ["U0BEN"], "the fast answer"),
        (f"{BEN}: the fast answer", ["U0BEN"], "the fast answer"),
        (f"{BEN} :tada: the fast answer", ["U0BEN"], ":tada: the fast answer"),
        (f"{BEN}: :tada: the fast answer", ["U0BEN"], ":tada: the fast answer"),
        (f"{BEN} fortunately you were there", ["U0BEN"], "fortunately you were there"),
        (f"{BEN}, {CHEN} for it", ["U0BEN", "U0CHEN"], "it"),
        (f"for staying late {BEN}", ["U0BEN"], "staying late"),
        (f"forty calls, {BEN}", ["U0BEN"], "forty calls"),
        (f"for the Sunday shift {BEN} and {CHEN}!", ["U0BEN", "U0CHEN"], "the Sunday shift"),
        (f"for helping {BEN}", ["U0BEN"], "helping @Ben Ortiz"),
        (f"谢谢{BEN}", ["U0BEN"], "谢谢@Ben Ortiz"),
        (f"{BEN} and {CHEN} for it", ["U0BEN", "U0CHEN"], "it"),
        (f"{BEN}{CHEN} for it", ["U0BEN", "U0CHEN"], "it"),
        (f"{BEN} &amp; {CHEN} for it", ["U0BEN", "U0CHEN"], "it"),
        (f"{BEN}、{CHEN} 谢谢你们", ["U0BEN", "U0CHEN"], "谢谢你们"),
        (f"{BEN} {BEN} for it", ["U0BEN"], "it"),
        (f"{BEN} for helping {CHEN}", ["U0BEN"], "helping @陈晓"),
        (f"thanks to {BEN} and {CHEN}!", ["U0BEN", "U0CHEN"], "thanks to @Ben Ortiz and @陈晓!"),
        (f"{BEN} android works again", ["U0BEN"], "android works again"),
        ("nobody at all", [], "nobody at all"),
        ("", [], ""),
        (f"{BEN}", ["U0BEN"], ""),
    ],
)
def test_people_come_first_then_the_reason(typed: str, people: Sequence[str], reason: str) -> None:
    thanks = rules.read_thanks(typed, NAMES)
    assert (list(thanks.recipients), thanks.reason) == (list(people), reason)
    assert not thanks.group


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("<!here> for it", True),
        ("<!channel|channel> for it", True),
        ("<!subteam^S1|@care> for it", True),
        (f"{BEN} <!subteam^S1> for it", True),
        ("thanks to <!everyone>", True),
        (f"{BEN} for waking <!here>", False),
        (f"thanks to {BEN} in <!subteam^S1|@care>", False),
    ],
)
def test_groups_are_no_recipients_but_may_stand_in_a_reason(typed: str, refused: bool) -> None:
    assert rules.read_thanks(typed, NAMES).group is refused


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("for KR-3", 3),
        ("kr12 is done", 12),
        ("[KR-7]", 7),
        ("KR-3 and KR-4", 3),
        ("KR-3rd", None),
        ("OKR-3", None),
        ("KR-", None),
        ("KR 3", None),
        ("完成了KR-3。", 3),
        ("KR-1234567890", None),
    ],
)
def test_a_kr_is_found_in_the_text(text: str, number: int | None) -> None:
    assert rules.kr_in(text) == number


@pytest.mark.parametrize(
    ("reason", "enough"),
    [
        ("123456789", False),
        ("waited a d", True),
        ("1234567890", False),
        ("谢谢你们", False),
        ("谢谢你的帮", True),
    ],
)
def test_ten_columns_are_enough(reason: str, enough: bool) -> None:
    assert rules.long_enough(reason) is enough
    assert rules.long_enough(f"   {reason}\n\n") is enough


@pytest.mark.parametrize(
    ("recipient", "known", "no"),
    [
        ("U1", Known(), No.ONESELF),
        ("U2", Known(), None),
        ("U2", None, No.STRANGER),
        ("U2", Known(is_stranger=True), No.STRANGER),
        ("U2", Known(is_bot=True), No.BOT),
        ("U2", Known(deleted=True), No.LEFT),
    ],
)
def test_who_cannot_be_thanked(recipient: str, known: Known | None, no: No | None) -> None:
    assert rules.refusal("U1", recipient, known) is no


def test_an_app_that_reacts_gives_nothing() -> None:
    look, found = Look("U1", "C1", "1.0"), Found(True, "U2", False, "text", None)
    assert rules.may_become(look, found, {"U1": Known(), "U2": Known()})
    assert not rules.may_become(look, found, {"U1": Known(is_bot=True), "U2": Known()})


@given(st.lists(st.integers(min_value=1, max_value=5)), st.integers(min_value=1, max_value=10))
def test_a_day_never_holds_more_than_five(before: list[int], wanted: int) -> None:
    spent = [["U2"] * n for n in before]
    try:
        rules.check_day(spent, wanted)
    except UserError:
        assert sum(before) + wanted > rules.MOST_A_DAY
    else:
        assert sum(before) + wanted <= rules.MOST_A_DAY


def test_a_look_goes_through_its_key_and_keeps_its_day() -> None:
    look = Look("U1", "C1", "1794816000.000200")
    assert rules.look_of(look.key) == look
    assert look.day == date(2026, 11, 16)
    assert rules.is_kudos("raised_hands::skin-tone-2")
    assert not rules.is_kudos("raised_hand")
