"""From a SQLite file to PostgreSQL, as somebody at the command line does it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Column, Table, Text, TypeDecorator, cast, insert, null, select, text

from storage import copying
from storage.db import make_engine
from storage.tables import tables
from tests.exchange.copier import copied, refused
from tests.okr.stage import ANNA, BEN, RESPONSE, add_team, know_people, objective, words
from tests.world import HOME, START, World, built

VALUES: dict[type, tuple[Any, ...]] = {
    bool: (True, False, False),
    int: (7, 9, 11),
    str: ("Zoë’s\n'’; 😀", "x", "y"),
    Decimal: (Decimal("12345678901234567.000000000001"), Decimal("-0.10"), Decimal(0)),
    datetime: (START + timedelta(microseconds=1), datetime(2031, 3, 30, 1, 59, tzinfo=UTC), START),
    date: (date(2026, 2, 28), date(2028, 2, 29), date(2026, 11, 23)),
    time: (time(23, 59, 59, 1), time(0), time(10)),
    object: ({"text": "“Grüße”", "n": 1.5, "none": None, "list": [1, "2"]}, JSON.NULL, {}),
}


def filled(table: Table) -> Iterator[dict[str, Any]]:
    """A row with odd values, one with plain ones, and one with NULL wherever there may be none.
    The values of a type are the same in every table, so that rows find those they belong to.
    """
    for row in (0, 1):
        yield {column.name: cell(column, row) for column in table.c}
    yield {column.name: null() if column.nullable else cell(column, 2) for column in table.c}


def cell(column: Column[Any], row: int) -> Any:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return VALUES[kind.python_type][row]


async def rows_of(url: str, table: Table) -> list[tuple[Any, ...]]:
    engine = make_engine(url)
    texts = (cast(c, Text) if isinstance(c.type, JSON) else c for c in table.c)
    async with engine.execution_options(workspace="*").begin() as connection:
        found = [tuple(row) for row in await connection.execute(select(*texts))]
    await engine.dispose()
    return sorted(map(plain, found), key=repr)


def plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """JSON is written with other spaces by each database."""
    return tuple(json.dumps(json.loads(c), sort_keys=True) if is_json(c) else c for c in row)


def is_json(cell: Any) -> bool:
    return isinstance(cell, str) and (cell == "null" or cell.startswith("{"))


async def test_every_row_arrives_as_it_was(file: Path, empty: str) -> None:
    engine = make_engine(f"sqlite:///{file}")
    async with engine.begin() as connection:
        for table in tables():
            for row in filled(table):
                await connection.execute(insert(table).values(row))
    await engine.dispose()
    assert f"{3 * len(tables())} rows of 3 workspaces" in await copied(file, empty)
    for table in tables():
        there, here = await rows_of(f"sqlite:///{file}", table), await rows_of(empty, table)
        assert len(there) == 3
        assert here == there, table.name


async def typed(world: World, line: str) -> str:
    reply = await world.person("ben").command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return words(reply.blocks)


async def test_the_bot_goes_on_where_it_was(file: Path, empty: str) -> None:
    async with built(f"sqlite:///{file}") as before:
        sessions = before.bot.deps.sessions
        await know_people(sessions)
        async with sessions.workspace(HOME) as session:
            await add_team(session, "Care", "C-CARE", (ANNA, BEN), zone="Europe/Berlin")
            await objective(session, BEN, RESPONSE)
        await typed(before, "/okr update KR-1 45 faster")
    await copied(file, empty)
    async with built(empty) as after:
        await typed(after, "/okr update KR-1 40 and still faster")
        told = await typed(after, "/okr show KR-1")
    assert "45" in told
    assert "faster" in told
    assert "and still faster" in told


async def test_a_file_that_somebody_uses_is_not_copied(file: Path, empty: str) -> None:
    async with built(f"sqlite:///{file}"):
        with refused(str(file), "stop Delight first"):
            await copied(file, empty)
    assert "rows of 2 workspaces" in await copied(file, empty)


async def test_a_database_that_is_used_takes_nothing(file: Path, empty: str) -> None:
    async with built(f"sqlite:///{file}"):
        pass
    await copied(file, empty)
    with refused("not empty", "workspace"):
        await copied(file, empty)


async def test_what_breaks_on_the_way_leaves_nothing(
    file: Path, empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with built(f"sqlite:///{file}") as world:
        await know_people(world.bot.deps.sessions)
    engine = make_engine(f"sqlite:///{file}")
    async with engine.begin() as connection:  # a name that PostgreSQL cannot write
        await connection.execute(text("UPDATE member SET name = 'Be' || char(0) || 'n'"))
    await engine.dispose()
    with refused("cannot be copied", "nothing was copied"):
        await copied(file, empty)
    there = make_engine(empty)
    assert await copying.count(there) == {}
    await there.dispose()


@pytest.mark.parametrize(
    ("content", "word"),
    [(None, "no file"), (b"", "made nothing"), (b"objective,start\n" * 99, "not a SQLite file")],
)
async def test_what_is_no_database_of_ours(
    content: bytes | None, word: str, empty: str, tmp_path: Path
) -> None:
    path = tmp_path / "other.db"
    if content is not None:
        path.write_bytes(content)
    with refused(word, str(path)):
        await copied(path, empty)


async def test_a_newer_file_is_left_to_newer_code(file: Path, empty: str) -> None:
    engine = make_engine(f"sqlite:///{file}")
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    with refused("newer version", "9999"):
        await copied(file, empty)


async def test_a_file_is_not_copied_into_itself(file: Path) -> None:
    with refused("DATABASE_URL", "itself", "postgresql://"):
        await copied(file, f"sqlite:///{file}")
