"""Key results on the page, after weeks of a company's life: the tree, a history, one in full."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect

from bot.clock import ShiftedClock
from bot.demo.beginnings import beginnings
from bot.demo.company import TIDEWATER
from bot.demo.history import check_ins
from bot.demo.scenes import play
from bot.demo.stage import Stage, built
from bot.sandbox.page import add_page
from tests.sandbox.asks import COMPOSER

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

MONDAY: Final = datetime(2026, 11, 2, 9, tzinfo=UTC)  # on which the history begins


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """Tidewater with three weeks of answers."""
    clock = ShiftedClock(MONDAY)
    async with built(clock, f"sqlite:///{tmp_path}/delight.db", page=add_page) as stage:
        scenes = [*beginnings(), *check_ins()]
        async for _ in play(stage, scenes, datetime(2026, 11, 23, 9, tzinfo=UTC)):
            pass
        yield stage


async def asked(page: Page, line: str, answer: str) -> Locator:
    """What stands below the conversation once this was typed."""
    await page.fill(COMPOSER, line)
    await page.press(COMPOSER, "Enter")
    found = page.locator("#messages .message", has_text=answer).last
    await expect(found).to_be_visible()
    return found


async def pictured(page: Page, picture: Path) -> None:
    await page.screenshot(path=picture, animations="disabled")
    with Image.open(picture) as seen:
        assert seen.getcolors(maxcolors=500) is None  # more colours than a blank page has


async def test_tree_history_and_one_in_full_are_seen(
    stage: Stage, tab: Page, tmp_path: Path
) -> None:
    await tab.goto(f"{stage.sandbox.url}/#/{TIDEWATER}/U0HANNAH/app/home")
    await tab.locator("#channels .nav-row", has_text="product").click()
    await expect(tab.locator(COMPOSER)).to_have_attribute("placeholder", "Message #product")

    tree = await asked(tab, "/okr tree", "Small hotels would not run without us")
    await expect(tree).to_contain_text("Hoteliers recommend Tidewater to their friends")
    await expect(tree).to_contain_text("新酒店第一周就收到第一笔订单")
    await pictured(tab, tmp_path / "tree.png")

    shown = await asked(tab, "/okr show KR-4", "Raise NPS")
    await expect(shown).to_contain_text("At this pace")
    await pictured(tab, tmp_path / "show.png")

    history = await asked(tab, "/okr history KR-4", "Baseline of the autumn survey")
    await expect(history).to_contain_text("36")
    await stage.driver.settle()
    await pictured(tab, tmp_path / "history.png")
    await tab.locator(".nav-row", has_text="Delight").click()
    await tab.get_by_role("tab", name="Messages").click()
    chart = tab.locator("#messages img").last
    # It is drawn and sent beside everything else: a busy machine takes its time.
    await expect(chart).to_have_attribute("alt", re.compile("Raise NPS"), timeout=60_000)
    await chart.scroll_into_view_if_needed()
    await pictured(tab, tmp_path / "chart.png")
    await tab.goto("about:blank")
