"""What customers said, with consent, and where it was posted."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    Row,
    Select,
    bindparam,
    case,
    exists,
    func,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, Mapped, aliased, mapped_column

from storage.db import Base, OfWorkspace, Query, any_of, built_once, insert_new, locked
from storage.team import Team

ASIDE: Final = "checkin:"  # a line in the thread of a round is recalled, but is no repetition


class Quote(OfWorkspace, Base):
    """Something a customer said. People type its number: Q-4.

    moment: delight or pain. consent: internal, asked, approved, declined or expired.
    """

    __tablename__ = "quote"
    __table_args__ = (
        Index("ix_quote_team", "workspace_id", "team_id"),
        Index("ix_quote_kr", "workspace_id", "kr_number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str | None]
    text: Mapped[str]
    customer: Mapped[str] = mapped_column(default="")
    segment: Mapped[str] = mapped_column(default="")
    came_by: Mapped[str] = mapped_column(default="")
    touchpoint: Mapped[str]
    moment: Mapped[str]
    consent: Mapped[str]
    kr_number: Mapped[int | None]
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]
    source_channel: Mapped[str | None]
    source_ts: Mapped[str | None]
    recalled_at: Mapped[datetime | None]


class QuotePost(OfWorkspace, Base):
    """A copy of a quote that the bot has posted: it is not repeated, and can be recalled."""

    __tablename__ = "quote_post"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "quote_number"], ["quote.workspace_id", "quote.number"]
        ),
        Index("ix_quote_post_quote", "workspace_id", "quote_number"),
    )

    outgoing_key: Mapped[str] = mapped_column(primary_key=True)
    quote_number: Mapped[int]
    team_id: Mapped[str]
    posted_at: Mapped[datetime]


_IS_ASIDE: Final = QuotePost.outgoing_key.startswith(ASIDE)


async def lock(session: AsyncSession, numbers: Collection[int]) -> dict[int, Quote]:
    """These quotes by number; nobody else posts or recalls them until this session ends."""
    found = locked(select(Quote).where(Quote.number.in_(numbers)), by=[Quote.number])
    return {row.number: row for row in await session.scalars(found)}


def candidates(
    team_ids: Collection[str],
    consents: Collection[str],
    not_since: datetime,
    not_aside_since: datetime,
) -> Query[dict[str, Row[Any]]]:
    """A quote of each of these teams not posted since then, where there is one: the newest that
    never was, else the one posted longest ago. Nor one that stood in a thread since that day.
    """
    given = {
        "team_ids": list(team_ids),
        "consents": list(consents),
        "not_since": not_since,
        "not_aside_since": not_aside_since,
    }
    return Query(_candidates(), given, dict)


@built_once
def _candidates() -> Select[Any]:
    of_it = (
        QuotePost.workspace_id == Quote.workspace_id,
        QuotePost.quote_number == Quote.number,
    )
    copies = (*of_it, ~_IS_ASIDE)
    last = select(func.max(QuotePost.posted_at)).where(*copies).correlate(Quote).scalar_subquery()
    too_late = case(
        (_IS_ASIDE, bindparam("not_aside_since", type_=QuotePost.posted_at.type)),
        else_=bindparam("not_since", type_=QuotePost.posted_at.type),
    )
    lately = exists().where(*of_it, QuotePost.posted_at > too_late).correlate(Quote)
    first = (
        select(Quote.number)
        .where(
            Quote.workspace_id == Team.workspace_id,
            Quote.team_id == Team.id,
            Quote.consent.in_(any_of("consents")),
            Quote.recalled_at.is_(None),
            ~lately,
        )
        .order_by(last.asc().nulls_first(), Quote.saved_at.desc(), Quote.number.desc())
        .limit(1)
        .correlate(Team)
        .scalar_subquery()
    )
    chosen = aliased(Quote)
    # First by itself: beside row-level security PostgreSQL uses no index for a subquery's result.
    teams = select(Team.id.label("team_id"), first.label("number"))
    picked = teams.where(Team.id.in_(any_of("team_ids"))).cte("picked").prefix_with("MATERIALIZED")
    quote: Bundle[Any] = Bundle(
        "quote",
        chosen.number,
        chosen.team_id,
        chosen.text,
        chosen.customer,
        chosen.touchpoint,
        chosen.moment,
        chosen.consent,
        chosen.kr_number,
        chosen.saved_by,
        chosen.saved_at,
    )
    return select(picked.c.team_id, quote).join_from(
        picked, chosen, chosen.number == picked.c.number
    )


async def last_saved(
    session: AsyncSession, team_ids: Collection[str], since: datetime
) -> dict[str, datetime]:
    """When a quote was last saved for these teams, those that had one since then and kept it."""
    found = (
        select(Quote.team_id, func.max(Quote.saved_at))
        .where(Quote.team_id.in_(team_ids), Quote.saved_at >= since, Quote.recalled_at.is_(None))
        .group_by(Quote.team_id)
    )
    return {team_id: at for team_id, at in await session.execute(found) if team_id is not None}


async def touching(
    session: AsyncSession,
    team_id: str,
    kr_numbers: Collection[int],
    consents: Collection[str],
    since: datetime,
    until: datetime,
) -> list[Quote]:
    """Quotes of delight of a team, or about one of these KRs, saved between two moments."""
    # With OR in its place all quotes are read: no index answers to both halves.
    theirs = union_all(
        select(Quote.number).where(Quote.team_id == team_id),
        select(Quote.number).where(Quote.kr_number.in_(kr_numbers)),
    )
    found = select(Quote).where(
        Quote.number.in_(theirs),
        Quote.moment == "delight",
        Quote.consent.in_(consents),
        Quote.recalled_at.is_(None),
        Quote.saved_at >= since,
        Quote.saved_at < until,
    )
    return list(await session.scalars(found.order_by(Quote.saved_at, Quote.number)))


async def of_kr(session: AsyncSession, kr_number: int, limit: int) -> list[Quote]:
    """The latest quotes about a KR, newest first, without those recalled."""
    found = await session.scalars(
        select(Quote)
        .where(Quote.kr_number == kr_number, Quote.recalled_at.is_(None))
        .order_by(Quote.saved_at.desc(), Quote.number.desc())
        .limit(limit)
    )
    return list(found)


async def named(session: AsyncSession, numbers: Collection[int]) -> list[Quote]:
    """The quotes with these numbers, without those recalled."""
    found = select(Quote).where(Quote.number.in_(numbers), Quote.recalled_at.is_(None))
    return list(await session.scalars(found))


async def posted_since(
    session: AsyncSession, team_id: str, numbers: Collection[int], since: datetime
) -> set[int]:
    """Those of these quotes of a team that its channel was shown since then, not in a thread."""
    found = select(QuotePost.quote_number).where(
        QuotePost.quote_number.in_(numbers),
        QuotePost.team_id == team_id,
        QuotePost.posted_at > since,
        ~_IS_ASIDE,
    )
    return set(await session.scalars(found))


async def note_posts(session: AsyncSession, shown: Mapping[str, Quote], now: datetime) -> None:
    """Remember that the messages under these keys hold these quotes."""
    rows = [
        {
            "outgoing_key": key,
            "quote_number": row.number,
            "team_id": row.team_id or "",
            "posted_at": now,
        }
        for key, row in shown.items()
    ]
    await insert_new(session, QuotePost, rows, QuotePost.__table__.c.outgoing_key)


async def copies(session: AsyncSession, number: int) -> list[str]:
    """The keys of the messages that hold this quote."""
    found = await session.scalars(
        select(QuotePost.outgoing_key)
        .where(QuotePost.quote_number == number)
        .order_by(QuotePost.posted_at)
    )
    return list(found)
