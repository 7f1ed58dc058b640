"""Occurrences: each due moment of each schedule, done once or skipped with a reason."""

from storage.schedule.claiming import (
    Overdue,
    claim,
    due_kinds,
    elsewhere,
    get,
    get_all,
    next_due,
    overdue,
    together,
)
from storage.schedule.finding import (
    any_done,
    due_between,
    held,
    left_out,
    next_days,
    of_day,
    of_members,
    skipped,
    waiting,
)
from storage.schedule.occurrence import IS_DUE, Due, Occurrence, put_off, settle, settle_all
from storage.schedule.planning import again, anew, cancel, drop, plan

__all__ = [
    "IS_DUE",
    "Due",
    "Occurrence",
    "Overdue",
    "again",
    "anew",
    "any_done",
    "cancel",
    "claim",
    "drop",
    "due_between",
    "due_kinds",
    "elsewhere",
    "get",
    "get_all",
    "held",
    "left_out",
    "next_days",
    "next_due",
    "of_day",
    "of_members",
    "overdue",
    "plan",
    "put_off",
    "settle",
    "settle_all",
    "skipped",
    "together",
    "waiting",
]
