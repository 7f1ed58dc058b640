"""A message is found by its key; an index holds what changes it later, which most never are.

On PostgreSQL the code before this one may still run beside it, and finds a message by the index
that was: there that goes with the migration that comes next.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    later = sa.text("seq > 0")
    op.create_index(
        "ix_outgoing_later",
        "outgoing",
        ["workspace_id", "message", "seq"],
        postgresql_where=later,
        sqlite_where=later,
    )
    if op.get_context().dialect.name == "sqlite":
        op.drop_index("ix_outgoing_message", "outgoing")
