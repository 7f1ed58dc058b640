"""The page in a real browser: its places, its people, its clock."""

import pytest
from playwright.async_api import FloatRect, Page, expect

from bot.clock import ManualClock
from tests.processes import PATIENCE
from tests.sandbox.asks import COMPOSER, say
from tests.sandbox.stage import FRIDAY, MONDAY, Stage, running

pytest_plugins = ["tests.browser", "tests.sandbox.onstage"]
pytestmark = pytest.mark.browser


async def test_the_home_tab_is_drawn_when_it_is_opened(page: Page) -> None:
    await page.locator("#apps .nav-row").click()

    await expect(page.locator("#home")).to_contain_text("Good morning, Mei")
    await page.get_by_role("tab", name="Messages").click()
    await expect(page.get_by_placeholder("Message Delight")).to_be_visible()
    await say(page, "hello")
    await expect(page.locator("#messages .message").last).to_contain_text("You said: hello")


async def test_acting_as_another_shows_their_time_and_what_only_they_see(page: Page) -> None:
    await expect(page.locator("#clock-time")).to_contain_text("17:04")
    await page.locator(".me-card").click()
    await page.keyboard.type("joy")
    await expect(page.get_by_role("option").first).to_contain_text("New York")
    await page.keyboard.press("Enter")

    await expect(page.locator("#clock-time")).to_contain_text("04:04")
    await expect(page.locator(".me-name")).to_have_text("Joy Adeyemi")
    await expect(page.locator("#channels")).to_contain_text("leads")


async def test_moving_the_clock_brings_what_is_due_with_unread_marks(
    page: Page, stage: Stage
) -> None:
    await page.locator("#channels .nav-row").nth(1).click()
    await page.get_by_role("button", name="Wed 10:00").click()

    await expect(page.locator("#clock-time")).to_contain_text("10:00Wed 25 Nov")
    arrived = expect(page.locator("#moving-text"))
    await arrived.to_contain_text("8 messages arrived", timeout=1000 * PATIENCE)
    await expect(page.locator("#apps .unread")).to_have_text("1")
    await page.locator("#channels .nav-row").first.click()
    await expect(page.locator(".new-line")).to_be_visible()
    await expect(page.locator("#channels .unread")).to_have_count(0)
    assert stage.clock.now() > MONDAY


FOOT = "s => Math.round(s.scrollHeight - s.scrollTop - s.clientHeight)"


async def test_the_last_message_stays_whole_while_more_lines_are_written(page: Page) -> None:
    for number in range(12):
        await say(page, f"line {number}")
    above = page.locator("#channel .scroller")
    await expect(above.locator(".message").last).to_contain_text("line 11")
    assert await above.evaluate(FOOT) <= 1

    await page.locator(COMPOSER).fill("one\ntwo\nthree\nfour\nfive")

    assert await above.evaluate(FOOT) <= 1


async def test_tips_fill_the_composer_and_can_be_put_away(page: Page) -> None:
    await page.get_by_role("button", name="Fill in the command").click()
    await expect(page.locator(COMPOSER)).to_have_value("/okr update KR-3 45 replies are faster")
    await page.locator("#tips").get_by_role("button", name="Close").click()
    await page.reload()

    await expect(page.locator("#messages .message").first).to_be_visible()
    await expect(page.locator("#tips")).to_be_hidden()
    await page.get_by_role("button", name="Try this").click()
    await expect(page.locator("#tips")).to_be_visible()


async def test_the_quick_switcher_leads_to_a_channel_one_can_join(page: Page) -> None:
    await page.keyboard.press("Control+k")
    await page.keyboard.type("lunch")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Join channel").click()

    await expect(page.locator(COMPOSER)).to_have_attribute("placeholder", "Message #lunch")
    await expect(page.locator("#channels")).to_contain_text("lunch")


async def test_the_neighbour_workspace_is_one_click_away(page: Page) -> None:
    await page.get_by_role("button", name="Globex").click()

    await expect(page.locator("#workspace-name")).to_have_text("Globex")
    await expect(page.locator(".me-name")).to_have_text("Nia Neighbour")


async def test_what_another_tab_does_shows_up_by_itself(page: Page, stage: Stage) -> None:
    await stage.sandbox.person("T1", "U2").say(stage.care.id, "Fresh from Madrid")

    await expect(page.locator("#messages .message").last).to_contain_text("Fresh from Madrid")


async def test_the_theme_toggle_is_remembered(page: Page) -> None:
    await page.get_by_role("button", name="Switch to dark").click()
    await page.reload()

    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_a_first_look_with_no_messages_invites(tab: Page) -> None:
    async with running(ManualClock(FRIDAY), quiet=True) as stage:
        await tab.goto(stage.url)

        await expect(tab.locator("#empty")).to_contain_text("Welcome to #care")
        await expect(tab.locator("#tips")).to_contain_text("Let Wednesday come")
        await tab.goto("about:blank")


async def test_a_phone_shows_everything_without_scrolling_sideways(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(page.locator("#messages .message").last).to_be_in_viewport()
    await page.locator("#apps .nav-row").click()
    await expect(page.locator("#home")).to_contain_text("Good morning, Mei")

    for place in ("#pane", "#sidebar", "#moves"):
        box = await page.locator(place).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


async def test_a_phone_keeps_the_next_thing_due_in_reach_and_no_message_below_it(
    page: Page,
) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    messages = await page.locator("#pane").bounding_box()
    for scrolled in (0, 1000):
        await page.locator("#moves").evaluate("(row, to) => { row.scrollLeft = to }", scrolled)
        due = await page.locator("#move-due").bounding_box()
        assert due is not None
        assert messages is not None
        assert due["x"] >= 0
        assert due["x"] + due["width"] <= 390
        assert due["y"] + due["height"] <= messages["y"]


@pytest.mark.parametrize(
    ("width", "free"),
    [
        (320, ("#clock-now", "#moves", "#rail", "#sidebar", "#pane")),
        (390, ("#clock-now", "#moves", "#rail", "#sidebar", "#pane")),
        (1280, ("#clock", "#pane")),
    ],
)
async def test_word_of_what_arrived_covers_nothing_that_is_read(
    page: Page, width: int, free: tuple[str, ...]
) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    above = (await _box(page, "#pane"))["y"]
    await page.get_by_role("button", name="Wed 10:00").click()
    told = expect(page.locator("#moving-text"))
    await told.to_contain_text("8 messages arrived", timeout=1000 * PATIENCE)
    bar, who = await _box(page, "#moving"), await _box(page, "#moving-who")

    for place in free:
        assert not _overlap(bar, await _box(page, place)), place
    assert bar["x"] >= 0
    assert bar["x"] + bar["width"] <= width
    assert who["x"] + who["width"] <= bar["x"] + bar["width"]
    assert (await _box(page, "#pane"))["y"] == above  # and what is read does not move


async def _box(page: Page, place: str) -> FloatRect:
    box = await page.locator(place).bounding_box()
    assert box is not None
    return box


def _overlap(one: FloatRect, other: FloatRect) -> bool:
    beside = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
    apart = one["y"] >= other["y"] + other["height"] or other["y"] >= one["y"] + one["height"]
    return not (beside or apart)
