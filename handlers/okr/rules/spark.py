"""A KR's way in one word: ▂▃▅▇."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

CELLS: Final = "▁▂▃▄▅▆▇█"
MOST: Final = 8  # values: two months of check-ins


def spark(values: Sequence[Decimal]) -> str:
    """The values as bars between their own lowest and highest, oldest first.

    What never moved is a flat line in the middle; fewer than two values are no way: "".
    """
    shown = values[-MOST:]
    if len(shown) < 2:
        return ""
    low, high = min(shown), max(shown)
    if low == high:
        return CELLS[len(CELLS) // 2 - 1] * len(shown)
    last = len(CELLS) - 1
    return "".join(CELLS[int((value - low) * last / (high - low))] for value in shown)
