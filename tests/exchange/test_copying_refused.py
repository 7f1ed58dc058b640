"""What `copy` must not be given, or be disturbed in: nothing is copied, and it says why."""

import io
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage import copying
from storage.db import make_engine
from tests.databases import ROLE, Postgres
from tests.exchange.copier import copied, refused
from tests.world import built

NOBODY = 65534
ROW = """
    INSERT INTO outgoing (workspace_id, key, message, seq, kind, target, payload, bulk, must_arrive,
    state, due_at, attempts, unknowns, created_at)
    VALUES ('T-HOME', 'checkin:7', 'm', 1, 'post', 'C-1', ?, 0, 0, 'due', ?, 0, 0, ?)
"""


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def is_empty(url: str) -> bool:
    engine = make_engine(url)
    rows = await copying.count(engine)
    await engine.dispose()
    return rows == {}


async def test_where_to_has_to_be_said(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with refused("DATABASE_URL is missing", "nothing was copied", "postgresql://"):
        await copied(file, "")
    assert names(tmp_path) == []


async def test_it_says_where_to_before_and_after_without_the_password(
    file: Path, empty: str
) -> None:
    said = await copied(file, empty.replace(f"{ROLE}:@", f"{ROLE}:secret@"))
    name = psycopg.conninfo.conninfo_to_dict(empty)["dbname"]
    before, after = (line for line in said.splitlines() if f"into postgresql://{ROLE}@" in line)
    assert before.startswith("Copying ")
    assert "are copied" in after
    assert str(name) in before
    assert str(name) in after
    assert "secret" not in said


@pytest.fixture
def other(postgres: Postgres) -> Iterator[str]:
    """A role that tests change."""
    postgres.run("CREATE ROLE other LOGIN")
    yield "other"
    postgres.run("DROP ROLE other")


@pytest.mark.parametrize(("power", "word"), [("SUPERUSER", "superuser"), ("BYPASSRLS",) * 2])
async def test_a_role_that_passes_by_row_level_security_is_refused(
    file: Path, empty: str, postgres: Postgres, other: str, power: str, word: str
) -> None:
    postgres.run(f"ALTER ROLE {other} {power}")
    with refused("the role other", word, "nothing was copied", "CREATE ROLE"):
        await copied(file, empty.replace(f"{ROLE}:@", f"{other}:@"))
    assert await is_empty(empty)


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
async def test_a_database_that_cannot_write_every_text_is_refused(
    file: Path, postgres: Postgres, encoding: str
) -> None:
    await postgres.prepare()
    name = f"in_{encoding.lower()}"
    postgres.run(
        f"CREATE DATABASE {name} TEMPLATE template0 OWNER {ROLE} ENCODING '{encoding}' LOCALE 'C'"
    )
    with refused(f"its encoding is {encoding}", "nothing was copied", "UTF8"):
        await copied(file, postgres.url(name))
    with psycopg.connect(postgres.url(name), client_encoding="utf8") as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert found.fetchone() == (0,)
    postgres.run(f"DROP DATABASE {name}")


@pytest.fixture
def elsewhere(file: Path) -> Iterator[Path]:
    """A folder that everybody may read, with a file of ours in it."""
    with tempfile.TemporaryDirectory(prefix="delight-read-") as name:
        folder = Path(name)
        shutil.copy(file, folder / "delight.db")
        yield folder / "delight.db"
        folder.chmod(0o755)


@contextmanager
def only_read(file: Path, mode: int = 0o444) -> Iterator[None]:
    """As somebody who may not write there; root is asked for nothing, and is nobody meanwhile."""
    before = os.geteuid()
    file.chmod(mode)
    file.parent.chmod(0o555)
    if before == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(before)


def open_to_all(folder: Path) -> None:
    folder.chmod(0o777)


async def test_a_file_that_may_only_be_read_is_copied(elsewhere: Path) -> None:
    async with built(f"sqlite:///{elsewhere}"):
        pass
    with tempfile.TemporaryDirectory(prefix="delight-write-") as folder:
        open_to_all(Path(folder))
        with only_read(elsewhere):
            said = await copied(elsewhere, f"sqlite:///{folder}/new.db")
    assert "rows of 2 workspaces" in said
    assert names(elsewhere.parent) == ["delight.db"]


async def test_one_that_was_not_closed_may_not_be_read_only(elsewhere: Path, empty: str) -> None:
    elsewhere.with_name("delight.db-wal").touch()
    with only_read(elsewhere), refused("may only be read", "delight.db-wal", "Stop Delight"):
        await copied(elsewhere, empty)


async def test_one_that_may_not_even_be_read_is_said_to_be_that(
    elsewhere: Path, empty: str
) -> None:
    with only_read(elsewhere, 0o000), pytest.raises(PermissionError, match=r"delight\.db"):
        await copied(elsewhere, empty)


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "a%20b.db", "[red]a[bold].db", "file:a.db"])
async def test_whatever_its_name_that_file_is_copied(
    file: Path, empty: str, tmp_path: Path, name: str
) -> None:
    async with built(f"sqlite:///{file}"):
        pass
    shutil.copy(file, tmp_path / name)
    said = await copied(tmp_path / name, empty)
    assert "rows of 2 workspaces" in said
    assert said.count(f"{tmp_path / name}") == 2
    assert names(tmp_path) == [name]


@pytest.mark.parametrize("value", [r'"Grüße \ud83d"', r'"Grüße \u0000"', "NaN", '"Grüße'])
async def test_a_row_that_cannot_be_written_is_named_without_its_words(
    file: Path, empty: str, value: str
) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        stamp = "2026-11-16 08:00:00.000000"
        connection.execute(ROW, (f'{{"text": {value}}}', stamp, stamp))
    with refused("the table outgoing", "key checkin:7", "nothing was copied") as caught:
        await copied(file, empty)
    assert "Grüße" not in str(caught.value)
    assert await is_empty(empty)


class Screen(io.StringIO):
    """Whoever reads what stands there opens the file that is being copied."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.opened: sqlite3.Connection | None = None

    def write(self, words: str, /) -> int:
        if "into postgresql" in words and self.opened is None:
            self.opened = sqlite3.connect(self.file)
            self.opened.execute("SELECT count(*) FROM member").fetchall()
        return super().write(words)


async def test_whoever_opens_the_file_meanwhile_ends_the_copy(file: Path, empty: str) -> None:
    async with built(f"sqlite:///{file}"):
        pass
    screen: Any = Screen(file)
    with refused("in use", "nothing was copied", "stop Delight first"):
        await copied(file, empty, screen)
    screen.opened.close()
    assert await is_empty(empty)
    assert "rows of 2 workspaces" in await copied(file, empty)
