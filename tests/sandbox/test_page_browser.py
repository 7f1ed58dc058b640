"""The page in a real browser, with a real Bolt app behind it: messages and forms."""

import asyncio
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.asks import COMPOSER, say
from tests.sandbox.stage import Stage

pytest_plugins = ["tests.browser", "tests.sandbox.onstage"]
pytestmark = pytest.mark.browser


async def test_every_block_of_a_message_is_drawn(page: Page) -> None:
    card = page.locator("#messages .message").last

    await expect(card.locator(".header-block")).to_have_text("Your check-in, Mei")
    await expect(card.locator("table tr")).to_have_count(3)
    await expect(card.locator("img.image")).to_have_js_property("complete", value=True)
    await expect(card.locator(".rich li")).to_have_count(2)
    await expect(card.get_by_text("<unescaped> safely")).to_be_visible()
    for action in ("ok", "close.round", "pick", "day", "more", "who", "boxes", "mood"):
        await expect(card.locator(f"[data-action='{action}']")).to_be_visible()
    await expect(page.locator(".block-unknown")).to_have_count(0)


async def test_a_message_is_written_with_a_mention_and_seen_by_others(page: Page) -> None:
    await page.focus(COMPOSER)
    await page.keyboard.type("Look, @an")
    await expect(page.locator(".completer [role=option]").first).to_contain_text("Ana Ruiz")
    await page.keyboard.press("Enter")
    await page.keyboard.type("<b>bold?</b> *yes*")
    await page.keyboard.press("Enter")

    said = page.locator("#messages .message", has_text="bold?")
    await expect(said.locator(".chip")).to_have_text("@Ana Ruiz")
    await expect(said.locator(".prose")).to_contain_text("<b>bold?</b> yes")
    await expect(said.locator("strong")).to_have_text("yes")


async def test_a_command_is_completed_and_answered_to_me_alone(page: Page) -> None:
    await page.focus(COMPOSER)
    await page.keyboard.type("/ok")
    await expect(page.locator(".completer")).to_contain_text("update KR-3 45")
    await page.keyboard.press("Tab")
    await page.keyboard.type("show KR-3")
    await page.keyboard.press("Enter")

    answer = page.locator(".message.ephemeral")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(answer.locator("code")).to_have_text("show KR-3")
    await answer.get_by_role("button", name="Dismiss").click()
    await expect(answer).to_have_count(0)


async def test_a_command_that_fails_says_what_slack_says_and_keeps_the_text(
    page: Page, stage: Stage
) -> None:
    await say(page, "/slow please")
    await expect(page.locator(".composer.sending")).to_be_visible()
    async with asyncio.timeout(10):
        while stage.clock.next_wake() != stage.clock.deadline(3):  # noqa: ASYNC110 Slack waits so long
            await asyncio.sleep(0.01)
    stage.clock.move_to(stage.clock.now() + timedelta(seconds=4))

    await expect(page.get_by_role("alert")).to_contain_text("/slow failed with the error")
    await expect(page.locator(COMPOSER)).to_have_value("/slow please")


async def test_a_form_shows_its_errors_beside_the_fields_and_focuses_the_first(page: Page) -> None:
    await say(page, "/quote")
    form = page.get_by_role("dialog", name="Save a customer quote")
    await expect(form.locator("[data-block=text] textarea")).to_be_focused()
    await page.keyboard.type("Too short")
    await form.get_by_role("button", name="Save quote").click()
    missing = form.locator("[data-block=touchpoint]")
    await expect(missing.locator(".error")).to_contain_text("required field")
    await expect(missing.locator(".select")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(missing.locator(".select")).to_contain_text("Buy")

    await page.keyboard.press("Control+Enter")
    words = form.locator("[data-block=text]")
    await expect(words.locator(".error")).to_contain_text("at least ten letters")
    await expect(words.locator("textarea")).to_be_focused()
    await expect(words.locator("textarea")).to_have_value("Too short")
    await page.keyboard.type(", and longer")
    await page.keyboard.press("Control+Enter")
    await expect(form).to_have_count(0)


async def test_a_pushed_form_goes_back_and_keeps_what_was_typed(page: Page) -> None:
    await say(page, "/quote")
    form = page.locator("dialog.modal")
    await form.locator("textarea").fill("They called us back within the hour")
    await form.get_by_role("button", name="Add a detail").click()
    await expect(form.get_by_role("heading")).to_have_text("A detail")
    await page.keyboard.press("Escape")

    await expect(form.get_by_role("heading")).to_have_text("Save a customer quote")
    await expect(form.locator("textarea")).to_have_value("They called us back within the hour")
    await form.get_by_role("button", name="Close").click()
    await expect(form).to_have_count(0)


async def test_escape_leaves_one_form_at_a_time(page: Page) -> None:
    await say(page, "/quote")
    form = page.locator("dialog.modal")
    await form.get_by_role("button", name="Add a detail").click()
    await expect(form.get_by_role("heading")).to_have_text("A detail")
    await page.keyboard.press("Escape")
    await expect(form.get_by_role("heading")).to_have_text("Save a customer quote")
    await page.keyboard.press("Escape")

    await expect(form).to_have_count(0)
    await expect(page.locator(COMPOSER)).to_be_focused()
    await page.evaluate("() => new Promise(requestAnimationFrame)")
    await page.keyboard.type("And on we go")
    await expect(page.locator(COMPOSER)).to_have_value("And on we go")


async def test_a_dangerous_button_asks_first(page: Page, stage: Stage) -> None:
    await page.get_by_role("button", name="Close the round").click()
    question = page.get_by_role("dialog", name="Close this round?")
    await expect(question).to_contain_text("count as late")
    await question.get_by_role("button", name="Not yet").click()

    await expect(question).to_have_count(0)
    await page.get_by_role("button", name="All on track").click()
    await expect(page.locator(".message.ephemeral")).to_contain_text("all is on track")


async def test_a_reaction_is_given_and_taken_back(page: Page, stage: Stage) -> None:
    message = page.locator("#messages .message").first
    await message.hover()
    await message.get_by_role("button", name="React with :raised_hands:").click()
    mine = message.locator(".reaction.mine")
    await expect(mine).to_contain_text("1")
    await mine.click()

    await expect(message.locator(".reactions")).to_have_count(0)


async def test_a_thread_is_read_and_answered(page: Page) -> None:
    await page.get_by_role("button", name="2 replies").click()
    thread = page.locator("#thread")
    await expect(thread.locator(".message")).to_have_count(3)
    await expect(thread.locator("textarea")).to_be_focused()
    await page.keyboard.type("Me too")
    await page.keyboard.press("Enter")
    await expect(thread.locator(".message").last).to_contain_text("Me too")
    await page.keyboard.press("Escape")

    await expect(thread).to_be_hidden()
    await expect(page.locator(".replies-count")).to_have_text("3 replies")


async def test_a_message_shortcut_opens_its_form(page: Page) -> None:
    message = page.locator("#messages .message").first
    await message.hover()
    await message.get_by_role("button", name="More actions").click()
    await page.get_by_role("option", name="Save customer quote").click()

    await expect(page.get_by_role("dialog", name="Save a customer quote")).to_be_visible()
