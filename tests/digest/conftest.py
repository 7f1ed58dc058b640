"""A team with key results, and a week of theirs."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.flows.gathering import gather_all
from handlers.digest.rules.contents import Contents
from handlers.kit.text import Say, Texts
from storage.db import Sessions, new_id
from storage.kudos import Kudos, KudosRecipient
from storage.okr import Cycle, KeyResult, Objective, Update
from storage.team import Team, TeamMember

STARTED = datetime(2026, 10, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def english() -> Say:
    return Texts().say("en-US")


class Furniture:
    """Puts rows where features would have put them."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def team(self, id_: str = "care", *, krs: int = 0, **values: object) -> Team:
        """A team of Anna, who leads it, and Ben, with an objective."""
        kept = {"channel": f"C{id_}", "zone": "Europe/Berlin", "language": "en-US", **values}
        row = Team(
            id=id_,
            name="Care",
            checkin_weekday=2,
            checkin_time=time(10),
            digest_weekday=4,
            digest_time=time(15),
            created_by="U0ANNA",
            created_at=STARTED,
            **kept,
        )
        self.session.add(row)
        await self.session.flush()
        for member in ("U0ANNA", "U0BEN"):
            lead = member == "U0ANNA"
            self.session.add(TeamMember(team_id=id_, member_id=member, is_lead=lead))
        self.session.add(Cycle(id="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31)))
        await self.session.flush()
        self.session.add(
            Objective(
                number=1,
                team_id=id_,
                cycle_id="2026-Q4",
                title="Support that feels near",
                owner_id="U0ANNA",
                created_at=STARTED,
            )
        )
        await self.session.flush()
        for number in range(1, krs + 1):
            self.session.add(self._kr(number))
        await self.session.flush()
        return row

    def _kr(self, number: int) -> KeyResult:
        return KeyResult(
            number=number,
            objective_number=1,
            position=number,
            title=f"Result {number}",
            owner_id="U0ANNA" if number % 2 else "U0BEN",
            unit="%",
            start=Decimal(0),
            target=Decimal(100),
            activated_at=STARTED,
        )

    async def update(
        self, number: int, value: str, at: datetime, *, note: str = "", status: str | None = None
    ) -> None:
        row = Update(
            id=new_id(),
            kr_number=number,
            author_id="U0ANNA",
            value=Decimal(value),
            note=note,
            status=status,
            day=at.date(),
            made_at=at,
        )
        self.session.add(row)
        await self.session.flush()

    async def kudos(self, giver: str, people: list[str], reason: str, at: datetime) -> None:
        id_ = new_id()
        self.session.add(
            Kudos(
                id=id_,
                team_id="care",
                giver_id=giver,
                reason=reason,
                came_by="command",
                day=at.date(),
                given_at=at,
            )
        )
        await self.session.flush()
        self.session.add_all(KudosRecipient(kudos_id=id_, member_id=p) for p in people)
        await self.session.flush()


def friday(hour: int = 14, *, weeks: int = 0, minutes: int = 0) -> datetime:
    """Friday 20 Nov 2026; 14 UTC is 15:00 in Berlin."""
    at = datetime(2026, 11, 20, hour, minutes, tzinfo=UTC)
    return at + timedelta(weeks=weeks)


@pytest.fixture
async def session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    async with sessions.workspace("T1") as session:
        yield session


@pytest.fixture
def room(session: AsyncSession) -> Furniture:
    return Furniture(session)


async def gathered(
    session: AsyncSession, team: Team, now: datetime | None = None, *, to_post: bool = True
) -> Contents:
    return (await gather_all(session, [team], now or friday(), to_post=to_post))[team.id]
