"""Readings as people see them, and what they are asked about theirs."""

from handlers.metric.views.answers import (
    TAKE_BACK,
    figure,
    gone_already,
    history,
    line,
    listing,
    movement,
    recorded,
    taken_back,
    value,
)
from handlers.metric.views.questions import ALL, MAKE, MEANT, asked_first, asked_for_unit

__all__ = [
    "ALL",
    "MAKE",
    "MEANT",
    "TAKE_BACK",
    "asked_first",
    "asked_for_unit",
    "figure",
    "gone_already",
    "history",
    "line",
    "listing",
    "movement",
    "recorded",
    "taken_back",
    "value",
]
