"""Every table and index, imported so that the metadata is whole; and what PostgreSQL adds."""

from sqlalchemy import Table

from storage import (
    absence,
    blocker,
    checkin,
    checkin_draft,
    digest,
    kudos,
    metric,
    nudge,
    okr,
    okr_audit,
    okr_shape,
    outbox,
    question,
    quote,
    schedule,
    team,
    upkeep,
    vote,
    workspace,
)
from storage.db import Base

# With OR instead of CASE PostgreSQL expects one row of two hundred to be seen, and plans for that.
_SEEN = "nullif(current_setting('app.workspace', true), '')"
POLICY = f"CASE {_SEEN} WHEN '*' THEN true ELSE workspace_id = {_SEEN} END"
MODULES = (
    workspace,
    outbox,
    schedule,
    team,
    okr,
    okr_shape,
    okr_audit,
    metric,
    quote,
    kudos,
    absence,
    nudge,
    checkin,
    question,
    blocker,
    vote,
    checkin_draft,
    digest,
    upkeep,
)


def tables() -> list[Table]:
    """All tables, parents first."""
    return Base.metadata.sorted_tables


def row_level_security(table: str) -> list[str]:
    """PostgreSQL's statements that keep each session inside its workspace, owner included.

    The session's own words are in `storage.db`: a workspace's id, or `*` for all.
    """
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY one_workspace ON {table} USING ({POLICY})",
    ]
