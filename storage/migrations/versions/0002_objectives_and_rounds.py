"""Objectives, key results, their updates, and the rounds that ask for them."""

import sqlalchemy as sa
from alembic import op

from storage.db import Exact, UtcTime
from storage.tables import row_level_security

revision = "0002"
down_revision = "0001"

TABLES = (
    "cycle",
    "objective",
    "round",
    "answer",
    "checkin",
    "key_result",
    "kr_update",
)


def upgrade() -> None:
    op.create_table(
        "cycle",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_cycle")),
    )
    op.create_table(
        "objective",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("cycle_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "cycle_id"],
            ["cycle.workspace_id", "cycle.id"],
            name=op.f("fk_objective_workspace_id_cycle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_objective_workspace_id_team_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_objective")),
    )
    op.create_index(op.f("ix_objective_team_id"), "objective", ["team_id"], unique=False)
    op.create_table(
        "round",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens_at", UtcTime(), nullable=False),
        sa.Column("closes_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_round_workspace_id_team_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "team_id", "day", name=op.f("pk_round")),
    )
    op.create_table(
        "answer",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"],
            ["round.workspace_id", "round.team_id", "round.day"],
            name=op.f("fk_answer_workspace_id_team_id_day"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "team_id", "day", "kr_number", name=op.f("pk_answer")
        ),
    )
    op.create_table(
        "checkin",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcTime(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("skip_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"],
            ["round.workspace_id", "round.team_id", "round.day"],
            name=op.f("fk_checkin_workspace_id_team_id_day"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "team_id", "day", "member_id", name=op.f("pk_checkin")
        ),
    )
    op.create_table(
        "key_result",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("objective_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start", Exact(), nullable=False),
        sa.Column("target", Exact(), nullable=False),
        sa.Column("weight", Exact(), nullable=False),
        sa.Column("activated_at", UtcTime(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "objective_number"],
            ["objective.workspace_id", "objective.number"],
            name=op.f("fk_key_result_workspace_id_objective_number"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_key_result")),
    )
    op.create_index(
        op.f("ix_key_result_objective_number"), "key_result", ["objective_number"], unique=False
    )
    op.create_index(op.f("ix_key_result_owner_id"), "key_result", ["owner_id"], unique=False)
    op.create_table(
        "kr_update",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("value", Exact(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "kr_number"],
            ["key_result.workspace_id", "key_result.number"],
            name=op.f("fk_kr_update_workspace_id_kr_number"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_kr_update")),
    )
    op.create_index(
        "ix_kr_update_latest",
        "kr_update",
        ["workspace_id", "kr_number", "day", "made_at"],
        unique=False,
    )
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            for statement in row_level_security(table):
                op.execute(statement)
