"""Working off what is due: in batches in a transaction, or one by one outside."""

from handlers.schedule.jobs.batches import BATCH, FEW, Batch, Handle, work_off
from handlers.schedule.jobs.errands import run_errands
from handlers.schedule.jobs.failing import LEASE, IsVain, few_tries, never

__all__ = [
    "BATCH",
    "FEW",
    "LEASE",
    "Batch",
    "Handle",
    "IsVain",
    "few_tries",
    "never",
    "run_errands",
    "work_off",
]
