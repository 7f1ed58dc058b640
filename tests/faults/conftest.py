"""One small firm in a simulated Slack, for processes that are put into trouble."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.faults import stage
from tests.faults.plan import Size
from tests.faults.stage import Stage

SMALL = replace(Size(), workspaces=1, people=6)


@pytest.fixture
async def firm() -> AsyncIterator[Stage]:
    """A Slack with one workspace, served; its database is furnished by `stage.furnish`."""
    made = stage.built(SMALL)
    await made.sandbox.start()
    yield made
    await made.sandbox.stop()
