"""A newcomer's first week, on the page: from the first-time Home tab to a posted digest."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect

from bot.clock import ShiftedClock
from bot.demo.company import HERON
from bot.demo.serve import TIPS, Agenda
from bot.demo.stage import Stage, built
from bot.sandbox.page import add_page
from tests.sandbox.asks import COMPOSER, say

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

TUESDAY: Final = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SAID: Final = "The tin arrived with a note in somebody's own hand. I kept it."


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The demo without its history: Ida has just installed Delight."""
    agenda = Agenda()
    page = partial(add_page, next_due=agenda.next_due, in_hand=agenda.in_hand, tips=TIPS)
    async with built(ShiftedClock(TUESDAY), f"sqlite:///{tmp_path}/delight.db", page=page) as stage:
        agenda.process = stage.process
        stage.process.beat()
        yield stage


def form(page: Page) -> Locator:
    return page.locator("dialog.modal")


async def fill(page: Page, **fields: str) -> None:
    for block, text in fields.items():
        await form(page).locator(f"[data-block='{block}'] :is(input, textarea)").fill(text)


async def choose(page: Page, block: str, option: str) -> None:
    await form(page).locator(f"[data-block='{block}'] .select").click()
    await page.get_by_role("option", name=option).click()


async def send(page: Page) -> None:
    await form(page).locator("[type=submit]").click()


async def act_as(page: Page, name: str) -> None:
    await page.locator(".me-card").click()
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".me-name")).to_contain_text(name)


async def in_tea_room(page: Page) -> None:
    await page.locator("#channels .nav-row", has_text="tea-room").click()
    await expect(page.locator(COMPOSER)).to_have_attribute("placeholder", "Message #tea-room")


async def move(page: Page, button: str) -> None:
    """Press a button of the clock bar and wait until everything on the way has come."""
    moves = page.get_by_role("button", name=button)
    await moves.click()
    await expect(moves).to_be_enabled(timeout=20_000)  # not before the clock has arrived
    await expect(page.locator("#moving-text")).to_contain_text("arrived.")


async def set_up_the_team(page: Page) -> None:
    await expect(page.locator("#home")).to_contain_text("Welcome, Ida!")
    await page.get_by_role("button", name="Set up a team").click()
    await choose(page, "channel", "tea-room")
    await send(page)
    await expect(form(page).locator("[data-block=members]")).to_contain_text("Kenji Mori")
    await fill(page, name="Tea")
    await send(page)
    await expect(form(page)).to_have_count(0)
    await expect(page.locator("#home")).to_contain_text("No objectives in this quarter yet")


async def set_an_objective(page: Page) -> None:
    await page.get_by_role("button", name="New objective").click()
    await fill(
        page,
        **{
            "okr.objective": "Every tin is opened with a smile",
            "1.title": "Days until a tin arrives",
            "1.start": "6",
            "1.target": "2",
            "1.unit": "days",
            "2.title": "Letters from customers",
            "2.start": "4",
            "2.target": "40",
        },
    )
    await send(page)
    await expect(form(page)).to_contain_text("KR-2")
    await form(page).get_by_role("button", name="Close").last.click()
    await expect(page.locator("#home")).to_contain_text("Letters from customers")


async def answer_the_check_in(page: Page) -> None:
    await page.get_by_role("tab", name="Messages").click()
    card = page.locator("#messages")  # Home has the same button
    await card.get_by_role("button", name="Answer now").click()
    await expect(form(page)).to_contain_text("Step 1 of 3")
    await fill(page, **{"okr.value.1": "soon"})
    await send(page)
    error = form(page).locator(".input-block.wrong")
    await expect(error).to_contain_text("KR-1: where does it stand")
    await expect(error.locator(".error")).to_contain_text("“soon” is not a number")
    await expect(error.locator("input")).to_be_focused()

    await fill(page, **{"okr.value.1": "4", "okr.note.1": "Kenji packs at noon now"})
    await send(page)
    await fill(page, **{"okr.value.2": "9"})
    await send(page)
    await expect(form(page)).to_contain_text("What moved for customers?")
    await send(page)
    await expect(form(page)).to_have_count(0)
    await expect(page.locator("#messages .message").last).to_contain_text("Check-in done")


async def save_a_quote_and_thank(page: Page) -> None:
    """Kenji tells what a customer wrote: Ida keeps it, and thanks him twice."""
    await in_tea_room(page)
    await act_as(page, "Kenji")
    await say(page, SAID)
    await act_as(page, "Ida")
    told = page.locator("#messages .message", has_text=SAID).first
    await told.hover()
    await told.get_by_role("button", name="React with :raised_hands:").click()
    await expect(told.locator(".reaction.mine")).to_contain_text("1")
    await told.get_by_role("button", name="More actions").click()
    await page.get_by_role("option", name="Save customer quote").click()
    words = form(page).locator("[data-block='quote.text'] textarea")
    await expect(words).to_have_value(SAID)
    await choose(page, "quote.touchpoint", "Buy")
    await form(page).get_by_label("They approved it").check()
    await fill(page, **{"quote.customer": "Mrs Okonjo"})
    await send(page)
    await expect(form(page)).to_have_count(0)
    await page.fill(COMPOSER, "/kudos @kenji for writing every note by hand")
    await page.press(COMPOSER, "Enter")
    await expect(page.locator("#messages")).to_contain_text("@Ida Lind thanks @Kenji Mori")


async def read_the_digest(page: Page) -> None:
    digest = page.locator("#messages .message", has_text="What moved").last
    await expect(digest).to_contain_text("2 of 2 key results moved")
    await expect(digest).to_contain_text("Days until a tin arrives")
    await expect(digest).to_contain_text("50 % · first value: 4 days")
    await expect(digest).to_contain_text("13 % · first value: 9")
    await expect(digest).to_contain_text("2 updates · 1 of 3 checked in · 2 kudos")
    await expect(digest).to_contain_text("writing every note by hand")
    # The round's thread has shown the customer's words on this very day.
    summary = page.locator("#messages .message", has_text="1 of 3 answered").last
    await summary.get_by_role("button", name="2 replies").click()
    quoted = page.locator("#thread .message", has_text="What a customer told us")
    await expect(quoted).to_contain_text(SAID)
    await expect(quoted).to_contain_text("Mrs Okonjo")
    await expect(page.locator("#messages")).not_to_contain_text("What a customer told us")


async def test_from_the_first_look_to_a_posted_digest(
    stage: Stage, tab: Page, tmp_path: Path
) -> None:
    await tab.goto(f"{stage.sandbox.url}/#/{HERON}/U0IDA/app/home")
    await set_up_the_team(tab)
    await set_an_objective(tab)
    await move(tab, "Wed 10:00")
    await answer_the_check_in(tab)
    await save_a_quote_and_thank(tab)
    await move(tab, "Fri 15:00")
    await read_the_digest(tab)

    picture = tmp_path / "digest.png"
    await tab.screenshot(path=picture)
    with Image.open(picture) as seen:
        assert seen.size == (1440, 900)
        assert seen.getcolors(maxcolors=500) is None  # more colours than a blank page has
    await tab.goto("about:blank")
