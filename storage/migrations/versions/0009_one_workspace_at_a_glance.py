"""The policy of every table in the form whose rows PostgreSQL can estimate: storage/tables.py."""

import sqlalchemy as sa
from alembic import op

from storage.tables import POLICY

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    conn = op.get_bind()
    if conn.dialect.name != "postgresql":
        return
    found = conn.execute(
        sa.text("SELECT tablename FROM pg_policies WHERE policyname = 'one_workspace'")
    )
    for name in found.scalars().all():
        op.execute(f"ALTER POLICY one_workspace ON {name} USING ({POLICY})")
