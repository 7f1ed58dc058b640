"""Many rows at once become what each by itself would have become, on both databases."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from storage.db import Sessions, insert_new, upsert
from storage.metric import Metric, Reading
from storage.outbox import Outgoing, enqueue_all, enqueue_new

NOW = datetime(2026, 11, 18, 9, 0, 0, 123456, tzinfo=UTC)


def reading(number: int, value: str, sample: int | None) -> dict[str, Any]:
    at = NOW + timedelta(days=number)
    row: dict[str, Any] = {
        "id": f"r{number}",
        "metric_key": "nps",
        "team_id": "care",
        "author_id": "U1",
    }
    row |= {"promoters": None, "passives": None, "detractors": None}
    return row | {"value": Decimal(value), "sample": sample, "day": at.date(), "made_at": at}


async def test_values_and_their_absence_stay_as_they_were(sessions: Sessions) -> None:
    rows = [reading(1, "0.10", None), reading(2, "12345678901234567890.125", 3)]
    async with sessions.workspace("T1") as session:
        metric = {"key": "nps", "team_id": "care", "name": "NPS", "kind": "nps", "unit": ""}
        assert await insert_new(
            session, Metric, [metric | {"created_at": NOW}], Metric.__table__.c.key
        )
        assert await insert_new(session, Reading, rows, Reading.__table__.c.id) == ["r1", "r2"]
        assert await insert_new(
            session, Reading, [*rows, reading(3, "1", 1)], Reading.__table__.c.id
        ) == ["r3"]
    async with sessions.workspace("T1", reading=True) as session:
        found = list(await session.scalars(select(Reading).order_by(Reading.id).limit(2)))
        assert [{name: getattr(one, name) for name in rows[0]} for one in found] == rows


async def test_what_is_there_takes_the_new_values_that_are_named(sessions: Sessions) -> None:
    first = [reading(n, "1", n) for n in range(3)]
    async with sessions.workspace("T1") as session:
        metric = {"key": "nps", "team_id": "care", "name": "NPS", "kind": "nps", "unit": ""}
        await upsert(session, Metric, [metric | {"created_at": NOW}], update=())
        await upsert(session, Reading, first, update=())
        again = [reading(n, "2", 9) for n in range(5)]
        await upsert(session, Reading, again, update=["value"], where=Reading.sample > 0)
        found = await session.execute(select(Reading.value, Reading.sample).order_by(Reading.id))
        assert [(int(value), sample) for value, sample in found] == [
            (1, 0),
            (2, 1),
            (2, 2),
            (2, 9),
            (2, 9),
        ]


async def test_payloads_of_every_shape_arrive(sessions: Sessions) -> None:
    payloads = [{"text": "a, {b} \"c\" 'd' \\ \n 谢谢"}, {"text": "", "blocks": [1, None, [2.5]]}]
    rows = [
        {"key": f"k{n}", "message": f"k{n}", "kind": "post", "target": "C1", "payload": payload}
        for n, payload in enumerate(payloads)
    ]
    async with sessions.workspace("T1") as session:
        assert await enqueue_new(session, NOW, rows) == {"k0", "k1"}
        found = await session.scalars(select(Outgoing).order_by(Outgoing.key))
        assert [one.payload for one in found] == payloads


async def test_messages_that_were_there_already_stay_as_they_were(sessions: Sessions) -> None:
    for said, numbers in (("first", (0, 1)), ("second", (1, 2))):
        rows = [{"key": f"k{n}", "message": f"k{n}", "target": "C1"} for n in numbers]
        async with sessions.workspace("T1") as session:
            await enqueue_all(session, NOW, rows, kind="post", payload={"text": said})
    async with sessions.workspace("T1", reading=True) as session:
        found = await session.scalars(select(Outgoing.payload).order_by(Outgoing.key))
        assert [payload["text"] for payload in found if payload] == ["first", "first", "second"]


async def test_what_is_equal_but_not_the_same_stays_as_it_was(sessions: Sessions) -> None:
    payloads: list[dict[str, Any]] = [{"is": 1}, {"is": True}, {"is": 1.0}]
    common = {"message": "m", "kind": "post", "target": "C1"}
    rows = [{**common, "key": f"k{n}", "payload": said} for n, said in enumerate(payloads)]
    amounts = ["1.0", "1.00", "1.000"]
    readings = [reading(number, amount, None) for number, amount in enumerate(amounts)]
    async with sessions.workspace("T1") as session:
        await enqueue_new(session, NOW, rows)
        metric = {"key": "nps", "team_id": "care", "name": "NPS", "kind": "nps", "unit": ""}
        await upsert(session, Metric, [metric | {"created_at": NOW}], update=())
        await upsert(session, Reading, readings, update=())
    async with sessions.workspace("T1", reading=True) as session:
        sent = await session.scalars(select(Outgoing.payload).order_by(Outgoing.key))
        assert [str(payload) for payload in sent] == [str(payload) for payload in payloads]
        read = await session.scalars(select(Reading.value).order_by(Reading.id))
        assert [str(value) for value in read] == amounts


async def test_no_text_is_cut_off_at_a_zero_byte(sessions: Sessions) -> None:
    """And a backslash, u and four zeros, as people may type them, are no zero byte."""
    row = {"kind": "post", "target": "C1", "payload": {"text": "\\u0000"}}
    typed = [{**row, "key": f"k\\u0000{n}", "message": "\\\\u0000"} for n in range(2)]
    async with sessions.workspace("T1") as session:
        assert await enqueue_new(session, NOW, typed) == {row["key"] for row in typed}
        found = await session.scalars(select(Outgoing.message))
        assert set(found) == {"\\\\u0000"}
    with pytest.raises((ValueError, DBAPIError)):
        async with sessions.workspace("T1") as session:
            await enqueue_new(session, NOW, [{**row, "key": "z", "message": "z"}, _zero(row)])


def _zero(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "key": "cut\x00off", "message": "m"}
