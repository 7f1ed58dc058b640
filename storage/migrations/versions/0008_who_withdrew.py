"""Who withdrew an update: its author, or a lead or admin for them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("kr_update", sa.Column("withdrawn_by", sa.Text(), nullable=True))
