"""Who is reminded, who is spared it, and that every reminder that does not come says why."""

from datetime import UTC, datetime, time, timedelta

import pytest

from handlers.checkin.rules import cadence
from handlers.checkin.rules.reminding import LATELY, LIGHT, SNOOZED, Spared, spared
from handlers.nudge import flows as nudge
from handlers.nudge.rules import ENOUGH, MOST_A_WEEK, OFF, TODAY, Ask
from handlers.schedule.rules import moment
from storage.nudge import Nudge
from tests.checkin.stage import (
    ANNA,
    BERLIN,
    CHEN,
    DAI,
    DAY,
    EVE,
    LAST_CALL_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    reasons,
    record,
    set_person,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World

GUS = "U0GUS"
NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)
R, L = cadence.REMIND, cadence.LAST_CALL


@pytest.mark.parametrize(
    ("kind", "who", "why"),
    [
        (R, Spared(), None),
        (L, Spared(), None),
        (R, Spared("light"), LIGHT),
        (L, Spared("light"), None),
        (R, Spared("off"), OFF),
        (L, Spared("off"), OFF),
        (R, Spared(again_at=NOW + timedelta(hours=1)), SNOOZED),
        (R, Spared(again_at=NOW), None),
        (L, Spared(again_at=NOW + timedelta(days=3)), SNOOZED),
        (R, Spared(updated=True), LATELY),
        (L, Spared("light", updated=True), LATELY),
        (R, Spared("off", NOW + timedelta(hours=1), updated=True), OFF),
    ],
)
def test_each_way_of_being_spared(kind: str, who: Spared, why: str | None) -> None:
    assert spared(kind, who, NOW) == why


@on_one_database
async def test_a_week_of_each_profile_and_limit(world: World) -> None:
    """Gus wants one reminder, Chen none; Eve has just updated another one of hers; of Dai's one
    something has asked today, and Anna was asked ten times this week.
    """
    people = (ANNA, GUS, CHEN, EVE, DAI)
    await add_team(world, people)
    for number, who in enumerate(people, start=1):
        await add_kr(world, number, who, value=45)
    await add_kr(world, 9, EVE, value=10)
    await set_person(world, GUS, reminders="light")
    await set_person(world, CHEN, reminders="off")
    await world.go_to(moment(DAY, time(9), BERLIN))  # Eve, far in the east, was asked yesterday
    await record(world, EVE, 9, 11)
    await world.go_to(moment(DAY + timedelta(days=1), time(9), "Asia/Taipei"))
    theirs = [Ask(ANNA, f"other:{n}", "other", BERLIN, (100 + n,)) for n in range(MOST_A_WEEK)]
    async with world.bot.deps.sessions.workspace(HOME) as session:
        ours = Ask(DAI, "vote:5", "vote.ask", "Asia/Taipei", (5,))
        await nudge.note(session, [*theirs, ours], world.clock.now())
    await world.go_to(LAST_CALL_AT + timedelta(minutes=1))
    assert await reasons(world, R) == {
        ANNA: ENOUGH,
        GUS: LIGHT,
        CHEN: OFF,
        EVE: LATELY,
        DAI: TODAY,
    }
    assert await reasons(world, L) == {ANNA: ENOUGH, GUS: None, CHEN: OFF, EVE: LATELY, DAI: None}
    names = ("anna", "gus", "chen", "eve", "dai")
    assert [len(cards(world, who)) for who in names] == [1, 2, 1, 1, 2]
    asked = {(n.member_id, n.kind, n.kr_number) for n in await all_of(world, Nudge)}
    assert {(GUS, L, 2), (CHEN, cadence.PROMPT, 3)} <= asked
    assert not [kind for who, kind, _ in asked if who == EVE and kind != cadence.PROMPT]
