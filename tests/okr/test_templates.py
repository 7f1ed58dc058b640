"""The templates of customer delight: their blanks, what they make, and their words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.kit.text import CHINESE, Texts
from handlers.metric.rules.names import key_of
from handlers.okr.rules import aims
from handlers.okr.rules.checking import Direction
from handlers.okr.rules.coach import DraftKr, hints
from handlers.okr.rules.cycle import quarter_of
from handlers.okr.rules.kinds import Keep, Reach
from handlers.okr.rules.templates import (
    TEMPLATES,
    Blank,
    FilledKr,
    Template,
    fill,
    find_template,
)
from handlers.okr.views.templates import measure_title, measure_unit, objective_title, purpose

D = Decimal
TEXTS = Texts()
EN = TEXTS.say("en-US")


def answers(**typed: str) -> dict[Blank, str]:
    return {Blank(name.rstrip("_")): value for name, value in typed.items()}


@pytest.mark.parametrize(
    ("code", "typed", "unit", "aim"),
    [
        ("nps", answers(from_="32", to="45"), "", Reach(D(32), D(45))),
        ("csat", answers(from_="4,1"), "/5", Reach(D("4.1"), D("4.5"))),  # 4.5 is proposed
        ("csat", answers(from_="4.1/5", to="4.8/5"), "/5", Reach(D("4.1"), D("4.8"))),
        ("reviews", answers(from_="150"), "reviews", Reach(D(150), D(180))),
        ("reviews", answers(from_="33", by="10 %"), "reviews", Reach(D(33), D(36))),
        ("complaints", answers(from_="40", by="25"), "reviews", Reach(D(40), D(30))),
        ("complaints", answers(from_="1.5", by="100"), "reviews", Reach(D("1.5"), D(0))),
        ("response", answers(from_="9h 30m", to="120 min"), "h", Reach(D("9.5"), D(2))),
        ("value", answers(from_="3 weeks", to="7"), "days", Reach(D(21), D(7))),
        ("churn", answers(from_="5%", to="3.5%"), "%", Reach(D(5), D("3.5"))),
        ("clv", answers(from_="€12k", to="€15k"), "EUR", Reach(D(12000), D(15000))),
    ],
)
def test_a_template_is_filled_as_people_write(
    code: str, typed: dict[Blank, str], unit: str, aim: Reach
) -> None:
    made = fill(TEMPLATES[code], typed, "EUR")[0]

    assert made == FilledKr(code, unit, TEMPLATES[code].metric, aim)


@pytest.mark.parametrize(
    ("code", "typed", "blank", "told"),
    [
        ("nps", answers(to="45"), Blank.FROM, "stands at today"),
        ("nps", answers(from_="32", to=" "), Blank.TO, "want to reach"),
        ("nps", answers(from_="good", to="45"), Blank.FROM, "not a number"),
        ("nps", answers(from_="32", to="45%"), Blank.TO, "has no unit"),
        ("nps", answers(from_="45", to="32"), None, "is to rise"),
        ("churn", answers(from_="3", to="5"), None, "is to fall"),
        ("csat", answers(from_="4.5"), None, "starts at its target"),
        ("csat", answers(from_="4", to="6"), Blank.TO, "out of range"),
        ("complaints", answers(from_="40", by="101"), Blank.BY, "how many percent"),
        ("reviews", answers(from_="40", by="-5"), Blank.BY, "how many percent"),
        ("reviews", answers(from_="0"), None, "starts at its target"),
        ("clv", answers(from_="$12k", to="$15k"), Blank.FROM, "unit"),
    ],
)
def test_a_blank_that_makes_no_sense_is_named(
    code: str, typed: dict[Blank, str], blank: Blank | None, told: str
) -> None:
    with pytest.raises(UserError) as caught:
        fill(TEMPLATES[code], typed, "EUR")
    assert caught.value.field == blank
    assert told in caught.value.sentence


def test_faster_answers_are_guarded_by_satisfaction() -> None:
    made = fill(TEMPLATES["response"], answers(from_="9", to="2"))

    assert made[1:] == (FilledKr("csat", "/5", "csat-score", Keep(low=D(4))),)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nps", "nps"),
        ("NPS", "nps"),
        (" First  response ", "response"),
        ("first_contact", "fcr"),
        ("retantion", "retention"),
        ("referal", "referrals"),
        ("ltv", "clv"),
        ("好评", "reviews"),
    ],
)
def test_a_template_is_found_with_typing_errors(typed: str, code: str) -> None:
    assert find_template(typed).code == code


@pytest.mark.parametrize("typed", ["", "world peace"])
def test_an_unknown_template_is_answered_with_all_there_are(typed: str) -> None:
    with pytest.raises(UserError, match="There is no template") as caught:
        find_template(typed)
    assert caught.value.values["codes"] == list(TEMPLATES)


@pytest.mark.parametrize("locale", ["en-US", *(code.replace("_", "-") for code in CHINESE)])
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_every_template_has_words_that_fit_their_fields(template: Template, locale: str) -> None:
    say = TEXTS.say(locale)
    titles = [objective_title(say, template.code), measure_title(say, template.code)]

    assert all(0 < len(title) <= aims.LONGEST_TITLE for title in titles)
    assert len(measure_unit(say, template)) <= aims.LONGEST_UNIT
    assert 0 < len(purpose(say, template.code)) <= 75  # what one of Slack's options holds


@pytest.mark.parametrize(
    ("locale", "units"),
    [
        ("en-US", {"h", "days", "reviews"}),
        ("zh-CN", {"小时", "天", "条"}),
        ("zh-TW", {"小時", "天", "則"}),
    ],
)
def test_what_a_template_counts_is_said_in_the_language_of_whoever_fills_it_in(
    locale: str, units: set[str]
) -> None:
    codes = ("response", "value", "reviews", "complaints")
    assert {measure_unit(TEXTS.say(locale), TEMPLATES[code]) for code in codes} == units


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_every_template_pleases_the_coach_and_names_a_metric(template: Template) -> None:
    start, target = (D(2), D(4)) if template.direction is Direction.UP else (D(4), D(2))
    title = measure_title(EN, template.code)
    kr = DraftKr(1, title, template.unit, start, target)

    assert hints("", [kr], quarter_of(date(2026, 11, 16))) == []
    assert key_of([template.metric]) == template.metric


@given(st.sampled_from(sorted(TEMPLATES)), st.text(max_size=8), st.text(max_size=8))
def test_whatever_is_filled_in_goes_the_right_way_or_is_refused(
    code: str, first: str, second: str
) -> None:
    template = TEMPLATES[code]
    typed = dict(zip(template.asks, (first, second), strict=True))
    try:
        aim = fill(template, typed)[0].aim
    except UserError:
        return
    assert isinstance(aim, Reach)
    assert (aim.target > aim.start) == (template.direction is Direction.UP)
