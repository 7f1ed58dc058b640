"""A sandbox with its page, and a visitor without a browser: fixtures."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.sandbox.model import Channel, Person
from bot.sandbox.page import Tip, add_page
from bot.sandbox.server import Sandbox


@pytest.fixture
async def paged(manifest: dict[str, Any], clock: ManualClock) -> AsyncIterator[Sandbox]:
    """Two workspaces; Mei and Ana share #care, Ana alone is in the private #plans."""
    sandbox = Sandbox(clock, manifest, page=partial(add_page, tips=[Tip("A", "B", "C")]))
    for number, name in (("1", "Acme"), ("2", "Globex")):
        sandbox.add_workspace(f"T{number}", name, name.lower(), token=f"xoxb-{number}")
    sandbox.add_person("T1", Person("U1", "mei", "Mei Lin", "Asia/Taipei"))
    sandbox.add_person("T1", Person("U2", "ana", "Ana Ruiz", "Europe/Madrid"))
    sandbox.add_person("T1", Person("U3", "leo", "Leo Left", deleted=True))
    sandbox.add_person("T2", Person("U9", "nia", "Nia Neighbour"))
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def care(paged: Sandbox) -> Channel:
    return paged.add_channel("T1", "care", members=["U1", "U2"])


@pytest.fixture
async def visit(paged: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(paged.url) as session:
        yield session
