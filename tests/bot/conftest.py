"""A Slack for processes of their own."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A simulated Slack on the machine's own clock, for processes of their own."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    workspace = sandbox.add_workspace("T0PROC", "Proc", "proc", token="xoxb-proc")
    sandbox.add_person(workspace.id, Person("U0AMY", "amy", "Amy"))
    sandbox.add_person(workspace.id, Person("U0BOB", "bob", "Bob"))
    sandbox.add_channel(workspace.id, "team", members=["U0AMY", "U0BOB"])
    await sandbox.start()
    yield sandbox
    await sandbox.stop()
