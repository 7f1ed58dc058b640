"""The first shape: workspaces, outbox, occurrences and every feature's tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from storage.db import Exact, UtcTime
from storage.tables import row_level_security

revision = "0001"
down_revision = None

TABLES = (
    "arrival",
    "budget",
    "counter",
    "cycle",
    "digest",
    "kudos",
    "member",
    "metric",
    "occurrence",
    "outgoing",
    "quote",
    "team",
    "workspace",
    "kudos_recipient",
    "objective",
    "quote_post",
    "reading",
    "round",
    "team_member",
    "answer",
    "checkin",
    "key_result",
    "kr_update",
)


def upgrade() -> None:
    op.create_table(
        "arrival",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_seen_at"), "arrival", ["seen_at"], unique=False)
    op.create_table(
        "budget",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("free_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "bucket", name=op.f("pk_budget")),
    )
    op.create_table(
        "counter",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "name", name=op.f("pk_counter")),
    )
    op.create_table(
        "cycle",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_cycle")),
    )
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
        "member",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("status_emoji", sa.Text(), nullable=False),
        sa.Column("status_text", sa.Text(), nullable=False),
        sa.Column("away_until", UtcTime(), nullable=True),
        sa.Column("seen_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_member")),
    )
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
        "occurrence",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("wall_day", sa.Date(), nullable=False),
        sa.Column("wall_time", sa.Time(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("first_due_at", UtcTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint(
            "workspace_id", "kind", "team_id", "day", "member_id", name=op.f("pk_occurrence")
        ),
    )
    op.create_index("ix_occurrence_due", "occurrence", ["state", "due_at"], unique=False)
    op.create_table(
        "outgoing",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("payload", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("bulk", sa.Boolean(), nullable=False),
        sa.Column("must_arrive", sa.Boolean(), nullable=False),
        sa.Column("tell", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unknowns", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_outgoing")),
    )
    op.create_index("ix_outgoing_due", "outgoing", ["state", "due_at"], unique=False)
    op.create_index(
        "ix_outgoing_message", "outgoing", ["workspace_id", "message", "seq"], unique=False
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
        "team",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("checkin_weekday", sa.Integer(), nullable=False),
        sa.Column("checkin_time", sa.Time(), nullable=False),
        sa.Column("digest_weekday", sa.Integer(), nullable=False),
        sa.Column("digest_time", sa.Time(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_team")),
    )
    op.create_index(op.f("ix_team_channel"), "team", ["channel"], unique=False)
    op.create_table(
        "workspace",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.Text(), nullable=False),
        sa.Column("installed_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_workspace")),
    )
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
        "team_member",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            name=op.f("fk_team_member_workspace_id_team_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "team_id", "member_id", name=op.f("pk_team_member")
        ),
    )
    op.create_index(op.f("ix_team_member_member_id"), "team_member", ["member_id"], unique=False)
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
