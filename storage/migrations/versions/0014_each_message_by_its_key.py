"""A message is found by its key; an index holds what changes it later, which most never are.

Code that is older finds it as well, while it is still there: by reading what its workspace sent.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    later = sa.text("seq > 0")
    op.create_index(
        "ix_outgoing_later",
        "outgoing",
        ["workspace_id", "message", "seq"],
        postgresql_where=later,
        sqlite_where=later,
    )
    op.drop_index("ix_outgoing_message", "outgoing")
