"""Names of metrics: as they are typed, kept and shown, and those that everybody knows."""

import re
from collections.abc import Sequence
from typing import Final

from handlers.kit.errors import UserError

LONGEST_KEY: Final = 40
ACRONYMS: Final = frozenset({"nps", "csat", "ces", "clv", "nrr", "aov", "fcr", "mrr", "arr"})
SHARES: Final = frozenset({"csat", "fcr", "retention", "churn", "activation"})  # always in %
# Kinds of NPS, as they are written: one of employees, of a relation, of one transaction.
NPS_KINDS: Final = {
    "enps": "eNPS",
    "rnps": "rNPS",
    "tnps": "tNPS",
    **{name: name for name in ("净推荐值", "淨推薦值")},
}
TIMES: Final = frozenset({"first-response", "first-response-time", "time-to-first-value", "ttfv"})
KNOWN: Final = ACRONYMS | SHARES | NPS_KINDS.keys() | TIMES
_KEY: Final = re.compile(r"\w+(-\w+)*")


def key_of(words: Sequence[str]) -> str:
    """`First Response` and `first-response` are one metric."""
    key = "-".join(words).lower()
    if len(key) > LONGEST_KEY or not _KEY.fullmatch(key):
        raise UserError(
            "“{name}” cannot name a metric. Use letters and hyphens, up to {most} in all, as in"
            " `/okr metric first-response 3.5 h`.",
            name=" ".join(words)[:LONGEST_KEY],
            most=LONGEST_KEY,
        )
    return key


def is_nps(key: str) -> bool:
    """`nps`, and `nps-onboarding` too."""
    return "nps" in key.split("-")


def example_of(key: str) -> str:
    """A reading as one types it behind this name."""
    return "62 21 17" if is_nps(key) else "91"


def meant(key: str) -> str | None:
    """The well-known name that this one has the letters of, in another order: nsp is nps."""
    parts = [_ordered(part) for part in key.split("-")]
    return None if (found := "-".join(parts)) == key else found


def _ordered(part: str) -> str:
    letters = sorted(part)
    return next((name for name in sorted(ACRONYMS | SHARES) if sorted(name) == letters), part)


def name_of(key: str) -> str:
    """`first-response` is shown as First response, `nps` as NPS, `enps` as eNPS."""
    first, *more = key.split("-")
    name = _written(first)
    capital = name if first in NPS_KINDS else name[:1].upper() + name[1:]
    return " ".join([capital, *map(_written, more)])


def _written(part: str) -> str:
    return NPS_KINDS.get(part, part.upper() if part in ACRONYMS else part)
