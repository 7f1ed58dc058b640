"""The rules of key results: progress, status, cycles, how a typed line is read."""

from handlers.okr.rules.cycle import Period, quarter_of
from handlers.okr.rules.line import (
    LARGEST_NUMBER,
    split_number,
    splits,
    take_value,
    typed_number,
)
from handlers.okr.rules.progress import (
    AT_RISK_WITHIN,
    CADENCE,
    GRACE,
    ON_TRACK_WITHIN,
    SAYABLE,
    Status,
    expected_progress,
    held,
    is_outdated,
    objective_progress,
    progress,
    status,
    suggested,
)
from handlers.okr.rules.state import Entry, KrState, Movement, Past, Recorded

__all__ = [
    "AT_RISK_WITHIN",
    "CADENCE",
    "GRACE",
    "LARGEST_NUMBER",
    "ON_TRACK_WITHIN",
    "SAYABLE",
    "Entry",
    "KrState",
    "Movement",
    "Past",
    "Period",
    "Recorded",
    "Status",
    "expected_progress",
    "held",
    "is_outdated",
    "objective_progress",
    "progress",
    "quarter_of",
    "split_number",
    "splits",
    "status",
    "suggested",
    "take_value",
    "typed_number",
]
