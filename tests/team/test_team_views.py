"""The form as Slack checks it, in each language and in each state."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.sandbox.blockkit import view_problems
from handlers.kit.text import Texts
from handlers.team import rules, views
from handlers.team.rules import Draft, Note
from handlers.team.views import zones

NOW = datetime(2026, 11, 16, 8, tzinfo=UTC)
DRAFT = Draft("C1", rules.first_setup("care", "U1", "Europe/Berlin", "en"))


@pytest.fixture(scope="module")
def texts() -> Texts:
    return Texts()


@pytest.mark.parametrize("locale", ["en-US", "zh-CN", "zh-TW", "de-DE", "xx-XX"])
@pytest.mark.parametrize("note", [None, *Note])
@pytest.mark.parametrize("known", [True, False])
def test_slack_takes_the_form(texts: Texts, locale: str, note: Note | None, known: bool) -> None:
    draft = replace(DRAFT, members_known=known, note=note)
    view = views.setup_form(texts.say(locale), draft, "Asia/Kolkata", NOW, external_id="team:x")
    assert view_problems(view) == []


def test_slack_takes_the_small_forms(texts: Texts) -> None:
    say = texts.say("en-US")
    for view in (
        views.where_form(say),
        views.waiting(say, "C1", "team:x"),
        views.refused(say, "Not yours."),
    ):
        assert view_problems(view) == []


@pytest.mark.parametrize("own", ["Europe/Berlin", "Asia/Kathmandu", "UTC", "Etc/UTC"])
@pytest.mark.parametrize("chosen", ["Europe/Berlin", "Pacific/Chatham"])
def test_the_own_zone_comes_first_and_none_twice(texts: Texts, own: str, chosen: str) -> None:
    select = zones.zone_select(texts.say("en-US"), "x", chosen, own, NOW)
    values = [o["value"] for group in select["option_groups"] for o in group["options"]]
    assert values[0] == own
    assert select["initial_option"]["value"] == chosen
    assert len(values) == len(set(values)) <= 100


def test_zones_are_called_by_their_city_in_the_readers_language(texts: Texts) -> None:
    assert zones.zone_name(texts.say("zh-CN"), "Europe/Berlin") == "柏林"
    assert zones.zone_name(texts.say("en-US"), "Asia/Kolkata") == "Kolkata"
    assert zones.zone_name(texts.say("zh-TW"), "Asia/Kolkata") == "加爾各答"
    assert zones.zone_name(texts.say("en-US"), "America/Argentina/Buenos_Aires") == "Buenos Aires"


def test_half_hours_are_shown(texts: Texts) -> None:
    select = zones.zone_select(texts.say("en-US"), "x", "Asia/Kolkata", "UTC", NOW)
    assert select["initial_option"]["text"]["text"].endswith("(UTC+05:30)")
