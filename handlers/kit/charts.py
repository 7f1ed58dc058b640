"""Progress charts as PNG, drawn by a child process in which alone matplotlib is imported."""

import asyncio
import json
import logging
import struct
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

TIMEOUT: Final = 30.0  # seconds of the machine's own time: a child heeds no other clock
LARGEST: Final = 2_000_000  # bytes of a picture
CHILD: Final = (sys.executable, "-m", "handlers.kit.drawing")
SIZE: Final = struct.Struct(">i")  # handlers/kit/drawing.py says what it means
# The first one that is there and has the character draws it.
FONTS: Final = ("DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "SimHei")
CHINESE_FONTS: Final = {
    "zh_CN": FONTS,
    "zh_TW": ("DejaVu Sans", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", *FONTS[1:]),
}

log = logging.getLogger(__name__)
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One line: x in days from the chart's left end, y in percent. `title` is one line or two.

    `pace` is where even progress would be; `tone` is one of COLOURS.
    """

    name: str
    title: Sequence[str]
    value: str
    tone: str
    points: Points
    pace: Points = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Panels side by side over one span of days. Every text is in the reader's language."""

    title: str
    subtitle: str
    days: float
    ticks: Sequence[tuple[float, str]]
    panels: Sequence[Panel]
    fonts: Sequence[str] = FONTS


@dataclass(frozen=True, slots=True)
class Fan:
    """Where the line goes on to: from its last point to (x, y), likely between `low` and `high`."""

    x: float
    y: float
    low: float
    high: float
    name: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One value over time, drawn large; x in days as in Chart, y between `low` and `high`.

    `goals` are lines across with what they are called, `band` the values to stay between. Every
    text is in the reader's language.
    """

    title: str
    subtitle: str
    days: float
    ticks: Sequence[tuple[float, str]]
    heights: Sequence[tuple[float, str]]
    low: float
    high: float
    tone: str
    points: Points
    value: str
    goals: Sequence[tuple[float, str]] = ()
    band: tuple[float, float] | None = None
    pace: Points = ()
    fan: Fan | None = None
    fonts: Sequence[str] = FONTS


class ChartError(Exception):
    """The child could not draw this chart."""


class Drawer:
    """Draws charts one after the other. Its child starts with the first one, for matplotlib takes
    a second or two to import, and ends by itself when none has come for a minute.
    """

    def __init__(self, command: Sequence[str] = CHILD, *, timeout: float = TIMEOUT) -> None:
        self._command = command
        self._timeout = timeout
        self._child: asyncio.subprocess.Process | None = None
        self._one_at_a_time = asyncio.Lock()

    async def draw(self, chart: Chart | Curve) -> bytes | None:
        """The chart as a PNG; None, and a line in the log, when it could not be drawn in time."""
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(self._timeout):
                    return await self._drawn(json.dumps(asdict(chart)).encode() + b"\n")
            except TimeoutError:
                log.warning("a chart took longer than %s s and was left out", self._timeout)
            except ChartError as error:
                log.warning("a chart could not be drawn: %s", error)
                return None
            except (OSError, asyncio.IncompleteReadError) as error:
                log.warning("the child that draws charts ended: %s", error)
            await self._end()
            return None

    async def close(self) -> None:
        """No child stays behind."""
        async with self._one_at_a_time:
            await self._end()

    async def _drawn(self, line: bytes) -> bytes:
        child = await self._running()
        if child.stdin is None or child.stdout is None:
            raise OSError("no pipes to the child")
        child.stdin.write(line)
        await child.stdin.drain()
        (size,) = SIZE.unpack(await child.stdout.readexactly(SIZE.size))
        answer = await child.stdout.readexactly(abs(size))
        if size < 0:
            raise ChartError(answer.decode(errors="replace"))
        if size > LARGEST:
            raise ChartError(f"its picture has {size} bytes")
        return answer

    async def _running(self) -> asyncio.subprocess.Process:
        if self._child is None or self._child.returncode is not None:
            self._child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                cwd=Path(__file__).parents[2],
                start_new_session=True,  # Ctrl-C is for us; the child ends with its standard input
            )
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            if child.returncode is None:
                child.kill()
            await child.communicate()
