"""Indexes that find what goes on from an objective or a KR of an earlier cycle."""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    for table in ("objective", "key_result"):
        op.create_index(f"ix_{table}_carried", table, ["workspace_id", "carried_from"])
