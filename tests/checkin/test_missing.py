"""Leads see who is missing, once and in private; channels never do."""

from datetime import UTC, date, datetime, timedelta

from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.missing import missing_in, without
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    DAI,
    EVE,
    LAST_CALL_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    for_leads,
    record,
    set_person,
    words,
)
from tests.world import World

GUS = "U0GUS"


def part(*, replied: bool) -> DueRound:
    """Of somebody who owns no KR and is asked the team's questions."""
    asked = (object(),)
    closes = datetime(2026, 11, 20, 11, tzinfo=UTC)
    return DueRound("care", "Care", date(2026, 11, 18), closes, [], [], False, asked, replied)  # type: ignore[arg-type]


def test_people_stand_in_the_order_of_the_alphabet_and_nobody_away_is_missed() -> None:
    parts = [(id_, part(replied=id_ == "D")) for id_ in "ABCDE"]
    names = {"A": "zoe", "B": "Adam", "C": "Mia", "D": "Done"}  # E has left
    found = missing_in(parts, {"C"}, names)
    assert found is not None
    assert (found.silent, found.away) == (("B", "A"), ("C",))
    assert missing_in(parts[3:4], set(), names) is None


def test_a_lead_does_not_hear_of_themselves() -> None:
    found = missing_in([("A", part(replied=False))], set(), {"A": "Anna"})
    assert found is not None
    assert without(found, "A") is None
    assert without(found, "B") == found


async def test_each_lead_hears_once_of_all_their_teams(world: World) -> None:
    """Anna leads Care and Product, in which Chen leads, too; those who left hear nothing."""
    await add_team(world, (ANNA, GUS, EVE, DAI))
    await add_team(world, (ANNA, CHEN), id_="product", channel="product")
    await add_team(world, (BEN, GUS), id_="far", channel="far")
    for number, (who, team) in enumerate(
        [(GUS, "care"), (EVE, "care"), (DAI, "care"), (CHEN, "product"), (GUS, "far")], start=1
    ):
        await add_kr(world, number, who, team=team, value=45)
    await world.go_to(PROMPT_AT)
    await set_person(world, BEN, deleted=True)
    await record(world, DAI, 3, 40)
    await set_person(world, EVE, away_until=LAST_CALL_AT + timedelta(days=3))
    before = len(world.posted("care"))
    await world.go_to(LAST_CALL_AT + timedelta(minutes=5))
    (told,) = for_leads(world, "anna")
    assert f"Not answered yet: <@{GUS}>\nAway, and not missed: <@{EVE}>" in words(told)
    assert f"Not answered yet: <@{CHEN}>" in words(told)
    assert DAI not in words(told)
    assert for_leads(world, "gus") == for_leads(world, "chen") == for_leads(world, "ben") == []
    assert len(world.posted("care")) == before
