"""A worker that ends at a step of its work: before a statement, or before a commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


class KilledError(BaseException):
    """Nothing catches it, as nothing catches a SIGKILL: what was not committed never happened."""


@dataclass(slots=True)
class Steps:
    """The statements and commits that a worker has begun; it ends as it begins the `last`."""

    last: int | None = None
    begun: int = 0
    names: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        self.begun += 1
        self.names.append(name)
        if self.begun == self.last:
            raise KilledError(name)


@contextmanager
def ending(engine: AsyncEngine, at: int | None = None) -> Iterator[Steps]:
    """Count the steps of whoever works with this engine; with `at` end it as it begins that one."""
    steps = Steps(at)

    def executing(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        steps.step(" ".join(statement.split())[:80])

    def committing(_c: Any) -> None:
        steps.step("COMMIT")

    listened = (("before_cursor_execute", executing), ("commit", committing))
    for name, listener in listened:
        event.listen(engine.sync_engine, name, listener)
    try:
        yield steps
    finally:
        for name, listener in listened:
            event.remove(engine.sync_engine, name, listener)
