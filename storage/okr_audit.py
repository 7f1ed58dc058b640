"""Who changed what, when, from what to what and why; and who follows a key result."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Change(OfWorkspace, Base):
    """One change of an objective or a KR; append-only. Of a KR it names its objective as well."""

    __tablename__ = "okr_change"
    __table_args__ = (
        Index("ix_okr_change_objective", "workspace_id", "objective_number", "made_at"),
        Index("ix_okr_change_kr", "workspace_id", "kr_number", "made_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    author_id: Mapped[str]
    objective_number: Mapped[int]
    kr_number: Mapped[int | None]  # None: the objective itself
    what: Mapped[str]  # made, stage, title, start, target, owner, supports, closed, …
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")


class Follower(OfWorkspace, Base):
    """Somebody who wants to hear of changes to a KR."""

    __tablename__ = "kr_follower"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "kr_number"], ["key_result.workspace_id", "key_result.number"]
        ),
    )

    kr_number: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
