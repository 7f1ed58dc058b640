"""Each delivery has an id, by which its lines in the log and its apology are found, and an end."""

import logging

import pytest
from slack_bolt.async_app import AsyncBoltRequest

from bot.dispatch import _request_id
from tests.journeys.stage import company, typed
from tests.trust.deep import on_one_database
from tests.world import World

PROXYS = "0d3f1c52-9f1e-4c1b-8e52-0c7b1f0f6a77"


def _id(body: dict[str, str], proxys: str | None = None) -> str:
    headers = {"X-Request-Id": proxys or ""}
    return _request_id(AsyncBoltRequest(body=body, mode="socket_mode", headers={**headers}))


def test_what_slack_delivers_again_keeps_its_id() -> None:
    assert _id({"event_id": "Ev1"}) == _id({"event_id": "Ev1"}) != _id({"event_id": "Ev2"})
    assert _id({"trigger_id": "1.2.abc"}) == _id({"trigger_id": "1.2.abc"})


def test_what_has_no_name_gets_an_id_of_its_own() -> None:
    assert _id({}) != _id({})
    assert len(_id({})) == len(_id({"event_id": "Ev1"}))


def test_a_proxys_id_is_taken_over() -> None:
    assert _id({"event_id": "Ev1"}, PROXYS) == PROXYS


@pytest.mark.parametrize(
    "insane", ["", "short", "x" * 65, "two words", "new\nline-here", "a=b&c=ddd"]
)
def test_an_id_that_is_none_is_not_taken_over(insane: str) -> None:
    assert _id({"event_id": "Ev1"}, insane) == _id({"event_id": "Ev1"})


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("/kudos @chen for staying with the customer until it worked", "ok"),
        ("/kudos @ben for staying with the customer until it worked", "refused"),
        ("/okr update KR-1 45 replies are faster", "ok"),
        ("/okr update KR-1 fast replies", "refused"),
        ("/okr update O-1 fast replies", "refused"),
        ("/okr checkin skip " + "at a fair " * 40, "refused"),
        ("/okr metric csat ninety", "refused"),
    ],
)
@on_one_database
async def test_what_is_given_back_counts_as_refused_like_all_that_came_to_nothing(
    world: World, caplog: pytest.LogCaptureFixture, line: str, outcome: str
) -> None:
    await company(world)
    caplog.set_level(logging.INFO, "bot.dispatch")
    await typed(world, "ben", line)
    ends = [text for text in caplog.messages if text.startswith("command: ")]
    assert [end.split(" in ")[0] for end in ends] == [f"command: {outcome}"]
