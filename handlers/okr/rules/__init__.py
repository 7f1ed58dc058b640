"""The rules of key results: progress, status, cycles, how a typed line is read."""

from handlers.kit.numbers import typed_number
from handlers.okr.rules.cycle import Period, quarter_of
from handlers.okr.rules.doubt import take_command, take_for
from handlers.okr.rules.line import (
    LARGEST_NUMBER,
    Numbered,
    numbered,
    objective_number,
    split_number,
    split_objective,
    splits,
)
from handlers.okr.rules.making import Created, NewKr, NewObjective, TeamChoice
from handlers.okr.rules.progress import (
    GRACE,
    SAYABLE,
    WARNINGS,
    Status,
    expected_progress,
    held,
    objective_progress,
    progress,
    standing_now,
    suggested,
)
from handlers.okr.rules.resting import heard_at_work
from handlers.okr.rules.state import (
    LONGEST_NOTE,
    Entry,
    KrState,
    Movement,
    Past,
    Recorded,
    Withdrawn,
)
from handlers.okr.rules.values import Standing, Taken, fits, read_value, standing, take

__all__ = [
    "GRACE",
    "LARGEST_NUMBER",
    "LONGEST_NOTE",
    "SAYABLE",
    "WARNINGS",
    "Created",
    "Entry",
    "KrState",
    "Movement",
    "NewKr",
    "NewObjective",
    "Numbered",
    "Past",
    "Period",
    "Recorded",
    "Standing",
    "Status",
    "Taken",
    "TeamChoice",
    "Withdrawn",
    "expected_progress",
    "fits",
    "heard_at_work",
    "held",
    "numbered",
    "objective_number",
    "objective_progress",
    "progress",
    "quarter_of",
    "read_value",
    "split_number",
    "split_objective",
    "splits",
    "standing",
    "standing_now",
    "suggested",
    "take",
    "take_command",
    "take_for",
    "typed_number",
]
