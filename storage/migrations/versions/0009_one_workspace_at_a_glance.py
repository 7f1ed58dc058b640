"""The policy of every table in the form whose rows PostgreSQL can estimate: storage/tables.py."""

import sqlalchemy as sa
from alembic import op

from storage.tables import POLICY

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql" or op.get_context().as_sql:
        return  # what is only written down is for a new database: that has it from the first
    conn = op.get_bind()
    found = conn.execute(
        sa.text("SELECT tablename FROM pg_policies WHERE policyname = 'one_workspace'")
    )
    for name in found.scalars().all():
        op.execute(f"ALTER POLICY one_workspace ON {name} USING ({POLICY})")
