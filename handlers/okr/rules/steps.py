"""Steps of a milestone KR as people write them: one a line, its weight in brackets."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from handlers.okr.rules.kinds import Step, read_weight

# [x] Ask customers (2): only the words are needed. A weight below 0 is read to be refused.
_STEP: Final = re.compile(
    r"(?:\[([ xX✓])\] ?)?(.*?)(?: ?[(（](-?\d+(?:[.,]\d+)?)[)）])?", re.DOTALL
)


def read_steps(text: str, *, field: str | None = None) -> tuple[Step, ...]:
    """A step a line, without the blank ones. UserError for a weight that is none."""
    return tuple(_step(line, field) for line in text.split("\n") if line.strip())


def _step(line: str, field: str | None) -> Step:
    found = _STEP.fullmatch(line.strip())
    assert found is not None  # every part of the pattern may be missing
    weight = read_weight(found[3], field=field) if found[3] else Decimal(1)
    return Step(found[2], weight, done=bool(found[1]) and found[1] != " ")


def typed_steps(steps: Iterable[Step]) -> str:
    """The same, as people could have written it: `[x] Ask customers (2)`."""
    return "\n".join(f"[{'x' if s.done else ' '}] {s.title} ({s.weight:f})" for s in steps)
