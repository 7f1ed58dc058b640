"""Metrics, quotes, kudos and the digests that show them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from storage.db import Exact, UtcTime
from storage.tables import row_level_security

revision = "0003"
down_revision = "0002"

TABLES = (
    "digest",
    "kudos",
    "metric",
    "quote",
    "kudos_recipient",
    "quote_post",
    "reading",
)


def upgrade() -> None:
    op.create_table(
        "digest",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        sa.Column("until", UtcTime(), nullable=False),
        sa.Column("outgoing_key", sa.Text(), nullable=False),
        sa.Column("figures", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "team_id", "day", name=op.f("pk_digest")),
    )
    op.create_table(
        "kudos",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("giver_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=True),
        sa.Column("quote_number", sa.Integer(), nullable=True),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("came_by", sa.Text(), nullable=False),
        sa.Column("source_channel", sa.Text(), nullable=True),
        sa.Column("source_ts", sa.Text(), nullable=True),
        sa.Column("permalink", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given_at", UtcTime(), nullable=False),
        sa.Column("taken_back_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_kudos")),
    )
    op.create_index(op.f("ix_kudos_given_at"), "kudos", ["given_at"], unique=False)
    op.create_index(op.f("ix_kudos_kr_number"), "kudos", ["kr_number"], unique=False)
    op.create_index(
        "ix_kudos_source", "kudos", ["workspace_id", "source_channel", "source_ts"], unique=False
    )
    op.create_index(op.f("ix_kudos_team_id"), "kudos", ["team_id"], unique=False)
    op.create_table(
        "metric",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", "team_id", name=op.f("pk_metric")),
    )
    op.create_table(
        "quote",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("customer", sa.Text(), nullable=False),
        sa.Column("segment", sa.Text(), nullable=False),
        sa.Column("came_by", sa.Text(), nullable=False),
        sa.Column("touchpoint", sa.Text(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=True),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.Column("source_channel", sa.Text(), nullable=True),
        sa.Column("source_ts", sa.Text(), nullable=True),
        sa.Column("recalled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "number", name=op.f("pk_quote")),
    )
    op.create_index(op.f("ix_quote_kr_number"), "quote", ["kr_number"], unique=False)
    op.create_index(op.f("ix_quote_team_id"), "quote", ["team_id"], unique=False)
    op.create_table(
        "kudos_recipient",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kudos_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "kudos_id"],
            ["kudos.workspace_id", "kudos.id"],
            name=op.f("fk_kudos_recipient_workspace_id_kudos_id"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "kudos_id", "member_id", name=op.f("pk_kudos_recipient")
        ),
    )
    op.create_index(
        op.f("ix_kudos_recipient_member_id"), "kudos_recipient", ["member_id"], unique=False
    )
    op.create_table(
        "quote_post",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("outgoing_key", sa.Text(), nullable=False),
        sa.Column("quote_number", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("posted_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "quote_number"],
            ["quote.workspace_id", "quote.number"],
            name=op.f("fk_quote_post_workspace_id_quote_number"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "outgoing_key", name=op.f("pk_quote_post")),
    )
    op.create_index(
        op.f("ix_quote_post_quote_number"), "quote_post", ["quote_number"], unique=False
    )
    op.create_table(
        "reading",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("metric_key", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("value", Exact(), nullable=False),
        sa.Column("sample", sa.Integer(), nullable=True),
        sa.Column("promoters", sa.Integer(), nullable=True),
        sa.Column("passives", sa.Integer(), nullable=True),
        sa.Column("detractors", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "metric_key", "team_id"],
            ["metric.workspace_id", "metric.key", "metric.team_id"],
            name=op.f("fk_reading_workspace_id_metric_key_team_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_reading")),
    )
    op.create_index(
        "ix_reading_latest",
        "reading",
        ["workspace_id", "team_id", "metric_key", "day", "made_at"],
        unique=False,
    )
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            for statement in row_level_security(table):
                op.execute(statement)
