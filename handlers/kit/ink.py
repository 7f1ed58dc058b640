"""How all our charts look: colours, titles, quiet axes. Only the child process draws with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, GRID, PAPER = "#24292f", "#6e7781", "#e4e7eb", "#ffffff"
COLOURS: Final = {
    "good": "#2a8c82",
    "warn": "#c98a1b",
    "bad": "#c4553f",
    "none": "#8b949e",
}
DPI: Final = 160
WIDTH: Final = 7.5  # inches

Side = Literal["left", "center", "right"]


def titled(figure: "type[Figure]", chart: dict[str, Any], height: float) -> "Figure":
    """A sheet of this height, in inches, with its title and what is below that."""
    picture = figure(figsize=(WIDTH, height), facecolor=PAPER)
    picture.text(0.035, 1 - 0.30 / height, chart["title"], size=12.5, weight="bold", color=INK)
    picture.text(0.035, 1 - 0.53 / height, chart["subtitle"], size=8, color=SOFT)
    return picture


def quiet(axes: "Axes", ticks: Sequence[tuple[float, str]], *, size: float) -> None:
    """Lines to read the height by, and a few dates: the first begins at the edge, the last ends
    there.
    """
    axes.set_xticks([x for x, _ in ticks], [text for _, text in ticks])
    for label, at in zip(axes.get_xticklabels(), _sides(len(ticks)), strict=True):
        label.set_horizontalalignment(at)
    axes.tick_params(length=0, labelsize=size, labelcolor=SOFT, pad=3)
    axes.grid(axis="y", color=GRID, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def _sides(count: int) -> list[Side]:
    sides: list[Side] = ["center"] * count
    sides[0], sides[-1] = "left", "right"
    return sides
