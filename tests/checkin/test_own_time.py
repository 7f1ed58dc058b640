"""`/okr checkin at 16:00`: a person's own time, read, kept and obeyed."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.checkin.rules import cadence, own_time
from handlers.kit.errors import UserError
from handlers.schedule.rules import moment
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    change_team,
    occurrences,
    reasons,
)
from tests.world import World

SOON = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("16:00", time(16)),
        ("4pm", time(16)),
        ("4 PM", time(16)),
        ("4:30 p.m.", time(16, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("9", time(9)),
        ("16h30", time(16, 30)),
        ("16：05", time(16, 5)),
        ("at 8:15", time(8, 15)),
        ("noon", time(12)),
        ("下午4点半", time(16, 30)),
        ("上午 9 點", time(9)),
        ("16点5", None),
        ("DEFAULT", "team"),
        ("团队", "team"),
        ("25:00", None),
        ("13pm", time(13)),
        ("13am", None),
        ("16:75", None),
        ("4", None),
        ("soon", None),
        ("²", None),
        ("9" * 500, None),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, read: time | str | None) -> None:
    if read is None:
        with pytest.raises(UserError):
            own_time.read(typed)
    else:
        assert own_time.read(typed) == (None if read == "team" else read)


@given(st.times())
def test_every_time_that_is_written_out_is_read(at: time) -> None:
    assert own_time.read(f"{at:%H:%M}") == at.replace(second=0, microsecond=0)


@given(st.text())
def test_whatever_is_typed_is_read_or_told_what_to_type(typed: str) -> None:
    told = _told(typed)
    assert told is None or "/okr checkin at" in told


def _told(typed: str) -> str | None:
    try:
        own_time.read(typed)
    except UserError as error:
        return str(error)
    return None


async def test_an_own_time_moves_what_is_to_come_and_is_kept(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=2))
    reply = await world.person("anna").command("/okr checkin at 4pm", world.channel("care"))
    assert "4:00" in reply.text
    assert "Wed, 18 Nov" in reply.text
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    assert cards(world, "anna") == []
    await change_team(world, "care", name="Care")  # a saved team does not take it back
    await world.go_to(moment(DAY, time(16, 1), BERLIN))
    (card,) = cards(world, "anna")
    assert timedelta() <= card.sent_at - moment(DAY, time(16), BERLIN) < SOON
    reply = await world.person("anna").command("/okr checkin at default", world.channel("care"))
    assert "Wed, 25 Nov, 10:00" in reply.text
    assert len(cards(world, "anna")) == 1


async def test_an_own_time_that_has_passed_asks_at_once_and_only_once(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=1))
    reply = await world.person("anna").command("/okr checkin at 8am", world.channel("care"))
    assert "Your next card comes at once" in reply.text
    await world.settle()
    assert len(cards(world, "anna")) == 1
    await world.person("anna").command("/okr checkin at 11:00", world.channel("care"))
    await world.go_to(PROMPT_AT + timedelta(hours=3))
    assert len(cards(world, "anna")) == 1
    assert await reasons(world, cadence.PROMPT) == {ANNA: None}


async def test_whoever_only_owns_a_key_result_has_a_time_of_their_own_too(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=20))
    await world.person("ben").command("/okr checkin at 11:30", world.channel("care"))
    (row,) = [r for r in await occurrences(world, cadence.PROMPT) if r.member_id == BEN]
    assert row.due_at == moment(DAY, time(11, 30), "America/New_York")
    await world.person("ben").change(zone="Asia/Tokyo")
    await world.settle()
    (row,) = [r for r in await occurrences(world, cadence.PROMPT) if r.member_id == BEN]
    assert row.due_at == moment(DAY, time(11, 30), "Asia/Tokyo")
