"""Names, homes, and what Slack's user objects mean."""

import pytest

from handlers.team import rules
from handlers.team.rules import Unfit


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        ("care", "Care"),
        ("team-care_eu", "Team care eu"),
        ("客服", "客服"),
        ("privategroup", ""),
        ("", ""),
        ("x" * 90, "X" + "x" * 79),
    ],
)
def test_a_team_is_called_after_its_channel(channel: str, name: str) -> None:
    assert rules.name_from(channel) == name


@pytest.mark.parametrize(
    ("channel", "name", "can"),
    [
        ("C1", "care", True),
        ("G1", "privategroup", True),
        ("D1", "directmessage", False),
        ("G2", "mpdm-anna--ben-1", False),
        (None, "", False),
    ],
)
def test_direct_messages_are_no_home(channel: str | None, name: str, can: bool) -> None:
    assert rules.can_be_home(channel, name) is can


def test_the_defaults_are_wednesday_ten_and_friday_three() -> None:
    setup = rules.first_setup("care", "U1", "Asia/Taipei", "zh_TW")
    assert (setup.checkin_weekday, f"{setup.checkin_time:%H:%M}") == (2, "10:00")
    assert (setup.digest_weekday, f"{setup.digest_time:%H:%M}") == (4, "15:00")
    assert (setup.language, setup.zone, setup.leads) == ("zh-TW", "Asia/Taipei", ("U1",))


def test_a_deactivated_user_object_has_no_zone_and_breaks_nothing() -> None:
    facts = rules.facts_of({"id": "U1", "name": "leo", "deleted": True, "profile": {}})
    assert facts["deleted"]
    assert facts["zone"] is None
    assert facts["locale"] is None
    assert facts["name"] == "leo"


def test_a_zone_that_nobody_can_compute_with_is_unknown() -> None:
    assert rules.facts_of({"id": "U1", "tz": "Mars/Olympus"})["zone"] is None
    assert rules.facts_of({"id": "U1", "tz": "../etc/passwd"})["zone"] is None
    assert rules.facts_of({"id": "U1", "tz": "America"})["zone"] is None


def test_owners_are_admins_and_restricted_people_guests() -> None:
    facts = rules.facts_of({"id": "U1", "is_owner": True, "is_ultra_restricted": True})
    assert facts["is_admin"]
    assert facts["is_guest"]


@pytest.mark.parametrize(
    ("bot", "deleted", "stranger", "why"),
    [
        (False, False, False, None),
        (True, True, False, Unfit.BOT),
        (False, True, False, Unfit.DELETED),
        (False, False, True, Unfit.STRANGER),
    ],
)
def test_who_cannot_be_in_a_team(
    bot: bool, deleted: bool, stranger: bool, why: Unfit | None
) -> None:
    assert rules.unfit(is_bot=bot, deleted=deleted, is_stranger=stranger) is why
