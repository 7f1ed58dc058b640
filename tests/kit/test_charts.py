"""Charts, drawn by a real child process."""

import logging
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from handlers.kit.charts import Chart, Drawer, Panel

PNG = b"\x89PNG\r\n\x1a\n"
PANEL = Panel(
    "KR-3", ["First replies", "首次响应时间"], "45 %", "warn", [(0, 10), (7, 45)], [(0, 5), (7, 60)]
)
CHART = Chart("Care", "the week", 7, [(0, "13 Nov"), (7, "20 Nov")], [PANEL])


@pytest.fixture
async def drawer() -> AsyncIterator[Drawer]:
    made = Drawer()
    yield made
    await made.close()


async def test_a_chart_is_a_png(drawer: Drawer) -> None:
    picture = await drawer.draw(CHART)
    assert picture is not None
    assert picture.startswith(PNG)
    assert int.from_bytes(picture[16:20]) == 1200  # its width


async def test_more_panels_make_it_higher(drawer: Drawer) -> None:
    low = await drawer.draw(CHART)
    high = await drawer.draw(replace(CHART, panels=[PANEL] * 4))
    assert low is not None
    assert high is not None
    assert int.from_bytes(high[20:24]) > int.from_bytes(low[20:24])


async def test_a_chart_that_takes_too_long_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    hasty = Drawer(timeout=0.01)
    assert await hasty.draw(CHART) is None
    await hasty.close()
    assert "took longer" in caplog.text


async def test_a_chart_that_cannot_be_drawn_is_left_out(
    drawer: Drawer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert await drawer.draw(replace(CHART, panels=[replace(PANEL, tone="loud")])) is None
    assert "KeyError in" in caplog.text
    assert "loud" not in caplog.text  # what an error says may be somebody's words
    assert await drawer.draw(CHART)


async def test_a_child_that_was_killed_is_followed_by_another(drawer: Drawer) -> None:
    assert await drawer.draw(CHART)
    assert drawer._child is not None
    drawer._child.kill()
    await drawer._child.wait()
    assert await drawer.draw(CHART)


def test_the_bot_itself_never_imports_matplotlib() -> None:
    code = "import handlers.routes, bot.app, sys; print('matplotlib' in sys.modules)"
    ran = subprocess.run(  # noqa: S603 our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
