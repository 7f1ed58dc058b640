"""Rows that nobody else changes until the session ends."""

from typing import Any, TypeVar

from sqlalchemy import Select

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


def locked(found: S, *of: type[Any]) -> S:
    """What this finds is locked and read anew: what the session has read of it before is old.

    Not against rows that refer to it (PostgreSQL's FOR NO KEY UPDATE): whoever answers in a round
    need not wait for who moves it, nor they for each other. SQLite locks when a session begins.
    Of several tables only `of` these, where that is said.
    """
    locking = found.with_for_update(key_share=True, of=of or None)
    return locking.execution_options(populate_existing=True)
