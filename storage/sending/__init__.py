"""Sending what is in the outbox: looking, claiming with the budgets, loading, settling."""

from storage.sending.claiming import (
    Waiting,
    add_workspaces,
    lock_workspaces,
    next_free,
    reclaim,
    take,
    waiting,
    write_budgets,
)
from storage.sending.looking import Due, due_workspaces, in_hand, next_due
from storage.sending.settling import (
    Outcome,
    forget_budgets,
    forget_payloads,
    load,
    places,
    settle,
)

__all__ = [
    "Due",
    "Outcome",
    "Waiting",
    "add_workspaces",
    "due_workspaces",
    "forget_budgets",
    "forget_payloads",
    "in_hand",
    "load",
    "lock_workspaces",
    "next_due",
    "next_free",
    "places",
    "reclaim",
    "settle",
    "take",
    "waiting",
    "write_budgets",
]
