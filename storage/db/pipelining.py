"""Statements on their way to PostgreSQL, several in one round trip, as its library takes them.

The driver's cursors and its pipelines do the same; what they note about each statement takes longer
than the rest of the way (measured). Values go in and come out as the driver has them, and what is
prepared is its own to say.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from psycopg import AsyncConnection, OperationalError
from psycopg._preparing import Key, Prepare
from psycopg._queries import PostgresQuery
from psycopg.abc import PQGen, PyFormat, Transformer
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

_PLACE: Final = re.compile(r"%(?:%|\(([^)]+)\)s)")
_MOST: Final = 1_000  # texts, but none as long as that of a thousand values
_LONG: Final = 20_000
Way = tuple[Key | None, Prepare, bytes]  # how it is sent, and under which name


class Ready(PostgresQuery):
    """A text with a value for each name in it, or as it is if there are none at all."""

    def __init__(self, adapting: Transformer, text: str, values: Any) -> None:
        super().__init__(adapting)
        if values is None:
            self.query = text.encode()
            return
        self.query, names, formats = (_read if len(text) < _LONG else _read.__wrapped__)(text)
        self.params = adapting.dump_sequence([values[name] for name in names], formats)
        self.types, self.formats = adapting.types or (), adapting.formats


@lru_cache(_MOST)
def _read(text: str) -> tuple[bytes, Sequence[str], Sequence[PyFormat]]:
    """A text with numbers for its names. Those that are long the driver reads anew each time."""
    numbers: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        return f"${numbers.setdefault(found[1], len(numbers) + 1)}" if found[1] else "%"

    query = _PLACE.sub(place, text).encode()
    return query, list(numbers), [PyFormat.AUTO] * len(numbers)


def sending(
    connection: AsyncConnection[Any], queries: Sequence[PostgresQuery]
) -> PQGen[list[PGresult]]:
    """Send these. Each comes to a result; after one that has failed none of them ran.

    Who is cancelled meanwhile has this go on until nothing more is to come. If it cannot, the
    connection is of no use to anybody: the next would find the answers to these.
    """
    pgconn = connection.pgconn
    try:
        pgconn.enter_pipeline_mode()
        ways = [_send(connection, query) for query in queries]
        pgconn.pipeline_sync()
        yield from send(pgconn)
        answers = yield from _answers(pgconn)
        pgconn.exit_pipeline_mode()
    except BaseException:
        pgconn.finish()
        raise
    left = iter(answers)
    return [_result(connection, *one, left) for one in zip(queries, ways, strict=True)]


def _send(connection: AsyncConnection[Any], query: PostgresQuery) -> Way:
    """Under its name, if the driver has it prepared by now."""
    pgconn, prepared = connection.pgconn, connection._prepared  # noqa: SLF001 shared with cursors
    way, name = prepared.get(query)
    if way is Prepare.NO:
        pgconn.send_query_params(
            query.query, query.params, param_types=query.types, param_formats=query.formats
        )
    else:
        if way is Prepare.SHOULD:
            pgconn.send_prepare(name, query.query, param_types=query.types)
        pgconn.send_query_prepared(name, query.params, param_formats=query.formats)
    return prepared.maybe_add_to_cache(query, way, name), way, name


def _answers(pgconn: PGconn) -> PQGen[list[PGresult]]:
    found: list[PGresult] = []
    while results := (yield from fetch_many(pgconn)):
        if results[0].status == ExecStatus.PIPELINE_SYNC:
            return found
        found += results
    raise OperationalError("the connection is lost")


def _result(
    connection: AsyncConnection[Any], query: PostgresQuery, sent: Way, answers: Iterator[PGresult]
) -> PGresult:
    """What a statement came to, or having it prepared if that failed."""
    key, way, name = sent
    result = next(answers)
    if way is Prepare.SHOULD:
        ran = next(answers)
        result = ran if result.status == ExecStatus.COMMAND_OK else result
    if key is not None or way is Prepare.SHOULD:
        prepared = connection._prepared  # noqa: SLF001 as above
        prepared.validate(prepared.key(query), way, name, [result])
    return result
