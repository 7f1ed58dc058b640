"""Indexes of what is over and will be forgotten, and of where messages stand."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"

SETTLED = "settled_at IS NOT NULL"
INDEXES = {
    "ix_outgoing_files": ("outgoing", f"{SETTLED} AND payload IS NOT NULL AND kind = 'upload'"),
    "ix_outgoing_said": ("outgoing", f"{SETTLED} AND payload IS NOT NULL"),
    "ix_outgoing_changes": ("outgoing", f"{SETTLED} AND seq > 0"),
    "ix_occurrence_settled": ("occurrence", SETTLED),
}


def upgrade() -> None:
    for name, (table, over) in INDEXES.items():
        rows = sa.text(over)
        op.create_index(name, table, ["settled_at"], postgresql_where=rows, sqlite_where=rows)
