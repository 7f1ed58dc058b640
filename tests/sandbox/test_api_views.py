"""views.*: triggers, the stack of three, hashes, and what stays typed."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.server import Sandbox


def words(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def field(block_id: str, action_id: str = "value") -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": action_id}
    return {"type": "input", "block_id": block_id, "label": words("Value"), "element": element}


def modal(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    shown = list(blocks) or [field("value")]
    view = {"type": "modal", "title": words("Update"), "submit": words("Save"), "blocks": shown}
    return view | fields


HOME = {"type": "home", "blocks": [{"type": "divider"}]}


@pytest.fixture
def tap(sandbox: Sandbox) -> Any:
    """A fresh trigger id of Mei's."""
    return lambda: sandbox.triggers.mint("U1")


async def test_trigger_opens_one_modal(sandbox: Sandbox, slack: AsyncWebClient, tap: Any) -> None:
    trigger = tap()
    opened = (await slack.views_open(trigger_id=trigger, view=modal(callback_id="okr.update")))[
        "view"
    ]

    assert (opened["callback_id"], opened["root_view_id"]) == ("okr.update", opened["id"])
    assert opened["state"] == {"values": {}}
    assert sandbox.world.workspaces["T1"].modals["U1"][0].id == opened["id"]
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await slack.views_open(trigger_id=trigger, view=modal())


async def test_trigger_is_good_for_three_seconds(
    slack: AsyncWebClient, tap: Any, clock: ManualClock
) -> None:
    in_time, too_late = tap(), tap()
    clock.advance(3)
    await slack.views_open(trigger_id=in_time, view=modal())
    clock.advance(0.001)

    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        await slack.views_open(trigger_id=too_late, view=modal())


async def test_neighbours_trigger_is_invalid(neighbour: AsyncWebClient, tap: Any) -> None:
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        await neighbour.views_open(trigger_id=tap(), view=modal())


async def test_views_stack_three_high(slack: AsyncWebClient, tap: Any) -> None:
    first = (await slack.views_open(trigger_id=tap(), view=modal()))["view"]
    second = (await slack.views_push(trigger_id=tap(), view=modal()))["view"]
    third = (await slack.views_push(trigger_id=tap(), view=modal()))["view"]

    assert third["previous_view_id"] == second["id"]
    assert third["root_view_id"] == first["id"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await slack.views_push(trigger_id=tap(), view=modal())


async def test_wrong_view_is_explained_by_its_place(slack: AsyncWebClient, tap: Any) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack.views_open(trigger_id=tap(), view=modal(title=words("x" * 25)))

    assert refused.value.response["error"] == "invalid_arguments"
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]


async def test_view_of_more_than_250_kb_is_refused(slack: AsyncWebClient, tap: Any) -> None:
    section = {"type": "section", "text": words("語" * 2_900)}

    with pytest.raises(SlackApiError, match="view_too_large"):
        await slack.views_open(trigger_id=tap(), view=modal(*[section] * 30))


async def test_size_of_a_view_counts_the_spaces_between_its_parts(
    slack: AsyncWebClient, tap: Any
) -> None:
    with pytest.raises(SlackApiError, match="view_too_large"):
        await slack.views_open(trigger_id=tap(), view={"type": "modal", "blocks": [1] * 100_000})


async def test_external_id_is_unique_and_finds_its_view(slack: AsyncWebClient, tap: Any) -> None:
    opened = await slack.views_open(trigger_id=tap(), view=modal(external_id="kr-12"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await slack.views_open(trigger_id=tap(), view=modal(external_id="kr-12"))

    updated = await slack.views_update(external_id="kr-12", view=modal(external_id="kr-12"))

    assert updated["view"]["id"] == opened["view"]["id"]


async def test_update_against_an_old_hash_is_a_conflict(slack: AsyncWebClient, tap: Any) -> None:
    opened = (await slack.views_open(trigger_id=tap(), view=modal()))["view"]
    await slack.views_update(view_id=opened["id"], hash=opened["hash"], view=modal())

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await slack.views_update(view_id=opened["id"], hash=opened["hash"], view=modal())


async def test_typed_value_stays_only_where_both_ids_stay(
    sandbox: Sandbox, slack: AsyncWebClient, tap: Any
) -> None:
    before = modal(field("a"), field("b"), field("c"))
    opened = (await slack.views_open(trigger_id=tap(), view=before))["view"]
    view = sandbox.world.workspaces["T1"].modals["U1"][0]
    typed = {"type": "plain_text_input", "value": "45"}
    view.state = {name: {"value": typed} for name in "abc"}

    after = modal(field("a"), field("b", "other"), field("d"))
    updated = (await slack.views_update(view_id=opened["id"], view=after))["view"]

    assert updated["state"]["values"] == {"a": {"value": typed}}


async def test_closed_view_is_not_found(sandbox: Sandbox, slack: AsyncWebClient, tap: Any) -> None:
    opened = (await slack.views_open(trigger_id=tap(), view=modal()))["view"]
    sandbox.world.workspaces["T1"].modals.clear()

    with pytest.raises(SlackApiError, match="not_found"):
        await slack.views_update(view_id=opened["id"], view=modal())


async def test_home_is_published_for_one_person_and_keeps_its_id(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    first = (await slack.views_publish(user_id="U1", view=HOME))["view"]
    second = (await slack.views_publish(user_id="U1", view=HOME, hash=first["hash"]))["view"]

    assert first["id"] == second["id"]
    assert list(sandbox.world.workspaces["T1"].homes) == ["U1"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await slack.views_publish(user_id="U1", view=HOME, hash=first["hash"])


async def test_modal_is_no_home_and_home_no_modal(slack: AsyncWebClient, tap: Any) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await slack.views_publish(user_id="U1", view=modal())
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await slack.views_open(trigger_id=tap(), view=HOME)


async def test_home_tab_that_is_off_is_not_enabled(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    app = sandbox.world.app
    features = app.manifest["features"] | {"app_home": {"home_tab_enabled": False}}
    app.manifest = app.manifest | {"features": features}

    with pytest.raises(SlackApiError, match="not_enabled"):
        await slack.views_publish(user_id="U1", view=HOME)
