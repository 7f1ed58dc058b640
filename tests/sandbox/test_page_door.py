"""Who is let in to the page, and with which headers."""

import re
from pathlib import Path

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.sandbox import page
from bot.sandbox.server import Sandbox
from tests.sandbox.asks import OWN
from tests.sandbox.stage import MONDAY

pytest_plugins = ["tests.sandbox.visits"]
STATIC = Path(page.__file__).parent / "static"


async def test_the_page_is_served_with_a_strict_policy(visit: aiohttp.ClientSession) -> None:
    async with visit.get("/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        text = await answer.text()

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.findall(r"https?://(?!www\.w3\.org)", text)
    assert "style=" not in text


def test_no_file_of_the_page_asks_anything_of_another_host() -> None:
    for file in STATIC.rglob("*.*"):
        for url in re.findall(
            r"(?:src|href|url\(|from|import\()\W{1,3}(https?:[^\s\"']+)", file.read_text()
        ):
            pytest.fail(f"{file.name} asks {url}")


def test_every_file_of_the_page_is_short_enough_to_read() -> None:
    lengths = {f.name: len(f.read_text().splitlines()) for f in STATIC.rglob("*.*")}

    assert {name: n for name, n in lengths.items() if n > 250} == {}


@pytest.mark.parametrize("path", ["/", "/page/state", "/page/card", "/archives/C1/p1"])
async def test_another_host_name_is_refused(visit: aiohttp.ClientSession, path: str) -> None:
    async with visit.get(path, headers={"Host": "evil.example:80"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("path", ["/page/do/say", "/page/clock", "/page/read"])
@pytest.mark.parametrize(
    "headers", [{}, {**OWN, "Origin": "http://evil.example"}, {**OWN, "Origin": "null"}]
)
async def test_a_foreign_page_cannot_do_anything(
    visit: aiohttp.ClientSession, clock: ManualClock, path: str, headers: dict[str, str]
) -> None:
    async with visit.post(path, json={"move": "hour"}, headers=headers) as answer:
        assert answer.status == 403

    assert clock.now() == MONDAY.replace(minute=0)


async def test_the_pages_own_origin_is_let_in(
    paged: Sandbox, visit: aiohttp.ClientSession, clock: ManualClock
) -> None:
    headers = {**OWN, "Origin": paged.url}
    asked = {"workspace": "T1", "user": "U1", "move": "hour"}
    async with visit.post("/page/clock", json=asked, headers=headers) as answer:
        assert (await answer.json())["ok"] is True

    assert clock.now() == MONDAY.replace(hour=10, minute=0)
