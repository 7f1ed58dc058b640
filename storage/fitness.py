"""Whether a database can be trusted with what people write, before anything is written to it."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

_ASKED: Final = """
    SELECT rolname, rolsuper, rolbypassrls, current_setting('server_encoding')
    FROM pg_roles WHERE rolname = current_user
"""
_PLAIN: Final = (
    "row-level security does not hold it, and workspaces would not be kept apart. Use a plain role"
    " that owns the database: CREATE ROLE delight LOGIN PASSWORD '…'"
)


async def unfit(engine: AsyncEngine) -> str | None:
    """Why a PostgreSQL must not be used, and what to do; None if it may. OSError if nobody answers.

    It is asked by the driver alone: from an encoding that cannot be read, SQLAlchemy would take
    bytes for texts before it is asked anything.
    """
    if engine.dialect.name != "postgresql":
        return None
    import psycopg  # noqa: PLC0415 not loaded beside SQLite

    args, options = engine.dialect.create_connect_args(engine.url)
    options["client_encoding"] = "utf8"
    try:
        async with await psycopg.AsyncConnection.connect(*args, **options) as connection:
            found = await (await connection.execute(_ASKED)).fetchone()
    except psycopg.Error as error:
        raise OSError(str(error).strip()) from error
    return _wrong(*found) if found else None


def _wrong(role: str, is_super: bool, passes_by: bool, encoding: str) -> str | None:
    if is_super or passes_by:
        what = "is a superuser" if is_super else "has BYPASSRLS"
        return f"the role {role} {what}: {_PLAIN}"
    if encoding != "UTF8":
        return (
            f"its encoding is {encoding}, in which not every text can be written. Make one with"
            " CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        )
    return None
