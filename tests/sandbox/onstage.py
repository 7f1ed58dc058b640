"""Fixtures for browser tests: a stage, and Mei looking at it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from bot.clock import ManualClock
from tests.sandbox.stage import FRIDAY, Stage, running


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with running(ManualClock(FRIDAY)) as stage:
        yield stage


@pytest.fixture
async def page(stage: Stage, tab: Page) -> Page:
    """Mei looks at #care. (The tab is closed before the stage.)"""
    await tab.goto(stage.url)
    await expect(tab.locator("#messages .message").first).to_be_visible()
    return tab
