"""Who hears of a blocker, who may close it, and when it comes back."""

from datetime import timedelta

import pytest

from handlers.blocker import views
from handlers.blocker.rules import CHANNEL, comes_back, is_said_again, may_close, who_is_told
from handlers.kit.text import Texts
from tests.blocker.stage import ANNA, BEN, CHEN, DAI, DAY, blocker
from tests.okr.stage import words
from tests.world import START

SAY = Texts().say("en-US")


@pytest.mark.parametrize(
    ("leads", "gone", "told"),
    [
        ([ANNA], [], [ANNA]),
        ([ANNA, CHEN], [], [ANNA, CHEN]),
        ([ANNA, BEN], [], [ANNA]),  # whoever asks is not told what they asked
        ([BEN], [], []),
        ([ANNA, CHEN], [ANNA], [CHEN]),
        ([ANNA], [ANNA], [DAI]),  # who stands in for a lead who left
        ([], [], [DAI]),
        ([ANNA, BEN], [ANNA], []),
    ],
)
def test_the_leads_who_are_here_are_told_in_person(
    leads: list[str], gone: list[str], told: list[str]
) -> None:
    assert who_is_told(blocker(), leads, gone, DAI) == told


def test_nobody_is_told_of_their_own() -> None:
    assert who_is_told(blocker(), [], [], BEN) == []


@pytest.mark.parametrize(
    ("who", "is_lead", "may"),
    [(BEN, False, True), (CHEN, False, True), (ANNA, True, True), (DAI, False, False)],
)
def test_who_asked_who_helps_and_who_leads_may_close_it(who: str, is_lead: bool, may: bool) -> None:
    assert may_close(blocker(helper_id=CHEN), who, is_lead=is_lead) is may


def test_it_comes_back_in_later_rounds_until_it_is_closed() -> None:
    assert not comes_back(blocker(), DAY)
    assert comes_back(blocker(), DAY + timedelta(days=7))
    assert not comes_back(blocker(closed_at=START), DAY + timedelta(days=7))


def test_the_same_words_in_a_form_that_was_open_do_not_open_it_again() -> None:
    assert is_said_again("No access", ["Other", "No access"])
    assert not is_said_again("No access either", ["No access"])


def test_a_long_text_is_short_in_posts_and_pings_nobody() -> None:
    long = blocker(text="<!channel> " + "wörter & mehr\n" * 220, kr_number=3)
    shown = views.post(SAY, long, "A <b> team", CHANNEL)
    text = words(shown["blocks"])
    assert "&lt;!channel&gt;" in text
    assert "A &lt;b&gt; team" in text
    assert len(text) < 1500
    assert text.count("\n> ") > 10  # all of it stands in the quotation
    assert "KR-3: &lt;!channel&gt;" in views.line(SAY, long)
    assert len(views.line(SAY, long)) < 350
    assert len(views.still_fields(SAY, [long])[0]["label"]["text"]) < 500


@pytest.mark.parametrize(
    ("more", "place", "buttons"),
    [
        ({}, CHANNEL, [views.CAN_HELP, views.SOLVED]),
        ({}, ANNA, [views.CAN_HELP, views.SOLVED]),
        ({"helper_id": CHEN}, CHANNEL, [views.SOLVED]),
        ({"helper_id": CHEN}, BEN, [views.SOLVED]),
        ({"helper_id": CHEN, "closed_at": START, "closed_by": CHEN}, CHANNEL, []),
    ],
)
def test_a_post_has_the_buttons_of_what_is_left_to_do(
    more: dict[str, object], place: str, buttons: list[str]
) -> None:
    shown = views.post(SAY, blocker(**more), "Care", place)["blocks"]
    found = [e["action_id"] for b in shown if b["type"] == "actions" for e in b["elements"]]
    assert found == buttons


def test_a_list_of_many_stays_a_message() -> None:
    many = [blocker(id=str(n)) for n in range(60)]
    shown = views.listed(SAY, {"care": "Care", "shop": "Shop"}, {"care": many[:30], "shop": many})
    assert len(shown["blocks"]) <= 50
    assert "90 things are in the way" in shown["text"]
    assert "70 more wait" in words(shown["blocks"])
    assert (
        "Nothing is in the way of Care, Shop"
        in views.listed(SAY, {"a": "Care", "b": "Shop"}, {})["text"]
    )
