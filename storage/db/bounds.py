"""How long this process and PostgreSQL go on believing in each other without a sign of life."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import URL

_PROBES: Final = 3  # that nobody answers, until the other side is taken for gone


@dataclass(frozen=True, slots=True)
class Bounds:
    """In whole seconds.

    `connects`: until it is connected. `silent`: until a machine that is gone is found out, on
    either side. `thinks`: that a transaction may wait for this process, which may be gone without
    a word while it holds what all others need. `locked`: for what somebody else holds; longer than
    `thinks`, so that whoever waits behind one that is gone is next. Inputs wait for less anyway.
    """

    connects: int = 10
    silent: int = 25
    thinks: int = 15
    locked: int = 20

    def on_our_side(self, address: URL) -> URL:
        """The address, with what libpq is told; what it says itself stays."""
        idle, interval = self._pauses
        said = {
            "connect_timeout": self.connects,
            "keepalives_idle": idle,
            "keepalives_interval": interval,
            "keepalives_count": _PROBES,
            "tcp_user_timeout": 1000 * self.silent,
        }
        theirs = {name: str(value) for name, value in said.items()}
        if isinstance(address.query.get("host"), tuple):  # of several, that which writes
            theirs["target_session_attrs"] = "read-write"
        return address.update_query_dict({**theirs, **address.query})

    def on_its_side(self, address: URL) -> str:
        """What PostgreSQL is told of each connection, but for what the address says in `options`.
        Not when it begins: PgBouncer refuses that. Over its Unix socket it leaves out what TCP is
        told.
        """
        idle, interval = self._pauses
        ours = {
            "idle_in_transaction_session_timeout": f"'{self.thinks}s'",
            "lock_timeout": f"'{self.locked}s'",
            "tcp_keepalives_idle": idle,
            "tcp_keepalives_interval": interval,
            "tcp_keepalives_count": _PROBES,
            "tcp_user_timeout": 1000 * self.silent,
        }
        theirs = _named_in(str(address.query.get("options", "")))
        return "".join(f"; SET {name} = {ours[name]}" for name in ours if name not in theirs)

    @property
    def _pauses(self) -> tuple[int, int]:
        """Before the first probe, and between two of them."""
        interval = max(1, self.silent // 5)
        return max(1, self.silent - _PROBES * interval), interval


def _named_in(options: str) -> set[str]:
    """What these set, by the names that PostgreSQL has: it reads both `-c LOCK_TIMEOUT=5s` and
    `--lock-timeout=5s` as lock_timeout.
    """
    named = re.findall(r"(?:-c\s*|--)([\w-]+)\s*=", options)
    return {name.replace("-", "_").lower() for name in named}


BOUNDS: Final = Bounds()
# For one transaction: a migration may wait for long, and so may what comes after it.
UNBOUND: Final = (
    "SELECT set_config('idle_in_transaction_session_timeout', '0', true),"
    " set_config('lock_timeout', '0', true)"
)
