"""What tests ask of the page, with a browser and without."""

from typing import Any, Final

import aiohttp
from playwright.async_api import Page

OWN: Final = {"X-Sandbox-Page": "1"}
COMPOSER: Final = "#channel .composer-field"


async def state(visit: aiohttp.ClientSession, **where: str) -> Any:
    async with visit.get("/page/state", params=where) as answer:
        return await answer.json()


async def do(visit: aiohttp.ClientSession, path: str, **asked: Any) -> Any:
    body = {"workspace": "T1", "user": "U1", **asked}
    async with visit.post(f"/page/{path}", json=body, headers=OWN) as answer:
        assert answer.status == 200
        return await answer.json()


async def say(page: Page, text: str) -> None:
    await page.focus(COMPOSER)
    await page.keyboard.type(text)
    await page.keyboard.press("Enter")
