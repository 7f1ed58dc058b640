"""The doctor, as the shell calls it: a line for each thing, and one for each cause."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from bot.clock import RealClock
from bot.sandbox.server import Sandbox
from storage import schedule
from storage.db import Sessions, make_engine
from tests.databases import ROLE, Postgres, SqliteFiles
from tests.processes import environ_of, start
from tests.schedule.test_occurrences import row


async def test_the_doctor_finds_everything_well(slack: Sandbox, sqlite_files: SqliteFiles) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        code, told, _ = await (await start(environ_of(slack, database), "doctor")).ended()
    lines = told.splitlines()
    assert code == 0
    assert f"sqlite {database.removeprefix('sqlite:///')}, revision" in lines[1]
    assert [line.split()[:2] for line in lines] == [
        ["ok", what]
        for what in ("settings", "database", "token", "scopes", "clock", "prompts", "process")
    ]


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "token"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "database"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, "token"),
        ({"PORT": "none"}, "settings"),
        ({"OPERATOR_PORT": "1"}, "process"),
    ],
)
async def test_the_doctor_names_what_is_wrong_and_exits_1(
    slack: Sandbox, sqlite_files: SqliteFiles, change: dict[str, str], failed: str
) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        environ = environ_of(slack, database) | change
        code, told, errors = await (await start(environ, "doctor")).ended()
    assert code == 1
    assert any(line.split()[:2] == ["FAIL", failed] for line in told.splitlines()), told
    assert "Traceback" not in errors


async def test_the_doctor_names_scopes_that_are_missing(
    slack: Sandbox, sqlite_files: SqliteFiles
) -> None:
    workspace = slack.world.workspaces["T0PROC"]
    workspace.scopes -= {"reactions:read"}
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        code, told, _ = await (await start(environ_of(slack, database), "doctor")).ended()
    assert code == 1
    assert "missing: reactions:read" in told


async def failing(slack: Sandbox, database: str, **change: str) -> dict[str, str]:
    """What fails, and what is said of it; what is well is left out."""
    environ = environ_of(slack, database, **change)
    code, told, errors = await (await start(environ, "doctor")).ended()
    assert (code, errors) == (1, "")
    lines = [line.split(None, 2) for line in told.splitlines()]
    return {what: says for well, what, says in lines if well == "FAIL"}


async def test_the_doctor_makes_no_database(slack: Sandbox, tmp_path: Path) -> None:
    file = tmp_path / "none.db"
    wrong = await failing(slack, f"sqlite:///{file}")
    assert list(wrong) == ["database"]
    for word in (f"there is no file {file}", "bot run", "set DATABASE_URL"):
        assert word in wrong["database"]
    assert not is_there(file)


def is_there(file: Path) -> bool:
    return file.exists()


async def test_one_bad_token_is_one_failure(slack: Sandbox, sqlite_files: SqliteFiles) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        alone = await failing(slack, database, SLACK_BOT_TOKEN="xoxb-wrong")
        beside = await failing(slack, database, SLACK_BOT_TOKEN="xoxb-wrong,xoxb-proc,xoxb-no")
        away = await failing(slack, database, SLACK_API_URL="http://127.0.0.1:1/api/")
    assert alone == {"token": "number 1 of SLACK_BOT_TOKEN: Slack says invalid_auth"}
    assert list(beside) == ["token"]
    assert "number 1 of" in beside["token"]
    assert "number 3 of" in beside["token"]
    assert away == {
        "token": "number 1 of SLACK_BOT_TOKEN: Slack cannot be reached at http://127.0.0.1:1/api/"
    }


async def test_a_database_that_is_down_is_one_failure(slack: Sandbox) -> None:
    wrong = await failing(slack, "postgresql://nobody@127.0.0.1:1/none")
    assert list(wrong) == ["database"]


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS"])
async def test_the_doctor_warns_of_a_role_that_nothing_holds(
    slack: Sandbox, postgres: Postgres, power: str
) -> None:
    await postgres.prepare()
    postgres.run(f"CREATE ROLE mighty LOGIN {power}")
    with postgres.fresh() as url:
        wrong = await failing(slack, url.replace(f"{ROLE}:@", "mighty:@"))
    postgres.run("DROP ROLE mighty")
    assert list(wrong) == ["database"]
    assert power.lower() in wrong["database"].lower()
    assert "row-level security does not hold it" in wrong["database"]


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
async def test_the_doctor_warns_of_an_encoding_that_cannot_hold_every_text(
    slack: Sandbox, postgres: Postgres, encoding: str
) -> None:
    await postgres.prepare()
    name = f"doctor_{encoding.lower()}"
    made = f"TEMPLATE template0 OWNER {ROLE} ENCODING '{encoding}' LOCALE 'C'"
    postgres.run(f"CREATE DATABASE {name} {made}")
    wrong = await failing(slack, postgres.url(name))
    postgres.run(f"DROP DATABASE {name}")
    assert list(wrong) == ["database"]
    assert f"its encoding is {encoding}" in wrong["database"]


@pytest.mark.parametrize(("hours", "is_well"), [(0, True), (5, False)])
async def test_the_doctor_says_that_no_worker_runs(
    slack: Sandbox, database: str, hours: int, is_well: bool
) -> None:
    made = Sessions(make_engine(database))
    async with made.workspace("T0PROC") as session:
        due_at = RealClock().now() - timedelta(hours=hours)
        await schedule.plan(session, [row("U0AMY", due_at) | {"kind": "checkin.prompt"}])
    await made.close()
    if is_well:
        code, told, _ = await (await start(environ_of(slack, database), "doctor")).ended()
        assert code == 0
        assert "prompts    next due" in told
        return
    wrong = await failing(slack, database)
    assert list(wrong) == ["prompts"]
    assert "1 due and taken by nobody, the first for 300 minutes" in wrong["prompts"]
    assert "`python -m bot run --role worker`" in wrong["prompts"]


async def test_the_doctor_looks_at_the_clock_that_processes_go_by(
    slack: Sandbox, postgres: Postgres
) -> None:
    """The machine's own would be right."""
    await postgres.prepare()
    with postgres.fresh() as url:
        ahead = "SELECT pg_catalog.clock_timestamp() + interval '6 minutes'"
        made = (
            f"CREATE FUNCTION off.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $${ahead}$$"
        )
        plain = url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA off")
            connection.execute(made)
            name = connection.info.dbname
            connection.execute(f"ALTER DATABASE {name} SET search_path = off, pg_catalog, public")
        wrong = await failing(slack, url)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} RESET search_path")
            connection.execute("DROP SCHEMA off CASCADE")
    assert list(wrong) == ["clock"]
    assert "the database's is 36" in wrong["clock"] or "the database's is 35" in wrong["clock"]
