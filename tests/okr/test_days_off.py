"""Days that a team has off make no key result outdated, wherever it is said how it stands."""

from datetime import date, datetime, time, timedelta

import pytest

from handlers.okr.rules import heard_at_work
from handlers.okr.rules.progress import CADENCE
from handlers.schedule.rules import moment
from tests.absence.test_pausing import typed as paused
from tests.checkin.stage import ANNA, BEN, BERLIN, add_kr, add_team, record
from tests.digest.test_week import THREE, digests
from tests.home.stage import words as words_of_home
from tests.world import START, World

WEEK = timedelta(days=7)
PLACES = ("list", "list outdated", "show KR-1", "tree", "checkin team", "show O-1")


async def seen(world: World) -> dict[str, str]:
    """All that Anna reads of her key results, by where."""
    anna = world.person("anna")
    told = {"home": words_of_home(await anna.open_home())}
    for place in PLACES:
        reply = await anna.command(f"/okr {place}", world.channel("care"))
        assert reply.ok, place
        told[place] = reply.text + str(reply.blocks)
    return told


async def rested(world: World) -> None:
    """Anna has spoken of KR-1 on 16 Nov, and of KR-2 nobody; then the team has two weeks off."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA)
    await add_kr(world, 2, ANNA, title="Never heard", begun=START)
    await world.settle()
    await record(world, ANNA, 1, 20)
    await paused(world, "pause from 2026-11-21 until 2026-12-05 Offsite")


async def test_no_place_calls_outdated_what_rested_with_its_team(world: World) -> None:
    await rested(world)
    await world.go_to(THREE + 2 * WEEK)  # 18 days since, of which 14 were off

    for place, told in (await seen(world)).items():
        assert "⚪" not in told, place
        assert "🟢" in told or place in ("checkin team", "list outdated"), place
    assert "⚪" not in str(digests(world)[-1].blocks)


async def test_every_place_calls_it_outdated_once_the_working_days_are_over(world: World) -> None:
    await rested(world)
    await world.go_to(THREE + 3 * WEEK)

    for place, told in (await seen(world)).items():
        assert "⚪" in told or "Outdated" in told, place
        assert "🟢" not in told, place
    assert "⚪ no update since Mon, 16 Nov" in str(digests(world)[-1].blocks)


async def test_the_days_off_of_everybody_count_and_those_of_another_team_do_not(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN))
    await add_team(world, (BEN,), id_="product", channel="product")
    await add_kr(world, 1, ANNA)
    await add_kr(world, 2, BEN, team="product")
    await world.settle()
    await record(world, ANNA, 1, 20)
    await record(world, BEN, 2, 20)
    await paused(world, "pause everyone from 2026-11-21 until 2026-11-24 Move")
    await paused(world, "pause from 2026-11-24 until 2026-11-28 Offsite")
    await world.go_to(
        THREE + 1.5 * WEEK
    )  # 14 days since: seven of them off for Care, three for all

    told = await world.person("anna").command("/okr list everyone outdated", world.channel("care"))
    text = told.text + str(told.blocks)
    assert "KR-2" in text
    assert "KR-1" not in text


def at(day: int) -> datetime:
    return moment(date(2026, 11, day), time(12), BERLIN)


@pytest.mark.parametrize(
    ("off", "days"),
    [
        ("", 0),
        ("2026-11-10/2026-11-12", 3),
        ("2026-11-10/2026-11-12,2026-11-12/2026-11-13", 4),
        ("2026-10-01/2026-11-02", 0),
        ("2026-10-01/2026-11-03", 1),
        ("2026-11-19/2026-12-31", 2),
        ("2026-11-21/2026-12-31", 0),
    ],
)
def test_each_day_off_since_makes_what_was_heard_a_day_younger(off: str, days: int) -> None:
    heard, now = at(2), at(20)
    assert heard_at_work(heard, off, BERLIN, now, CADENCE) == heard + timedelta(days=days)


def test_what_is_not_outdated_stays_as_old_as_it_is() -> None:
    assert heard_at_work(at(11), "2026-11-12/2026-11-15", BERLIN, at(20), CADENCE) == at(11)
