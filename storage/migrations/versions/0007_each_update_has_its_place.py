"""Each update has its place among those of its KR: whoever makes the same one looks again."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    # Empty in what was there before, and in what older code writes meanwhile.
    op.add_column("kr_update", sa.Column("nth", sa.Integer(), nullable=True))
    columns = ["workspace_id", "kr_number", "nth"]
    op.create_index("ix_kr_update_nth", "kr_update", columns, unique=True)
