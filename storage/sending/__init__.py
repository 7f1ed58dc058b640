"""Sending what is in the outbox: looking, claiming with the budgets, loading, settling."""

from storage.sending.choosing import Waiting, next_free, waiting
from storage.sending.claiming import (
    add_workspaces,
    disbelieve,
    lock_workspaces,
    take,
    write_budgets,
)
from storage.sending.loading import Message, Place, load, places
from storage.sending.looking import OTHERS, Due, Queue, due_workspaces, in_hand, next_due, queue
from storage.sending.reclaiming import first_words, left_behind, reclaim, tried_out
from storage.sending.settling import Outcome, settle

__all__ = [
    "OTHERS",
    "Due",
    "Message",
    "Outcome",
    "Place",
    "Queue",
    "Waiting",
    "add_workspaces",
    "disbelieve",
    "due_workspaces",
    "first_words",
    "in_hand",
    "left_behind",
    "load",
    "lock_workspaces",
    "next_due",
    "next_free",
    "places",
    "queue",
    "reclaim",
    "settle",
    "take",
    "tried_out",
    "waiting",
    "write_budgets",
]
