"""What waits is found without what is done, and a member's own occurrences by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    due = sa.text("state = 'due'")
    op.create_index(
        "ix_occurrence_waiting", "occurrence", ["due_at"], postgresql_where=due, sqlite_where=due
    )
    op.create_index("ix_occurrence_member", "occurrence", ["workspace_id", "member_id", "day"])
    op.drop_index("ix_occurrence_due", "occurrence")
