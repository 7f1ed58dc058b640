"""Readings and metrics, for what people type and for other features."""

from handlers.metric.flows.reading import history, latest
from handlers.metric.flows.recording import Recorded, TakenBack, record, take_back, unheard

__all__ = ["Recorded", "TakenBack", "history", "latest", "record", "take_back", "unheard"]
