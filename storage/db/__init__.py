"""Engine, sessions, column types and the guard that keeps every query inside one workspace."""

from storage.db.adopting import adopt, knows_any
from storage.db.bounds import Bounds
from storage.db.columns import Base, Exact, OfWorkspace, UtcTime
from storage.db.deadline import Attempt, begin_by, seconds_left
from storage.db.engines import async_url, file_of, libpq, make_engine, url_of
from storage.db.given import (
    among_given,
    given_rows,
    given_table,
    keys_given,
)
from storage.db.guard import (
    EVERY_WORKSPACE,
    WAKE_CHANNEL,
    GuardedSession,
    OutsideWorkspaceError,
    Why,
    any_of,
    built_for_all,
    built_once,
    put_inside,
    workspace_of,
)
from storage.db.locking import lock_one, locked
from storage.db.query import Query, already, answers
from storage.db.reading import read, read_all, read_together
from storage.db.sessions import Sessions
from storage.db.ticking import TICK, moments
from storage.db.trouble import is_trouble
from storage.db.writing import (
    change,
    insert_found,
    insert_new,
    insert_once,
    insert_unless,
    new_id,
    upsert,
)

__all__ = [
    "EVERY_WORKSPACE",
    "TICK",
    "WAKE_CHANNEL",
    "Attempt",
    "Base",
    "Bounds",
    "Exact",
    "GuardedSession",
    "OfWorkspace",
    "OutsideWorkspaceError",
    "Query",
    "Sessions",
    "UtcTime",
    "Why",
    "adopt",
    "already",
    "among_given",
    "answers",
    "any_of",
    "async_url",
    "begin_by",
    "built_for_all",
    "built_once",
    "change",
    "file_of",
    "given_rows",
    "given_table",
    "insert_found",
    "insert_new",
    "insert_once",
    "insert_unless",
    "is_trouble",
    "keys_given",
    "knows_any",
    "libpq",
    "lock_one",
    "locked",
    "make_engine",
    "moments",
    "new_id",
    "put_inside",
    "read",
    "read_all",
    "read_together",
    "seconds_left",
    "upsert",
    "url_of",
    "workspace_of",
]
