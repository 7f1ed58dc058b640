"""Drawing a Curve: one value over time, where it should go and where it goes. In the child only."""

from typing import TYPE_CHECKING, Any, Final

from handlers.kit import ink
from handlers.kit.ink import COLOURS, INK, PAPER, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT: Final = 3.6  # inches
APART: Final = 0.075  # of the height, that two texts at the right edge keep


def laid_out(figure: "type[Figure]", chart: dict[str, Any]) -> "Figure":
    """One panel with room at its right for what its lines are called."""
    picture = ink.titled(figure, chart, HEIGHT)
    axes = picture.add_axes((0.092, 0.115, 0.698, 0.655))
    axes.set_xlim(0, chart["days"])
    axes.set_ylim(chart["low"], chart["high"])
    axes.set_yticks([y for y, _ in chart["heights"]], [text for _, text in chart["heights"]])
    ink.quiet(axes, chart["ticks"], size=8.5)
    colour = COLOURS[chart["tone"]]
    _aims(axes, chart)
    _goes_on(axes, chart, colour)
    _values(axes, chart, colour)
    _names(axes, chart, colour)
    return picture


def _aims(axes: "Axes", chart: dict[str, Any]) -> None:
    """The band, the target, and the even pace towards it."""
    if chart["band"]:
        axes.axhspan(*chart["band"], color=COLOURS["good"], alpha=0.10, lw=0, zorder=1)
    for y, _ in chart["goals"]:
        axes.axhline(y, color=INK, lw=1, zorder=2)
    if chart["pace"]:
        axes.plot(*zip(*chart["pace"], strict=True), color=SOFT, lw=1.1, ls=(0, (4, 3)), zorder=2)


def _goes_on(axes: "Axes", chart: dict[str, Any], colour: str) -> None:
    """From the last value to the end, and how far off that may be."""
    fan = chart["fan"]
    if not fan:
        return
    x, y = chart["points"][-1]
    ends = (x, fan["x"])
    axes.fill_between(ends, (y, fan["low"]), (y, fan["high"]), color=colour, alpha=0.16, lw=0)
    axes.plot(ends, (y, fan["y"]), color=colour, lw=1.6, ls=(0, (1, 1.6)), zorder=3)
    axes.plot(
        (fan["x"],) * 2, (fan["low"], fan["high"]), color=colour, lw=2, zorder=3, clip_on=False
    )


def _values(axes: "Axes", chart: dict[str, Any], colour: str) -> None:
    """The value by day, each update a dot, the last one told."""
    xs, ys = zip(*chart["points"], strict=True)
    size = 4.5 if len(xs) <= 30 else 0
    axes.plot(xs, ys, color=colour, lw=2, solid_capstyle="round", zorder=4, clip_on=False)
    dots: dict[str, Any] = {"mfc": colour, "mec": PAPER, "mew": 1, "zorder": 5, "clip_on": False}
    axes.plot(xs, ys, "o", ms=size, **dots)
    axes.plot(xs[-1:], ys[-1:], "o", ms=7, **dots)
    above = ys[-1] <= (chart["low"] + chart["high"]) / 2 or len(ys) < 2 or ys[-1] >= ys[-2]
    is_late = xs[-1] > chart["days"] * 0.85
    axes.annotate(
        chart["value"],
        (xs[-1], ys[-1]),
        xytext=(0, 7 if above else -14),
        textcoords="offset points",
        ha="right" if is_late else "center",
        size=10.5,
        weight="bold",
        color=colour,
        zorder=6,
        bbox={"facecolor": PAPER, "alpha": 0.75, "lw": 0, "pad": 0.6},
    )


def _names(axes: "Axes", chart: dict[str, Any], colour: str) -> None:
    """What the lines are called, at the right edge, none over another."""
    span = chart["high"] - chart["low"]
    named = [((y - chart["low"]) / span, text, INK) for y, text in chart["goals"]]
    if chart["fan"]:
        named.append(((chart["fan"]["y"] - chart["low"]) / span, chart["fan"]["name"], colour))
    lowest = -1.0
    for y, text, ink_of in sorted(named):
        tall = APART * (text.count("\n") + 1)
        at = max(y, lowest + tall / 2)
        lowest = at + tall / 2
        axes.annotate(
            text,
            (1, at),
            xycoords="axes fraction",
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            size=9,
            linespacing=1.25,
            color=ink_of,
            annotation_clip=False,
        )
