"""A team's rhythm: chosen in a form that follows it, and told to the channel in words."""

from dataclasses import replace

import pytest

from bot.sandbox.model import View
from handlers.kit.text import Texts
from handlers.team import rules
from handlers.team.views.rhythm import rhythm_words
from tests.team.forms import field, opened, stored
from tests.world import World


def fields(view: View | None) -> set[str]:
    assert view is not None
    return {b["block_id"] for b in view.payload["blocks"] if b["type"] == "input"}


def dates(view: View | None) -> str:
    assert view is not None
    shown = (str(e["text"]) for b in view.payload["blocks"] for e in b.get("elements", ()))
    return str(next(text for text in shown if text.startswith("📅")))


@pytest.mark.parametrize(
    ("rhythm", "walls", "days"),
    [
        ("weekly", "own", "Every Wednesday"),
        ("weeks:2", "own", "Every second Wednesday"),
        ("weeks:3:1", "team", "Every 3 weeks on Wednesday"),
        ("month:1", "own", "The first Wednesday of each month"),
        ("month:2", "own", "The second Wednesday of each month"),
        ("month:3", "own", "The third Wednesday of each month"),
        ("month:4", "own", "The fourth Wednesday of each month"),
        ("month:last", "team", "The last Wednesday of each month"),
        ("days:0,3", "own", "Every Monday and Thursday"),
        ("days:0,2,4", "team", "Every Monday, Wednesday and Friday"),
    ],
)
def test_a_rhythm_is_told_in_words(rhythm: str, walls: str, days: str) -> None:
    setup = rules.first_setup("care", "U1", "Europe/Berlin", "en")
    setup = replace(setup, checkin_rhythm=rhythm, checkin_walls=walls)
    texts = Texts()
    told = rhythm_words(texts.say("en-GB"), setup)
    clock = "on each person's own clock" if walls == "own" else "everybody at one moment (Berlin)"
    assert told == f"{days} at 10:00, {clock}"
    for language in ("zh-CN", "zh-TW"):
        assert "星期" in rhythm_words(texts.say(language), setup)


async def test_the_form_shows_what_a_rhythm_needs_and_when_it_comes(world: World) -> None:
    anna = world.person("anna")
    weekly = fields(await opened(world, anna))
    assert dates(anna.modal) == "📅 Next: Wed, 18 Nov · Wed, 25 Nov · Wed, 2 Dec"
    await _choose(world, "team.checkin_rhythm", "weeks:2")
    assert fields(anna.modal) - weekly == {"checkin_first_2_2"}
    assert dates(anna.modal) == "📅 Next: Wed, 18 Nov · Wed, 2 Dec · Wed, 16 Dec"
    await _choose(world, "team.first", _last_option(anna.modal, "checkin_first_2_2"))
    assert dates(anna.modal) == "📅 Next: Wed, 25 Nov · Wed, 9 Dec · Wed, 23 Dec"
    await _choose(world, "team.checkin_rhythm", "month")
    assert fields(anna.modal) - weekly == {"checkin_nth"}
    await _choose(world, "team.checkin_nth", "-1")
    assert dates(anna.modal) == "📅 Next: Wed, 25 Nov · Wed, 30 Dec · Wed, 27 Jan"
    await _choose(world, "team.checkin_rhythm", "days")
    assert weekly ^ fields(anna.modal) == {"checkin_days", "checkin_day"}
    await _choose(world, "team.checkin_days", ["0", "3"])
    assert dates(anna.modal) == "📅 Next: Mon, 16 Nov · Thu, 19 Nov · Mon, 23 Nov"
    assert anna.modal is not None
    outcome = await anna.submit(anna.modal, {"checkin_walls": "team", "name": "Care"})
    assert outcome.kind == "closed", outcome
    await world.settle()
    team = await stored(world)
    assert team is not None
    assert (team.checkin_rhythm, team.checkin_walls) == ("days:0,3", "team")
    told = str(world.posted("care")[-1].blocks)
    assert "Every Monday and Thursday at 10:00" in told
    assert "Mon, 16 Nov · Thu, 19 Nov" in told


async def test_a_form_that_is_sent_before_it_followed_is_shown_once_more(world: World) -> None:
    anna = world.person("anna")
    view = await opened(world, anna)
    outcome = await anna.submit(view, {"checkin_rhythm": "month"})
    assert outcome.kind == "updated"
    assert "checkin_nth" in fields(anna.modal)
    assert outcome.view is not None
    assert (await anna.submit(outcome.view, {"checkin_nth": "2"})).kind == "closed"
    team = await stored(world)
    assert team is not None
    assert team.checkin_rhythm == "month:2"


async def _choose(world: World, action: str, value: str | list[str]) -> None:
    anna = world.person("anna")
    assert anna.modal is not None
    reply = await anna.click(anna.modal, action, value=value)
    assert reply.ok, reply.detail


def _last_option(view: View | None, block_id: str) -> str:
    picker = field(view, block_id)
    assert picker is not None
    return str(picker["options"][-1]["value"])
