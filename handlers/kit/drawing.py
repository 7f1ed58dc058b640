"""Drawing charts with matplotlib: the child process of handlers/kit/charts.py, and only that."""

import json
import os
import select
import struct
import sys
import traceback
import warnings
from typing import TYPE_CHECKING, Any, Final

from handlers.kit import curve, ink
from handlers.kit.ink import COLOURS, DPI, INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLUMNS: Final = 3
LINE: Final = 11  # points from one line of a panel's title to the next
IDLE: Final = 60.0  # seconds without a chart, after which the process ends by itself
SIZE: Final = struct.Struct(">i")  # before a picture its size in bytes, or minus that of an error


def draw(chart: dict[str, Any]) -> bytes:
    """The PNG of a Chart, or of a Curve, as JSON."""
    import io  # noqa: PLC0415 with matplotlib, in the child only

    import matplotlib as mpl  # noqa: PLC0415 a first import takes seconds

    mpl.use("Agg")
    # What no font has is a box. matplotlib says so for each letter, which are those of people.
    warnings.filterwarnings("ignore", "Glyph .* missing from font")
    from matplotlib import font_manager  # noqa: PLC0415 as above
    from matplotlib.figure import Figure  # noqa: PLC0415 as above

    known = set(font_manager.get_font_names())
    mpl.rcParams["font.family"] = [f for f in chart["fonts"] if f in known] or ["DejaVu Sans"]
    laid_out = _laid_out if "panels" in chart else curve.laid_out
    picture = laid_out(Figure, chart)
    out = io.BytesIO()
    picture.savefig(out, format="png", dpi=DPI)
    return out.getvalue()


def _laid_out(figure: "type[Figure]", chart: dict[str, Any]) -> "Figure":
    """Rows of up to three panels under a title; heights in inches."""
    panels = chart["panels"]
    across = 2 if len(panels) == 4 else min(len(panels), COLUMNS)
    rows = -(-len(panels) // across)
    height, top = 0.95 + 1.95 * rows, 0.78
    picture = ink.titled(figure, chart, height)
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
    ink.quiet(axes, chart["ticks"], size=6.5)


def main() -> None:
    """Read a chart a line on standard input, write its picture to standard output, until idle."""
    if hasattr(os, "nice"):
        os.nice(10)  # whoever waits for an answer goes first
    while select.select([sys.stdin], [], [], IDLE)[0] and (line := sys.stdin.buffer.readline()):
        answer(draw_line(line))


def draw_line(line: bytes) -> bytes:
    """A size and a picture, or a negative size and what went wrong."""
    try:
        picture = draw(json.loads(line))
    except Exception as error:  # noqa: BLE001 the parent logs it, and leaves this chart out
        place = traceback.extract_tb(error.__traceback__)[-1]  # what it says may quote the chart
        words = f"{type(error).__name__} in {place.name}, line {place.lineno}".encode()
        return SIZE.pack(-len(words)) + words
    return SIZE.pack(len(picture)) + picture


def answer(drawn: bytes) -> None:
    sys.stdout.buffer.write(drawn)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
