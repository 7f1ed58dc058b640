"""Readings in a database: who may record them, what counts once, how they compare."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import Say
from handlers.metric import flows, views
from handlers.metric.rules.typed import Entry, read
from storage.db import Sessions
from storage.metric import Reading
from storage.team import Team, TeamMember

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _team(id_: str = "care", zone: str = "UTC") -> Team:
    return Team(
        id=id_,
        name="Care",
        channel=f"C{id_}",
        zone=zone,
        language="en-US",
        checkin_weekday=2,
        checkin_time=time(10),
        digest_weekday=4,
        digest_time=time(15),
        created_by="U1",
        created_at=NOON,
    )


@pytest.fixture
def anna(english: Say) -> Reader:
    return Reader("U1", "anna", "UTC", english)


@pytest.fixture
async def session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """A workspace with one team of two."""
    async with sessions.workspace("T1") as session:
        session.add(_team())
        await session.flush()
        session.add(TeamMember(team_id="care", member_id="U1", is_lead=True))
        session.add(TeamMember(team_id="care", member_id="U2", is_lead=False))
        await session.flush()
        yield session


def _entry(text: str) -> Entry:
    entry = read(text)
    assert isinstance(entry, Entry)
    return entry


async def test_a_reading_is_held_against_the_one_before(
    session: AsyncSession, anna: Reader, english: Say
) -> None:
    team = _team()
    first = await flows.record(session, anna, team, _entry("nps 62 21 17"), NOON)
    later = NOON + timedelta(days=7)
    second = await flows.record(session, anna, team, _entry("nps 64 20 16"), later)
    assert (first.is_first, second.is_first) == (True, False)
    assert views.line(english, first.shown) == "*NPS*  45 ± 15 (100 answers) · first reading"
    assert views.line(english, second.shown) == (
        "*NPS*  48 ± 14.8 (100 answers) · +3 since 20 Nov, within noise"
    )


async def test_the_same_reading_twice_within_ten_seconds_is_one(
    session: AsyncSession, anna: Reader
) -> None:
    for seconds in (0, 9, 10):
        at = NOON + timedelta(seconds=seconds)
        await flows.record(session, anna, _team(), _entry("csat 91"), at)
    assert await session.scalar(select(func.count(Reading.id))) == 2


async def test_of_readings_at_one_moment_the_last_that_was_recorded_counts(
    session: AsyncSession, anna: Reader
) -> None:
    values = [str(value) for value in range(50, 58)]
    told = [await flows.record(session, anna, _team(), _entry(f"csat {v}"), NOON) for v in values]
    assert [str(one.shown.value) for one in told] == values
    found = await flows.history(session, "care", "csat", NOON)
    assert [str(point.value) for point in found.points] == values[-1:]


@pytest.mark.parametrize("unit", ["h,", "h."])
async def test_a_unit_that_was_kept_with_a_mark_takes_readings_in_hours(
    session: AsyncSession, anna: Reader, unit: str
) -> None:
    first = replace(_entry("first-response 2 h"), unit=unit)
    await flows.record(session, anna, _team(), first, NOON)
    done = await flows.record(session, anna, _team(), _entry("first-response 90 min"), NOON)
    assert done.shown.value == Decimal("1.5")


async def test_another_value_within_ten_seconds_counts(session: AsyncSession, anna: Reader) -> None:
    await flows.record(session, anna, _team(), _entry("csat 91"), NOON)
    await flows.record(session, anna, _team(), _entry("csat 92"), NOON)
    assert await session.scalar(select(func.count(Reading.id))) == 2


async def test_a_reading_corrected_on_its_day_is_held_against_an_earlier_day(
    session: AsyncSession, anna: Reader, english: Say
) -> None:
    later = NOON + timedelta(days=7)
    slips = [("csat 80", NOON), ("csat 51", later), ("csat 91", later + timedelta(hours=1))]
    for text, at in slips:
        done = await flows.record(session, anna, _team(), _entry(text), at)
    (listed,) = (await flows.latest(["care"], later).read(session))["care"]
    past = await flows.history(session, "care", "csat", later)
    for shown in (done.shown, listed, past.shown):
        assert views.line(english, shown) == "*CSAT*  91 % · ▲ +11 points since 20 Nov"


async def test_anyone_in_the_team_may_record(session: AsyncSession, english: Say) -> None:
    ben = Reader("U2", "ben", "UTC", english)
    assert (await flows.record(session, ben, _team(), _entry("csat 91"), NOON)).is_first


async def test_others_are_told_who_can(session: AsyncSession, english: Say) -> None:
    stranger = Reader("U9", "zoe", "UTC", english)
    with pytest.raises(UserError) as refused:
        await flows.record(session, stranger, _team(), _entry("csat 91"), NOON)
    assert "<@U1>" in refused.value.told(english)
    assert await session.scalar(select(func.count(Reading.id))) == 0


async def test_a_reading_in_another_unit_is_refused(session: AsyncSession, anna: Reader) -> None:
    await flows.record(session, anna, _team(), _entry("first-response 3.5 h"), NOON)
    with pytest.raises(UserError, match="kept in"):
        await flows.record(session, anna, _team(), _entry("first-response 200 kg"), NOON)
    found = await flows.latest(["care"], NOON).read(session)
    assert found["care"][0].value == Decimal("3.5")


async def test_a_unit_that_was_left_out_is_the_known_one(
    session: AsyncSession, anna: Reader, english: Say
) -> None:
    await flows.record(session, anna, _team(), _entry("first-response 3.5 h"), NOON)
    found = await flows.record(
        session, anna, _team(), _entry("first-response 2.25"), NOON + timedelta(days=7)
    )
    assert views.line(english, found.shown) == "*First response*  2.25 h · ▼ -1.25 h since 20 Nov"


async def test_a_late_source_says_since_when_and_never_zero(
    session: AsyncSession, anna: Reader, english: Say
) -> None:
    await flows.record(session, anna, _team(), _entry("nps 62 21 17"), NOON)
    (late,) = (await flows.latest(["care"], NOON + timedelta(days=20)).read(session))["care"]
    assert views.line(english, late).endswith("· no reading since Fri, 20 Nov")


async def test_a_reading_is_of_the_teams_day(session: AsyncSession, anna: Reader) -> None:
    team = _team("far", "Pacific/Auckland")
    session.add(team)
    await session.flush()
    session.add(TeamMember(team_id="far", member_id="U1", is_lead=True))
    await session.flush()
    found = await flows.record(session, anna, team, _entry("csat 91"), NOON)
    assert found.shown.day.isoformat() == "2026-11-21"


async def test_teams_keep_their_metrics_apart(session: AsyncSession, anna: Reader) -> None:
    await flows.record(session, anna, _team(), _entry("csat 91"), NOON)
    assert await flows.latest(["other"], NOON).read(session) == {"other": []}


async def test_history_shows_the_newest_first(
    session: AsyncSession, anna: Reader, english: Say
) -> None:
    for day in range(14):
        entry = _entry(f"nps {60 + day} 21 17")
        await flows.record(session, anna, _team(), entry, NOON + timedelta(days=day))
    past = await flows.history(session, "care", "nps", NOON + timedelta(days=13))
    assert [p.counts.promoters for p in past.points if p.counts] == list(range(73, 61, -1))
    lines = views.history(english, past)["blocks"][2]["text"]["text"].splitlines()
    assert lines[0] == "Thu, 3 Dec  *50.5 ± 13.9 (111 answers)*"


async def test_history_of_an_unknown_metric_says_how_to_begin(
    session: AsyncSession, english: Say
) -> None:
    with pytest.raises(UserError) as refused:
        await flows.history(session, "care", "csat-ninety", NOON)
    assert "`/okr metric csat-ninety 91`" in refused.value.told(english)


async def test_thirds_are_the_same_reading_on_both_databases(
    session: AsyncSession, anna: Reader
) -> None:
    for _ in range(2):
        await flows.record(session, anna, _team(), _entry("nps 1 1 1"), NOON)
        await flows.record(session, anna, _team(), _entry("nps-late 1 0 2"), NOON)
    assert await session.scalar(select(func.count(Reading.id))) == 2
