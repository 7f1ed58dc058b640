"""Indexes that lead with the workspace, for what it asks; and of what is over, to be forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

OF_A_WORKSPACE = {
    "ix_key_result_objective": ("key_result", ["objective_number"]),
    "ix_key_result_owner": ("key_result", ["owner_id"]),
    "ix_kudos_giver": ("kudos", ["giver_id", "day"]),
    "ix_kudos_kr": ("kudos", ["kr_number"]),
    "ix_kudos_recipient_member": ("kudos_recipient", ["member_id", "kudos_id"]),
    "ix_kudos_team": ("kudos", ["team_id", "given_at"]),
    "ix_objective_team": ("objective", ["team_id"]),
    "ix_quote_kr": ("quote", ["kr_number"]),
    "ix_quote_post_quote": ("quote_post", ["quote_number"]),
    "ix_quote_team": ("quote", ["team_id"]),
    "ix_team_home": ("team", ["channel"]),
    "ix_team_member_member": ("team_member", ["member_id", "team_id"]),
}
# KR-1 is in every workspace: by these, each of them would look at those of all.
REPLACED = {
    "ix_key_result_objective_number": "key_result",
    "ix_key_result_owner_id": "key_result",
    "ix_kudos_given_at": "kudos",
    "ix_kudos_kr_number": "kudos",
    "ix_kudos_recipient_member_id": "kudos_recipient",
    "ix_kudos_team_id": "kudos",
    "ix_objective_team_id": "objective",
    "ix_quote_kr_number": "quote",
    "ix_quote_post_quote_number": "quote_post",
    "ix_quote_team_id": "quote",
    "ix_team_channel": "team",
    "ix_team_member_member_id": "team_member",
}
SETTLED = "settled_at IS NOT NULL"
OVER = {
    "ix_outgoing_files": ("outgoing", f"{SETTLED} AND payload IS NOT NULL AND kind = 'upload'"),
    "ix_outgoing_said": ("outgoing", f"{SETTLED} AND payload IS NOT NULL"),
    "ix_outgoing_changes": ("outgoing", f"{SETTLED} AND seq > 0"),
    "ix_occurrence_settled": ("occurrence", SETTLED),
}


def upgrade() -> None:
    for name, (table, columns) in OF_A_WORKSPACE.items():
        op.create_index(name, table, ["workspace_id", *columns])
    for name, table in REPLACED.items():
        op.drop_index(name, table)
    for name, (table, over) in OVER.items():
        rows = sa.text(over)
        op.create_index(name, table, ["settled_at"], postgresql_where=rows, sqlite_where=rows)
