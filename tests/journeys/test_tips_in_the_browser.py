"""What the demo's panel offers to try: its buttons do what they say."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.clock import ShiftedClock
from bot.demo import acts
from bot.demo.beginnings import beginnings
from bot.demo.scenes import ZONE, Scene, play
from bot.demo.serve import Agenda, offered
from bot.demo.stage import Stage, built
from bot.sandbox.page import add_page
from tests.journeys.test_week import AUTUMN

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The demo as it begins, without its three weeks: Wednesday, 9:40 in London."""
    agenda = Agenda()
    tips = offered(AUTUMN)
    page = partial(add_page, next_due=agenda.next_due, in_hand=agenda.in_hand, tips=tips)
    async with built(ShiftedClock(AUTUMN), f"sqlite:///{tmp_path}/delight.db", page=page) as stage:
        async for _ in play(stage, [*beginnings(), Scene(0, "Wed 09:40", acts.nothing)], AUTUMN):
            pass
        agenda.process = stage.process
        stage.process.beat()
        yield stage


async def test_the_card_comes_that_the_first_tip_lets_come(stage: Stage, tab: Page) -> None:
    """At 9:50 Slack is asked who wants quiet: nobody sees that, and the clock goes on."""
    await tab.goto(stage.sandbox.url)
    await tab.get_by_role("button", name="Let it come").click()

    card = tab.locator("#messages .message").last
    await expect(card.get_by_role("button", name="Answer now")).to_be_visible(timeout=20_000)
    await expect(tab.locator("#moving-text")).to_contain_text("arrived.")
    await expect(tab.locator("#clock-time")).to_contain_text("10:00")
    assert f"{stage.driver.clock.now().astimezone(ZONE):%a %H:%M}" == "Wed 10:00"


async def test_a_card_that_has_come_is_shown_and_no_other_one_waited_for(
    stage: Stage, tab: Page
) -> None:
    await tab.goto(stage.sandbox.url)
    tip = tab.locator(".tip").first
    await expect(tip).to_contain_text("Let the clock run until Maya's card comes")
    await tip.get_by_role("button", name="Let it come").click()
    card = tab.get_by_role("button", name="Answer now")
    await expect(card).to_be_visible(timeout=20_000)
    await expect(tab.locator("#moving-text")).to_contain_text("arrived.")
    await tab.locator("#channels .nav-row").first.click()

    await expect(tip).to_contain_text("Maya's card has come. Answer it")
    await expect(tip.get_by_role("button", name="Let it come")).to_have_count(0)
    await tip.get_by_role("button", name="Show it").click()
    await expect(card).to_be_visible()
    assert f"{stage.driver.clock.now().astimezone(ZONE):%a %H:%M}" == "Wed 10:00"
