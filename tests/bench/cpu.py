"""Processor time that processes have used: what a request costs, wherever it is spent."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_TICK: Final = os.sysconf("SC_CLK_TCK")


def seconds(pids: Iterable[int]) -> float:
    """Processor seconds, of user and system, that these processes have used so far."""
    return sum(_ticks(pid) for pid in pids) / _TICK


def children(pid: int) -> list[int]:
    """The processes that this one has begun."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _ticks(pid: int) -> int:
    """0 for one that has ended."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)
