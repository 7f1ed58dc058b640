"""What is kept of a form that was not sent, and which page comes next."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.checkin.rules.draft import Draft, kr_of, packed, unpacked
from handlers.checkin.rules.pages import Sheet

DAY, NEXT = date(2026, 11, 18), date(2026, 11, 25)


def typed(**values: str) -> dict[str, dict[str, Any]]:
    return {name.replace("_", "."): {"x": {"value": text}} for name, text in values.items()}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("okr.value.12", 12),
        ("okr.steps.12.0", 12),
        ("checkin.status.7", 7),
        ("help.kr.3", 3),
        ("help.0a1b", None),
        ("question.0a1b", None),
        ("checkin.steps", None),
    ],
)
def test_a_field_names_its_key_result(name: str, number: int | None) -> None:
    assert kr_of(name) == number


def test_pages_add_up_and_the_newest_words_count() -> None:
    first = Draft().with_page({"care": DAY}, {1: "a"}, typed(okr_value_1="40", okr_note_1="x"))
    both = first.with_page({"care": DAY}, {2: "b", 1: "c"}, typed(okr_value_1="41"))
    assert both.values == typed(okr_value_1="41", okr_note_1="x")
    assert both.seen == {1: "c", 2: "b"}


def test_what_was_typed_in_an_earlier_round_is_left_behind() -> None:
    old = Draft().with_page({"care": DAY}, {1: "a"}, typed(okr_value_1="40"))
    assert old.with_page({"care": NEXT}, {}, {}).values == {}
    assert old.with_page({"product": NEXT}, {}, {}).values == old.values


def test_what_is_sent_is_forgotten_and_another_forms_words_are_kept() -> None:
    values = typed(okr_value_1="40", okr_value_2="7", question_q="words")
    draft = Draft(values=values)
    assert draft.without([1], asked=True).values == typed(okr_value_2="7")
    assert draft.without([1, 2], asked=False).values == typed(question_q="words")


def test_only_what_was_chosen_and_typed_is_kept_of_a_field() -> None:
    option = {"text": {"type": "plain_text", "text": "8"}, "value": "8"}
    state = {"okr.confidence.1": {"x": {"type": "static_select", "selected_option": option}}}
    kept = Draft().with_page({}, {}, state).values
    assert kept == {"okr.confidence.1": {"x": {"selected_option": {"value": "8"}}}}


@given(
    st.dictionaries(st.text(), st.dates()),
    st.dictionaries(st.integers(1, 99), st.text()),
    st.dictionaries(st.text(), st.text(min_size=1)),
    st.lists(st.integers(1, 99)),
)
def test_a_draft_is_read_as_it_was_stored(
    days: dict[str, date], seen: dict[int, str], words: dict[str, str], at: list[int]
) -> None:
    values = {name: {"x": {"value": text}} for name, text in words.items()}
    draft = Draft(days, seen, values, tuple(at))
    assert unpacked(packed(draft)) == draft


@pytest.mark.parametrize(
    ("krs", "asks", "pages"),
    [
        ((), True, [((), True)]),
        ((1,), False, [((1,), False)]),
        ((1,), True, [((1,), True)]),  # all on one page
        ((1, 2), False, [((1,), False), ((2,), False)]),
        ((1, 2), True, [((1,), False), ((2,), False), ((), True)]),
    ],
)
def test_each_key_result_has_a_page_and_the_questions_come_last(
    krs: tuple[int, ...], asks: bool, pages: list[tuple[tuple[int, ...], bool]]
) -> None:
    sheet = Sheet(krs, {"care": DAY}, ("care",) if asks else ())
    shown = []
    while True:
        page = sheet.page
        shown.append((page.numbers, page.asks))
        assert (page.place, page.count) == (len(shown), len(pages))
        if page.is_last:
            break
        sheet = sheet.turned(1)
    assert shown == pages
    assert sheet.turned(-9).page.numbers == pages[0][0]


@pytest.mark.parametrize(
    ("draft", "numbers"),
    [
        (Draft({"care": DAY}, {}, typed(okr_value_2="7"), (2,)), (2,)),
        (Draft({"care": DAY}, {}, typed(question_q="x"), ()), ()),
        (Draft({"care": NEXT}, {}, typed(okr_value_2="7"), (2,)), (1,)),  # another round's
        (Draft({"care": DAY}, {}, typed(okr_value_9="7"), (9,)), (1,)),  # a KR of no page
        (Draft(), (1,)),
    ],
)
def test_a_form_opens_where_it_was_left(draft: Draft, numbers: tuple[int, ...]) -> None:
    sheet = Sheet((1, 2), {"care": DAY}, ("care",))
    assert sheet.resumed(draft).page.numbers == numbers
