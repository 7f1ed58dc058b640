"""Bands, steps and shares of KRs; the life, level and place of objectives; who changed what."""

import sqlalchemy as sa
from alembic import op

from storage.db import Exact, UtcTime
from storage.tables import row_level_security

revision = "0010"
down_revision = "0009"

# Each with what older code, which knows nothing of it, writes meanwhile.
NEW = {
    "cycle": (sa.Column("closed_at", UtcTime()),),
    "objective": (
        sa.Column("level", sa.Text(), nullable=False, server_default="team"),
        sa.Column("stage", sa.Text(), nullable=False, server_default="active"),
        sa.Column("ambition", sa.Text(), nullable=False, server_default="committed"),
        sa.Column("supports", sa.Integer()),
        sa.Column("weight", Exact(), nullable=False, server_default="1"),
        sa.Column("lesson", sa.Text(), nullable=False, server_default=""),
        sa.Column("carried_from", sa.Integer()),
    ),
    "key_result": (
        sa.Column("low", Exact()),
        sa.Column("high", Exact()),
        sa.Column("grade", Exact()),
        sa.Column("carried_from", sa.Integer()),
        sa.Column("carries", sa.Boolean()),
    ),
    "kr_update": (
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("link", sa.Text(), nullable=False, server_default=""),
        sa.Column("quote_number", sa.Integer()),
        sa.Column("inside", sa.Boolean()),
    ),
    "workspace": (sa.Column("rhythm", sa.Text(), nullable=False, server_default="quarter"),),
}
TABLES = ("kr_step", "kr_team", "okr_change", "kr_follower")


def upgrade() -> None:
    for table, columns in NEW.items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_objective_supports", "objective", ["workspace_id", "supports"])
    _shapes()
    _audit()
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            for statement in row_level_security(table):
                op.execute(statement)


def _of_kr(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "kr_number"],
        ["key_result.workspace_id", "key_result.number"],
        name=op.f(f"fk_{table}_workspace_id_kr_number"),
    )


def _shapes() -> None:
    op.create_table(
        "kr_step",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("weight", Exact(), nullable=False),
        sa.Column("done_at", UtcTime()),
        sa.Column("done_by", sa.Text()),
        _of_kr("kr_step"),
        sa.PrimaryKeyConstraint("workspace_id", "kr_number", "position", name=op.f("pk_kr_step")),
    )
    op.create_table(
        "kr_team",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        _of_kr("kr_team"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_kr_team_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "kr_number", "team_id", name=op.f("pk_kr_team")),
    )
    op.create_index("ix_kr_team_team", "kr_team", ["workspace_id", "team_id"])


def _audit() -> None:
    op.create_table(
        "okr_change",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("objective_number", sa.Integer(), nullable=False),
        sa.Column("kr_number", sa.Integer()),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_okr_change")),
    )
    for name, column in (("objective", "objective_number"), ("kr", "kr_number")):
        op.create_index(f"ix_okr_change_{name}", "okr_change", ["workspace_id", column, "made_at"])
    op.create_table(
        "kr_follower",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        _of_kr("kr_follower"),
        sa.PrimaryKeyConstraint(
            "workspace_id", "kr_number", "member_id", name=op.f("pk_kr_follower")
        ),
    )
