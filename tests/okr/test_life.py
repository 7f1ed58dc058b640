"""Who may take an objective from draft to closed, and what asks for a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.kit.text import Texts
from handlers.okr.rules.life import (
    STEPS,
    Actor,
    Hands,
    Level,
    Stage,
    may_agree,
    may_change,
    may_create,
    needs_reason,
    read_reason,
    steps_from,
    taken,
)

SAY = Texts().say("en-US")
NOBODY, OWNER, LEAD, ADMIN = Actor(), Actor(owns=True), Actor(leads=True), Actor(is_admin=True)
HANDS = {level: Hands(level, "Anna", "Care", ("Ben", "Chen")) for level in Level}


@pytest.mark.parametrize(
    ("level", "change", "agree"),
    [
        (Level.PERSONAL, {OWNER}, {OWNER}),
        (Level.TEAM, {OWNER, LEAD, ADMIN}, {LEAD, ADMIN}),
        (Level.COMPANY, {OWNER, ADMIN}, {ADMIN}),
    ],
)
def test_who_may_change_and_who_may_agree(
    level: Level, change: set[Actor], agree: set[Actor]
) -> None:
    everybody = {NOBODY, OWNER, LEAD, ADMIN}

    assert {actor for actor in everybody if may_change(actor, level)} == change
    assert {actor for actor in everybody if may_agree(actor, level)} == agree


@pytest.mark.parametrize(
    ("level", "create"),
    [
        (Level.PERSONAL, {NOBODY, OWNER, LEAD, ADMIN}),
        (Level.TEAM, {LEAD, ADMIN}),
        (Level.COMPANY, {ADMIN}),
    ],
)
def test_leads_create_for_their_team_and_admins_for_the_company(
    level: Level, create: set[Actor]
) -> None:
    assert {a for a in (NOBODY, OWNER, LEAD, ADMIN) if may_create(a, level)} == create


@pytest.mark.parametrize(
    ("stage", "actor", "level", "next_ones"),
    [
        (Stage.DRAFT, OWNER, Level.TEAM, [Stage.PROPOSED]),
        (Stage.DRAFT, LEAD, Level.TEAM, [Stage.PROPOSED, Stage.AGREED]),
        (Stage.DRAFT, NOBODY, Level.TEAM, []),
        (Stage.DRAFT, LEAD, Level.COMPANY, []),
        (Stage.DRAFT, OWNER, Level.PERSONAL, [Stage.PROPOSED, Stage.AGREED]),
        (Stage.PROPOSED, OWNER, Level.TEAM, [Stage.DRAFT]),
        (Stage.PROPOSED, LEAD, Level.TEAM, [Stage.DRAFT, Stage.AGREED]),
        (Stage.AGREED, OWNER, Level.TEAM, [Stage.ACTIVE]),
        (Stage.ACTIVE, OWNER, Level.TEAM, [Stage.CLOSED]),
        (Stage.CLOSED, OWNER, Level.TEAM, []),
        (Stage.CLOSED, ADMIN, Level.TEAM, [Stage.ACTIVE]),
        (Stage.ACTIVE, ADMIN, Level.PERSONAL, []),
    ],
)
def test_the_next_steps_depend_on_who_asks(
    stage: Stage, actor: Actor, level: Level, next_ones: list[Stage]
) -> None:
    assert steps_from(stage, actor, level) == next_ones


@pytest.mark.parametrize(
    ("step", "actor", "level", "told"),
    [
        ((Stage.DRAFT, Stage.DRAFT), ADMIN, Level.TEAM, "there already"),
        ((Stage.DRAFT, Stage.ACTIVE), ADMIN, Level.TEAM, "not agreed on yet"),
        ((Stage.DRAFT, Stage.CLOSED), ADMIN, Level.TEAM, "nothing to close"),
        ((Stage.ACTIVE, Stage.DRAFT), ADMIN, Level.TEAM, "is running"),
        ((Stage.CLOSED, Stage.DRAFT), ADMIN, Level.TEAM, "Reopen it first"),
        ((Stage.DRAFT, Stage.PROPOSED), NOBODY, Level.TEAM, "its owner Anna, by the leads of Care"),
        ((Stage.PROPOSED, Stage.AGREED), OWNER, Level.TEAM, "leads of Care (Ben, Chen) and admins"),
        ((Stage.PROPOSED, Stage.AGREED), OWNER, Level.COMPANY, "this is for admins"),
        ((Stage.DRAFT, Stage.PROPOSED), LEAD, Level.COMPANY, "its owner Anna and admins"),
        ((Stage.DRAFT, Stage.PROPOSED), ADMIN, Level.PERSONAL, "only Anna changes it"),
    ],
)
def test_a_refusal_says_who_can_or_what_comes_first(
    step: tuple[Stage, Stage], actor: Actor, level: Level, told: str
) -> None:
    with pytest.raises(UserError) as caught:
        taken(step, actor, HANDS[level], 3)
    sentence = caught.value.told(SAY)
    assert told in sentence
    assert "O-3" in sentence


def test_a_team_without_leads_is_sent_to_an_admin() -> None:
    with pytest.raises(UserError, match="has no lead"):
        taken((Stage.PROPOSED, Stage.AGREED), OWNER, Hands(Level.TEAM, "Anna", "Care"), 3)


@given(
    st.sampled_from(sorted(STEPS)),
    st.builds(Actor, st.booleans(), st.booleans(), st.booleans()),
    st.sampled_from(Level),
)
def test_whoever_is_offered_a_step_may_take_it(
    step: tuple[Stage, Stage], actor: Actor, level: Level
) -> None:
    if step[1] in steps_from(step[0], actor, level):
        assert taken(step, actor, HANDS[level], 3) is step[1]
    else:
        with pytest.raises(UserError):
            taken(step, actor, HANDS[level], 3)


@pytest.mark.parametrize("stage", Stage)
def test_from_every_stage_an_admin_can_go_on(stage: Stage) -> None:
    assert steps_from(stage, ADMIN, Level.TEAM)


@pytest.mark.parametrize(
    ("stage", "changed", "asks"),
    [
        (Stage.ACTIVE, {"target"}, True),
        (Stage.ACTIVE, {"title", "owner"}, True),
        (Stage.ACTIVE, {"title", "weight"}, False),
        (Stage.ACTIVE, set(), False),
        (Stage.AGREED, {"target"}, False),
        (Stage.DRAFT, {"start", "target", "owner"}, False),
    ],
)
def test_only_what_people_count_on_needs_a_reason(
    stage: Stage, changed: set[str], asks: bool
) -> None:
    assert needs_reason(stage, changed) is asks


@pytest.mark.parametrize("typed", ["", " ", "...", "x" * 3001])
def test_a_reason_is_words_and_no_book(typed: str) -> None:
    with pytest.raises(UserError) as caught:
        read_reason(typed, field="reason")
    assert caught.value.field == "reason"


def test_a_reason_is_kept_without_the_space_around_it() -> None:
    assert read_reason(" 客户变了 ") == "客户变了"
