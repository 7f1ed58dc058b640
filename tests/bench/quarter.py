"""A company of many teams and a quarter of their weeks, written straight into the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any, Final

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.checkin import Checkin, Round
from storage.db import Base
from storage.digest import Digest
from storage.kudos import Kudos, KudosRecipient
from storage.metric import Metric, Reading
from storage.okr import Cycle, KeyResult, Objective, Update
from storage.quote import Quote
from storage.team import Team, TeamMember

KRS: Final = 12
WEEKS: Final = 13
MEMBERS: Final = 5
DIGEST: Final = date(2026, 11, 20)
DUE: Final = datetime(2026, 11, 20, 14, tzinfo=UTC)  # Friday 15:00 in Berlin
BEGAN: Final = DUE - timedelta(weeks=WEEKS)
_CHUNK: Final = 100
_LANGUAGES: Final = ("en-US", "en-GB", "de-DE", "zh-CN", "zh-TW")
_ZONES: Final = ("Europe/Berlin", "Europe/Madrid", "Africa/Lagos")
_UNITS: Final = ("%", "h", "", "days")

Made = Iterable[tuple[type[Base], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Company:
    """A workspace with so many teams."""

    workspace: str
    teams: int

    @property
    def updates(self) -> int:
        return self.teams * KRS * WEEKS

    async def read_bare(self, connection: AsyncConnection) -> Sequence[Row[Any]]:
        """Every update of the company, as the driver hands it over."""
        table = Update.__table__
        rows = await connection.execute(select(table).where(table.c.workspace_id == self.workspace))
        return rows.all()

    async def furnish(self, connection: AsyncConnection) -> None:
        """Teams that had a digest last week, and everything that people did until this one."""
        await inside(connection, self.workspace)
        await self._write(connection, _common())
        for first in range(0, self.teams, _CHUNK):
            teams = range(first, min(first + _CHUNK, self.teams))
            await self._write(connection, chain.from_iterable(map(_team, teams)))

    async def _write(self, connection: AsyncConnection, made: Made) -> None:
        tables: dict[type[Base], list[dict[str, Any]]] = {}
        for table, row in made:
            tables.setdefault(table, []).append({"workspace_id": self.workspace, **row})
        for table, rows in tables.items():
            await connection.execute(insert(table), rows)


async def inside(connection: AsyncConnection, workspace: str) -> None:
    """What this connection does until it commits is this workspace's."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.set_config("app.workspace", workspace, True)))


def team_id(number: int) -> str:
    return f"team{number:04}"


def _common() -> Made:
    yield Cycle, {"id": "2026-H2", "starts": date(2026, 7, 1), "ends": date(2026, 12, 31)}


def _team(number: int) -> Made:
    id_, people = team_id(number), [f"U{number:04}{n}" for n in range(MEMBERS)]
    yield (
        Team,
        {
            "id": id_,
            "name": f"Team {number}",
            "channel": f"C{number:04}",
            "zone": _ZONES[number % len(_ZONES)],
            "language": _LANGUAGES[number % len(_LANGUAGES)],
            "checkin_weekday": 2,
            "checkin_time": time(10),
            "digest_weekday": 4,
            "digest_time": time(15),
            "created_by": people[0],
            "created_at": BEGAN,
            "version": 1,
        },
    )
    for person in people:
        lead = person == people[0]
        yield TeamMember, {"team_id": id_, "member_id": person, "is_lead": lead}
    yield from _key_results(number, people)
    yield from _weeks(number, people)
    yield from _customers(number, people)


def _key_results(number: int, people: list[str]) -> Made:
    for position in range(KRS):
        objective, kr = number * 4 + position // 3 + 1, number * KRS + position + 1
        if position % 3 == 0:
            yield (
                Objective,
                {
                    "number": objective,
                    "team_id": team_id(number),
                    "cycle_id": "2026-H2",
                    "title": f"Customers feel that help is near, part {objective}",
                    "owner_id": people[0],
                    "created_at": BEGAN,
                    "closed_at": None,
                },
            )
        yield (
            KeyResult,
            {
                "number": kr,
                "objective_number": objective,
                "position": position,
                "title": f"Answer {kr} customers on the day they write",
                "owner_id": people[position % MEMBERS],
                "kind": "reach",
                "unit": _UNITS[position % len(_UNITS)],
                "start": Decimal(10),
                "target": Decimal(100),
                "weight": Decimal(1),
                "activated_at": BEGAN,
                "closed_at": None,
            },
        )
        yield from _updates(kr, people[position % MEMBERS])


def _updates(kr: int, person: str) -> Made:
    for week in range(WEEKS):
        at = DUE - timedelta(weeks=WEEKS - week, days=-5, minutes=kr % 600)
        yield (
            Update,
            {
                "id": f"{kr:06}-{week:02}",
                "kr_number": kr,
                "author_id": person,
                "value": Decimal(12 + week * (3 + kr % 4)) + Decimal(kr % 7) / 2,
                "confidence": 7,
                "status": "at_risk" if kr % 5 == 0 else None,
                "note": f"in week {week} the new rota began to help" if kr % 3 == 0 else "",
                "day": at.date(),
                "made_at": at,
                "withdrawn_at": None,
            },
        )


def _weeks(number: int, people: list[str]) -> Made:
    id_ = team_id(number)
    for week in range(1, WEEKS):
        until = DUE - timedelta(weeks=week)
        yield (
            Digest,
            {
                "team_id": id_,
                "day": until.date(),
                "since": until - timedelta(weeks=1),
                "until": until,
                "outgoing_key": f"digest:{id_}:{until.date()}",
                "figures": {"updates": KRS, "moved": [], "help": {}},
            },
        )
    for week in range(2):
        at = DUE - timedelta(weeks=week, days=2)
        round_ = {"team_id": id_, "day": at.date()}
        closed = dict.fromkeys(("closes_at", "closed_at"), at + timedelta(days=2))
        yield Round, {**round_, "opens_at": at, **closed}
        for person in people[1:]:
            done = {"member_id": person, "answered_at": at, "is_late": False}
            yield Checkin, {**round_, **done, "skip_reason": None}
    for nth in range(6):
        at = DUE - timedelta(days=2 + 3 * nth)
        kudos = f"{id_}-{nth}"
        yield (
            Kudos,
            {
                "id": kudos,
                "team_id": id_,
                "giver_id": people[nth % MEMBERS],
                "reason": "stayed on the line until the customer was calm again",
                "value": "customer delight",
                "customer": "",
                "came_by": "command",
                "day": at.date(),
                "given_at": at,
            },
        )
        yield KudosRecipient, {"kudos_id": kudos, "member_id": people[(nth + 1) % MEMBERS]}


def _customers(number: int, people: list[str]) -> Made:
    id_ = team_id(number)
    for nth in range(3):
        yield (
            Quote,
            {
                "number": number * 3 + nth + 1,
                "team_id": id_,
                "text": "They answered before I had hung up & called back the next day.",
                "customer": "Acme",
                "segment": "",
                "came_by": "",
                "touchpoint": "get help",
                "moment": "delight",
                "consent": "approved" if nth else "internal",
                "saved_by": people[nth],
                "saved_at": DUE - timedelta(days=4 * nth + 1),
            },
        )
    for key, kind, unit in (("nps", "nps", ""), ("first-response", "value", "h")):
        metric = {"key": key, "team_id": id_, "name": key, "kind": kind, "unit": unit}
        yield Metric, {**metric, "created_at": BEGAN}
        for week in range(WEEKS):
            yield Reading, _reading(f"{id_}-{key}-{week}", key, id_, people[0], week)


def _reading(id_: str, key: str, team: str, person: str, week: int) -> dict[str, Any]:
    at = DUE - timedelta(weeks=week, days=1)
    counts = (62 + week, 21, 17) if key == "nps" else (None, None, None)
    return {
        "id": id_,
        "metric_key": key,
        "team_id": team,
        "value": Decimal(45 + week),
        "sample": 100 + week if key == "nps" else None,
        **dict(zip(("promoters", "passives", "detractors"), counts, strict=True)),
        "author_id": person,
        "day": at.date(),
        "made_at": at,
    }
