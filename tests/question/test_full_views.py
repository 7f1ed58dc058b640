"""The fullest lists and forms that there can be, and that Slack takes them."""

from datetime import date

import pytest

from bot.sandbox.blockkit import view_problems
from handlers.blocker import views as blocker
from handlers.question import views
from handlers.question.rules import MOST, Asked, Kept, Kind, Preset, Promise, Rounds
from handlers.question.rules.editing import Draft, Purpose
from handlers.question.views import Editing, Sheet
from tests.blocker.stage import blocker as raised
from tests.question.stage import TEXTS

DAY = date(2026, 11, 18)
LONG = "<&>" * 50
OPTIONS = tuple(f"{n}{'<' * 74}" for n in range(10))
LOCALES = ("en-US", "zh-CN", "zh-TW")


def asked(n: int) -> Asked:
    return Asked(str(n), "t", Kind.CHOICE, LONG, options=OPTIONS, rounds=Rounds.CYCLE_END)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_fullest_list_is_taken_as_it_is(locale: str) -> None:
    say = TEXTS.say(locale)
    many = [asked(n) for n in range(MOST)]
    for questions, may_change in ((many, True), (many, False), (many[:3], True), ([], True)):
        sheet = Sheet(
            "t", LONG, questions, list(Preset), ["U1"], "v", may_change, DAY, ["1"], say("no"), "1"
        )
        assert view_problems(views.questions_modal(say, sheet)) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_fullest_form_and_its_fields_in_a_check_in_are_taken_as_they_are(locale: str) -> None:
    say = TEXTS.say(locale)
    draft = Draft(LONG, Kind.CHOICE, OPTIONS, Rounds.MONTH, Purpose.PROMISE)
    for about in (Editing("t"), Editing("t", "1", Preset.NEXT)):
        notice = views.overtaken(say, asked(1) if about.id else None)
        assert view_problems(views.question_form(say, about, draft, notice=notice)) == []
    promises = [Promise("t", DAY, "U1", str(n), "<&>\n" * 1000, Kept.NO) for n in range(3)]
    rows = [
        *views.promise_fields(say, promises),
        *blocker.still_fields(say, [raised(text="<&>\n" * 1000)], typed={"still.b1": "no"}),
        *views.fields(say, [asked(1)], typed={"1": OPTIONS[3]}, last={"1": OPTIONS[3]}),
    ]
    form = {**blocker.closing_form(say, raised(text="<&>\n" * 1000)), "blocks": rows}
    assert view_problems(form) == []
    assert view_problems(blocker.closing_form(say, raised(text="<&>\n" * 1000))) == []
