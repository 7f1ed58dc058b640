"""Rhythms, questions and replies, blockers, votes, days off, nudges, and unsent check-ins."""

import sqlalchemy as sa
from alembic import op

from storage.db import UtcTime
from storage.tables import row_level_security

revision = "0012"
down_revision = "0011"

# Each with what older code, which knows nothing of it, writes meanwhile.
NEW = {
    "team": (
        sa.Column("checkin_rhythm", sa.Text(), nullable=False, server_default="weekly"),
        sa.Column("checkin_walls", sa.Text(), nullable=False, server_default="own"),
        sa.Column("votes", sa.Boolean(), nullable=False, server_default=sa.true()),
    ),
    "member": (
        sa.Column("away_from", UtcTime()),
        sa.Column("status_until", UtcTime()),
        sa.Column("quiet_from", UtcTime()),
        sa.Column("quiet_until", UtcTime()),
        sa.Column("country", sa.Text()),
        sa.Column("stand_in", sa.Text()),
        sa.Column("checkin_time", sa.Time()),
        sa.Column("reminders", sa.Text(), nullable=False, server_default="standard"),
    ),
    "checkin": (
        sa.Column("replied_at", UtcTime()),
        sa.Column("skip_note", sa.Text(), nullable=False, server_default=""),
    ),
}
TABLES = ("question", "reply", "blocker", "vote", "day_off", "nudge", "checkin_draft")


def upgrade() -> None:
    for table, columns in NEW.items():
        for column in columns:
            op.add_column(table, column)
    _questions()
    _blockers()
    _votes()
    _people()
    if op.get_context().dialect.name == "postgresql":
        for table in TABLES:
            for statement in row_level_security(table):
                op.execute(statement)


def _workspace() -> sa.Column[str]:
    return sa.Column("workspace_id", sa.Text(), nullable=False)


def _text(name: str, default: str | None = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _round(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "team_id", "day"],
        ["round.workspace_id", "round.team_id", "round.day"],
        name=op.f(f"fk_{table}_workspace_id_team_id_day"),
    )


def _questions() -> None:
    op.create_table(
        "question",
        _workspace(),
        _text("id", None),
        _text("team_id", None),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("preset"),
        _text("text"),
        _text("kind", "text"),
        _text("options"),
        _text("rounds", "every"),
        sa.Column("is_promise", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.Column("retired_at", UtcTime()),
        sa.ForeignKeyConstraint(
            ["workspace_id", "team_id"],
            ["team.workspace_id", "team.id"],
            ondelete="CASCADE",
            name=op.f("fk_question_workspace_id_team_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_question")),
    )
    op.create_index("ix_question_team", "question", ["workspace_id", "team_id"])
    op.create_table(
        "reply",
        _workspace(),
        _text("team_id", None),
        sa.Column("day", sa.Date(), nullable=False),
        _text("member_id", None),
        _text("question_id", None),
        _text("text", None),
        sa.Column("replied_at", UtcTime(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Text()),
        _round("reply"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "question_id"],
            ["question.workspace_id", "question.id"],
            name=op.f("fk_reply_workspace_id_question_id"),
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "team_id", "day", "member_id", "question_id", name=op.f("pk_reply")
        ),
    )
    op.create_index("ix_reply_member", "reply", ["workspace_id", "member_id", "day"])


def _blockers() -> None:
    op.create_table(
        "blocker",
        _workspace(),
        _text("id", None),
        _text("team_id", None),
        sa.Column("day", sa.Date(), nullable=False),
        _text("member_id", None),
        sa.Column("kr_number", sa.Integer()),
        sa.Column("question_id", sa.Text()),
        _text("text", None),
        sa.Column("raised_at", UtcTime(), nullable=False),
        sa.Column("helper_id", sa.Text()),
        sa.Column("helped_at", UtcTime()),
        sa.Column("closed_at", UtcTime()),
        sa.Column("closed_by", sa.Text()),
        _round("blocker"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_blocker")),
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index("ix_blocker_round", "blocker", ["workspace_id", "team_id", "day"])
    for name, who in (("ix_blocker_open", "team_id"), ("ix_blocker_mine", "member_id")):
        op.create_index(
            name,
            "blocker",
            ["workspace_id", who],
            postgresql_where=is_open,
            sqlite_where=is_open,
        )


def _votes() -> None:
    op.create_table(
        "vote",
        _workspace(),
        _text("team_id", None),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kr_number", sa.Integer(), nullable=False),
        _text("member_id", None),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("voted_at", UtcTime(), nullable=False),
        sa.Column("asked_at", UtcTime()),
        _text("reason"),
        _round("vote"),
        sa.PrimaryKeyConstraint(
            "workspace_id", "team_id", "day", "kr_number", "member_id", name=op.f("pk_vote")
        ),
    )


def _people() -> None:
    names_one = sa.text("stand_in IS NOT NULL")
    op.create_index(
        "ix_member_stand_in",
        "member",
        ["workspace_id", "stand_in"],
        postgresql_where=names_one,
        sqlite_where=names_one,
    )
    op.create_index("ix_kr_update_author", "kr_update", ["workspace_id", "author_id", "made_at"])
    op.create_table(
        "day_off",
        _workspace(),
        _text("id", None),
        _text("team_id"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _text("name"),
        _text("made_by", None),
        sa.Column("made_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_day_off")),
    )
    op.create_index("ix_day_off_last", "day_off", ["workspace_id", "last"])
    op.create_table(
        "nudge",
        _workspace(),
        _text("member_id", None),
        _text("key", None),
        sa.Column("kr_number", sa.Integer(), nullable=False),
        _text("kind", None),
        sa.Column("sent_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "member_id", "key", "kr_number", name=op.f("pk_nudge")
        ),
    )
    op.create_index("ix_nudge_sent", "nudge", ["sent_at"])
    op.create_table(
        "checkin_draft",
        _workspace(),
        _text("member_id", None),
        _text("content", None),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_checkin_draft")),
    )
