"""Who was in a round is written down as it closes: later it can be seen nowhere.

What code before the last migration found messages by goes now.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    people = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("round", sa.Column("people", people, nullable=True))
    if op.get_context().dialect.name == "postgresql":
        op.drop_index("ix_outgoing_message", "outgoing")
