"""Progress charts as PNG. They are drawn in a child process, where alone matplotlib is imported."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TIMEOUT: Final = 30.0  # seconds of the machine's own time: a child heeds no other clock
LARGEST: Final = 2_000_000  # bytes of a picture
INK, SOFT, GRID, PAPER = "#24292f", "#6e7781", "#e4e7eb", "#ffffff"
COLOURS: Final = {
    "good": "#2a8c82",
    "warn": "#c98a1b",
    "bad": "#c4553f",
    "none": "#8b949e",
}
# The first one that is there and has the character draws it.
FONTS: Final = ("DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "SimHei")
CHINESE_FONTS: Final = {
    "zh_CN": FONTS,
    "zh_TW": ("DejaVu Sans", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", *FONTS[1:]),
}
DPI: Final = 160
COLUMNS: Final = 3
LINE: Final = 11  # points from one line of a panel's title to the next

log = logging.getLogger(__name__)
Points = Sequence[tuple[float, float]]
Side = Literal["left", "center", "right"]


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


async def render(chart: Chart, *, timeout: float = TIMEOUT) -> bytes | None:  # noqa: ASYNC109 a child is killed at its end
    """The chart as a PNG; None, and a line in the log, when it could not be drawn in time."""
    try:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "handlers.kit.charts",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=Path(__file__).parents[2],
        )
    except OSError:
        log.exception("no child process for a chart")
        return None
    return await _answer(child, json.dumps(asdict(chart)).encode(), timeout)


async def _answer(child: asyncio.subprocess.Process, asked: bytes, seconds: float) -> bytes | None:
    try:
        async with asyncio.timeout(seconds):
            picture, complaint = await child.communicate(asked)
    except TimeoutError:
        log.warning("a chart took longer than %s s and was left out", seconds)
        return None
    finally:
        await _end(child)
    if child.returncode != 0 or not 0 < len(picture) <= LARGEST:
        words = complaint.decode(errors="replace")[-2000:]
        log.warning("a chart failed with %s (%s bytes): %s", child.returncode, len(picture), words)
        return None
    return picture


async def _end(child: asyncio.subprocess.Process) -> None:
    """Whatever happens, no child stays behind."""
    if child.returncode is None:
        child.kill()
        await child.communicate()


def draw(chart: dict[str, Any]) -> bytes:
    """The PNG of a Chart as JSON. Only the child process calls this."""
    import io  # noqa: PLC0415 with matplotlib, in the child only

    import matplotlib as mpl  # noqa: PLC0415 a first import takes seconds

    mpl.use("Agg")
    from matplotlib import font_manager  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    known = set(font_manager.get_font_names())
    mpl.rcParams["font.family"] = [f for f in chart["fonts"] if f in known] or ["DejaVu Sans"]
    picture = _laid_out(Figure, chart)
    out = io.BytesIO()
    picture.savefig(out, format="png", dpi=DPI)
    return out.getvalue()


def _laid_out(figure: "type[Figure]", chart: dict[str, Any]) -> "Figure":
    """Rows of up to three panels under a title; heights in inches."""
    panels = chart["panels"]
    across = 2 if len(panels) == 4 else min(len(panels), COLUMNS)
    rows = -(-len(panels) // across)
    height, top = 0.95 + 1.95 * rows, 0.78
    picture = figure(figsize=(7.5, height), facecolor=PAPER)
    picture.text(0.035, 1 - 0.30 / height, chart["title"], size=12.5, weight="bold", color=INK)
    picture.text(0.035, 1 - 0.53 / height, chart["subtitle"], size=8, color=SOFT)
    grid = picture.add_gridspec(
        rows,
        across,
        left=0.065,
        right=0.965,
        top=1 - (top + 0.52) / height,
        bottom=0.36 / height,
        hspace=0.85,
        wspace=0.22,
    )
    for index, panel in enumerate(panels):
        axes = picture.add_subplot(grid[divmod(index, across)])
        _panel(axes, panel, chart)
    return picture


def _panel(axes: "Axes", panel: dict[str, Any], chart: dict[str, Any]) -> None:
    colour = COLOURS[panel["tone"]]
    xs, ys = zip(*panel["points"], strict=True)
    _frame(axes, chart, max(100.0, *ys), min(0.0, *ys))
    if panel["pace"]:
        axes.plot(*zip(*panel["pace"], strict=True), color=SOFT, lw=1, ls=(0, (3, 3)), zorder=1)
    axes.fill_between(xs, ys, color=colour, alpha=0.12, lw=0, zorder=2)
    axes.plot(xs, ys, color=colour, lw=2, solid_capstyle="round", zorder=3, clip_on=False)
    axes.plot(xs[-1:], ys[-1:], "o", color=colour, ms=5, zorder=4, clip_on=False)
    top = 8 + LINE * max(len(p["title"]) for p in chart["panels"])
    _write(axes, panel["name"], top, colour, weight="bold")
    _write(axes, panel["value"], top, colour, weight="bold", x=1, ha="right")
    for index, line in enumerate(panel["title"], 1):
        _write(axes, line, top - LINE * index, INK)


def _write(axes: "Axes", text: str, above: float, colour: str, *, x: int = 0, **how: Any) -> None:
    """Text so many points above the panel, from its left edge or up to its right one."""
    axes.annotate(
        text,
        (x, 1),
        xytext=(0, above),
        xycoords="axes fraction",
        textcoords="offset points",
        size=8,
        color=colour,
        **how,
    )


def _frame(axes: "Axes", chart: dict[str, Any], highest: float, lowest: float) -> None:
    """Quiet axes: three lines to read the height by, a few dates."""
    axes.set_xlim(0, chart["days"])
    axes.set_ylim(lowest, highest * 1.04)
    axes.set_yticks([0, 50, 100], ["0", "50", "100 %"])
    axes.set_xticks([x for x, _ in chart["ticks"]], [text for _, text in chart["ticks"]])
    for label, at in zip(axes.get_xticklabels(), _sides(len(chart["ticks"])), strict=True):
        label.set_horizontalalignment(at)
    axes.tick_params(length=0, labelsize=6.5, labelcolor=SOFT, pad=3)
    axes.grid(axis="y", color=GRID, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def _sides(count: int) -> list[Side]:
    """The first date begins at the edge and the last one ends there."""
    sides: list[Side] = ["center"] * count
    sides[0], sides[-1] = "left", "right"
    return sides


def main() -> None:
    """Read a chart on standard input, write its picture to standard output."""
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for an answer goes first
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
