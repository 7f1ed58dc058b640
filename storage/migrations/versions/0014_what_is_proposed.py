"""What waits for somebody's agreement is found without going through all that there ever was."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    rows = sa.text("stage = 'proposed'")
    op.create_index(
        "ix_objective_proposed",
        "objective",
        ["workspace_id"],
        postgresql_where=rows,
        sqlite_where=rows,
    )
