"""Who is away now and why, days off and pauses, and who stands in for whom."""

from handlers.absence.flows.asking import (
    Absences,
    absences,
    is_away,
    lacking,
    stand_ins_of,
    stood_in_for,
    theirs_now,
)
from handlers.absence.flows.days_off import days_off, off_on, off_since
from handlers.absence.flows.gone import gone_today
from handlers.absence.flows.leaving import (
    come_back,
    leave,
    leave_in,
    leave_of,
    left_alone,
    not_back_then,
    read_leave,
)
from handlers.absence.flows.naming import check_stand_in
from handlers.absence.flows.pausing import end, pause, planned, read_end, read_pause, take_back
from handlers.absence.flows.quiet import learn_quiet, quiet_of
from handlers.absence.flows.standing import name_of_end, name_of_telling, was_told

__all__ = [
    "Absences",
    "absences",
    "check_stand_in",
    "come_back",
    "days_off",
    "end",
    "gone_today",
    "is_away",
    "lacking",
    "learn_quiet",
    "leave",
    "leave_in",
    "leave_of",
    "left_alone",
    "name_of_end",
    "name_of_telling",
    "not_back_then",
    "off_on",
    "off_since",
    "pause",
    "planned",
    "quiet_of",
    "read_end",
    "read_leave",
    "read_pause",
    "stand_ins_of",
    "stood_in_for",
    "take_back",
    "theirs_now",
    "was_told",
]
