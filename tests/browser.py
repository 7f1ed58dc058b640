"""A browser for tests that look at pages: `pytest_plugins = ["tests.browser"]` brings it.

Without Chromium such tests are skipped and say so; with REQUIRE_BROWSER=1 they fail.
"""

import os
import shutil
from collections.abc import AsyncIterator
from typing import Final

import pytest
from playwright.async_api import Browser, Page, async_playwright

CHROMIUM: Final = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
PATIENCE: Final = 10_000  # ms until something that never shows up fails its test


def chromium() -> str | None:
    """Where the system's Chromium is, if it has one."""
    return next((path for name in CHROMIUM if (path := shutil.which(name))), None)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium, without a window."""
    path = chromium()
    if path is None:
        why = "Chromium was not found: install it (Debian: apt-get install chromium)"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"{why}; REQUIRE_BROWSER=1 asks for it")
        pytest.skip(why)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        await browser.close()


@pytest.fixture
async def tab(browser: Browser) -> AsyncIterator[Page]:
    """A tab of a laptop's size; anything the page complains about fails the test."""
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    await context.close()
    assert complaints == []
