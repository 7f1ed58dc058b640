"""Charts, drawn by a real child process."""

import logging
import subprocess
import sys
from dataclasses import replace

import pytest

from handlers.kit.charts import Chart, Panel, render

PNG = b"\x89PNG\r\n\x1a\n"
PANEL = Panel(
    "KR-3", ["First replies", "首次响应时间"], "45 %", "warn", [(0, 10), (7, 45)], [(0, 5), (7, 60)]
)
CHART = Chart("Care", "the week", 7, [(0, "13 Nov"), (7, "20 Nov")], [PANEL])


async def test_a_chart_is_a_png() -> None:
    picture = await render(CHART)
    assert picture is not None
    assert picture.startswith(PNG)
    assert int.from_bytes(picture[16:20]) == 1200  # its width


async def test_more_panels_make_it_higher() -> None:
    low = await render(CHART)
    high = await render(replace(CHART, panels=[PANEL] * 4))
    assert low is not None
    assert high is not None
    assert int.from_bytes(high[20:24]) > int.from_bytes(low[20:24])


async def test_a_chart_that_takes_too_long_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    assert await render(CHART, timeout=0.01) is None
    assert "took longer" in caplog.text


async def test_a_chart_that_cannot_be_drawn_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert await render(replace(CHART, panels=[replace(PANEL, tone="loud")])) is None
    assert "KeyError: 'loud'" in caplog.text


def test_the_bot_itself_never_imports_matplotlib() -> None:
    code = "import handlers.routes, bot.app, sys; print('matplotlib' in sys.modules)"
    ran = subprocess.run(  # noqa: S603 our own interpreter and code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"
