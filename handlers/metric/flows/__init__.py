"""Readings and metrics, for what people type and for other features."""

from handlers.metric.flows.reading import history, is_kept, latest
from handlers.metric.flows.recording import (
    Recorded,
    TakenBack,
    record,
    take_back,
    unheard,
    without_unit,
)

__all__ = [
    "Recorded",
    "TakenBack",
    "history",
    "is_kept",
    "latest",
    "record",
    "take_back",
    "unheard",
    "without_unit",
]
