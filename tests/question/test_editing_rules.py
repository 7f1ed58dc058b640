"""A question as a lead writes it."""

import pytest

from handlers.question.rules import Asked, Kind, Preset, Rounds
from handlers.question.rules.editing import (
    OPTION_LINES,
    PURPOSE,
    TEXT,
    Draft,
    Purpose,
    as_kept,
    draft_of,
    mistakes,
    moved,
    ours_again,
    purpose_of,
    read_options,
    read_text,
    version_of,
)
from tests.question.stage import TEXTS

OURS = "What is in the way?"
TEN = tuple(f"option {n}" for n in range(10))


@pytest.mark.parametrize(
    ("draft", "wrong"),
    [
        (Draft("Mood?"), {}),
        (Draft("Mood?", Kind.CHOICE, ("good", "bad")), {}),
        (Draft("Mood?", Kind.CHOICE, TEN), {}),
        (Draft("Mood?", Kind.CHOICE, (*TEN, "more")), {OPTION_LINES: "2 to 10 options"}),
        (Draft("Mood?", Kind.CHOICE, ("good",)), {OPTION_LINES: "“Mood?” needs 2 to 10"}),
        (Draft("Mood?", Kind.CHOICE), {OPTION_LINES: "there are 0"}),
        (Draft("Mood?", Kind.CHOICE, ("a", "x" * 76)), {OPTION_LINES: "“xxxxx"}),
        (Draft("Mood?", Kind.CHOICE, ("a", "x" * 75)), {}),
        (Draft("Mood?", Kind.CHOICE, ("a", "a")), {OPTION_LINES: "“a” twice"}),
        (Draft("Mood?", Kind.SCALE, ("a", "b")), {OPTION_LINES: "“Mood?” has options"}),
        (Draft("Mood?", options=("a",)), {OPTION_LINES: "which only “One of several”"}),
        (Draft(""), {TEXT: "Write what"}),
        (Draft("x" * 151), {TEXT: "at most 150"}),
        (Draft("x" * 150), {}),
        (Draft("HOW WAS IT?"), {TEXT: "asks “HOW WAS IT?” already"}),
        (Draft("Mood?", Kind.YES_NO, purpose=Purpose.PROMISE), {PURPOSE: "“Mood?” is answered"}),
        (Draft("Mood?", Kind.SCALE, purpose=Purpose.HELP), {PURPOSE: "by choosing"}),
        (
            Draft("", Kind.CHOICE, purpose=Purpose.HELP),
            {TEXT: "Write", OPTION_LINES: "needs", PURPOSE: "by choosing"},
        ),
    ],
)
def test_every_mistake_is_told_by_its_field(draft: Draft, wrong: dict[str, str]) -> None:
    told = {f: e.told(TEXTS.say("en-US")) for f, e in mistakes(draft, ["How was it?"]).items()}
    assert told.keys() == wrong.keys()
    assert all(part in told[field] for field, part in wrong.items()), told


@pytest.mark.parametrize(
    ("draft", "kept"),
    [
        (Draft("Mood?"), Draft("Mood?")),
        (Draft(OURS, purpose=Purpose.HELP, preset=Preset.BLOCKED), ours_again(Preset.BLOCKED)),
        (
            Draft("What slows us down?", purpose=Purpose.HELP, preset=Preset.BLOCKED),
            Draft("What slows us down?", purpose=Purpose.HELP, preset=Preset.BLOCKED),
        ),
        (  # our words, but nobody can ask for help there any more: these are theirs
            Draft(OURS, purpose=Purpose.ANSWER, preset=Preset.BLOCKED),
            Draft(OURS, purpose=Purpose.ANSWER),
        ),
        (
            Draft(OURS, Kind.YES_NO, preset=Preset.BLOCKED),
            Draft(OURS, Kind.YES_NO),
        ),
        (
            Draft("Stuck?", purpose=Purpose.HELP),
            Draft("Stuck?", purpose=Purpose.HELP, preset=Preset.BLOCKED),
        ),
        (
            Draft(OURS, rounds=Rounds.MONTH, purpose=Purpose.HELP, preset=Preset.BLOCKED),
            Draft("", rounds=Rounds.MONTH, purpose=Purpose.HELP, preset=Preset.BLOCKED),
        ),
    ],
)
def test_one_of_ours_stays_ours_in_just_our_words(draft: Draft, kept: Draft) -> None:
    assert as_kept(draft, OURS) == kept


@pytest.mark.parametrize("preset", list(Preset))
def test_what_is_asked_is_what_the_form_began_with(preset: Preset) -> None:
    purpose = ours_again(preset).purpose
    asked = Asked("q", "care", Kind.TEXT, "", preset, is_promise=purpose is Purpose.PROMISE)
    assert purpose_of(asked) is purpose
    assert draft_of(asked) == ours_again(preset)


def test_what_is_typed_is_read_without_the_space_around_it() -> None:
    assert read_text("  How \n was\tit? ") == "How was it?"
    assert read_options(" good \r\n\n so  so\n") == ("good", "so so")


@pytest.mark.parametrize(
    ("place", "by", "left"),
    [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc"), (1, 1, "acb")],
)
def test_a_question_moves_as_far_as_there_is_room(place: int, by: int, left: str) -> None:
    assert "".join(moved(list("abc"), place, by)) == left


def test_another_order_is_another_version() -> None:
    assert len({version_of(ids) for ids in (["a", "b"], ["b", "a"], ["ab"], [])}) == 4
