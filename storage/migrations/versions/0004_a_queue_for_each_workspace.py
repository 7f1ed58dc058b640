"""Indexes of what waits, is on its way or is held: few rows beside all that were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

INDEXES = {
    "ix_outgoing_queue": (
        "due",
        ["workspace_id", "bulk", "due_at", "created_at", "seq", "key"],
    ),
    "ix_outgoing_claimed": ("claimed", ["workspace_id", "target"]),
    "ix_outgoing_held": ("held", ["workspace_id", "target"]),
}


def upgrade() -> None:
    for name, (state, columns) in INDEXES.items():
        rows = sa.text(f"state = '{state}'")
        op.create_index(name, "outgoing", columns, postgresql_where=rows, sqlite_where=rows)
    op.drop_index("ix_outgoing_due", "outgoing")  # older code finds its rows by the new ones
