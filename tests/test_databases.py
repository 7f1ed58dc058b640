"""A database that served a test is as good as new for the next one, or is not given to it."""

import psycopg
import pytest

from tests.databases import Postgres

WORKSPACE = "SET app.workspace = 'T1'"


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


async def test_a_database_is_emptied_and_given_to_the_next(postgres: Postgres) -> None:
    await postgres.prepare()
    postgres._emptied = dict.fromkeys(postgres._emptied, 0)  # none has served its last test
    with postgres.fresh() as first, psycopg.connect(first, autocommit=True) as connection:
        connection.execute(WORKSPACE)
        connection.execute(
            "INSERT INTO arrival (workspace_id, key, seen_at) VALUES ('T1', 'K', now())"
        )
    with postgres.fresh() as second, psycopg.connect(second) as connection:
        connection.execute(WORKSPACE)
        assert _name(second) == _name(first)
        assert connection.execute("SELECT count(*) FROM arrival").fetchone() == (0,)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE arrival ADD COLUMN more text",
        "ALTER POLICY one_workspace ON arrival USING (true)",
        "DROP TABLE alembic_version",
        "UPDATE alembic_version SET version_num = '9999'",
        "ANALYZE arrival",
    ],
)
async def test_a_database_that_was_changed_is_given_to_nobody(
    postgres: Postgres, change: str
) -> None:
    await postgres.prepare()
    with postgres.fresh() as first, psycopg.connect(first, autocommit=True) as connection:
        connection.execute(change)
    with postgres.fresh() as second:
        assert _name(second) != _name(first)
