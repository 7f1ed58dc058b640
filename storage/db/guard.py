"""The guard: every statement of a session stays inside its workspace."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final, NoReturn, ParamSpec, TypeVar, cast

from sqlalchemy import BindParameter, Executable, bindparam, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InvalidRequestError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from storage.db.columns import OfWorkspace
from storage.db.kept import KEPT
from storage.db.lanes import FAILED, connection_of
from storage.db.running import OnlyReadsError, hold_back, may_run, note

P = ParamSpec("P")
S = TypeVar("S", bound=Executable)

EVERY_WORKSPACE: Final = "*"
WAKE_CHANNEL: Final = "delight_outbox"


class Why(StrEnum):
    """Each use of a session over all workspaces. It selects keys, nothing that people wrote."""

    INSTALL = "a workspace is told apart by its token before any session of its own"
    CLAIM_SENDS = "claim messages that may be sent"
    SETTLE_SENDS = "note how messages ended: their states, places and Slack's codes"
    LOOK_DUE = "whether anything is due, and of which kinds"
    CLAIM_OCCURRENCES = "claim occurrences that are due"
    NEXT_DUE = "when the next occurrence or message is due"
    PRUNE = "delete what its rule says is over"
    DOCTOR = "count and check the database"
    EXCHANGE = "which workspaces there are, for who exports or imports at the command line"
    MEASURE = "whether the database answers, and how much waits: for operators"


class OutsideWorkspaceError(RuntimeError):
    """A statement or row that the guard cannot keep inside its workspace."""


class GuardedSession(Session):
    """A session of one workspace (`info["workspace"]`), or of all for one of `Why`."""

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        if self.info["workspace"] != EVERY_WORKSPACE:
            raise OutsideWorkspaceError("session.connection() passes by the guard")
        return super().connection(*args, **kwargs)

    def _execute_internal(self, *args: Any, **kwargs: Any) -> Any:
        """What every statement goes through that passes by no `run`: SQLite would undo the one
        that fails, and commit the others if somebody caught it.
        """
        try:
            return super()._execute_internal(*args, **kwargs)
        except StatementError as error:
            note(self, error)
            raise

    def _ends_with_its_block(self) -> NoReturn:
        raise InvalidRequestError("a session is one transaction, which ends where its block does")

    commit = rollback = close = reset = invalidate = _ends_with_its_block

    def wake_worker(self) -> None:
        """Have workers hear, once this commits, that messages wait in the outbox."""
        self.info["wake"] = True


# The workspace is a parameter, so that a statement which stays the same is compiled once for all.
_INSIDE: Final = with_loader_criteria(
    OfWorkspace,
    lambda cls: cls.workspace_id == bindparam("inside"),
    include_aliases=True,
    track_closure_variables=False,
)


def built_once(build: Callable[P, S]) -> Callable[P, S]:
    """Keep what a function builds, for each of its few arguments, with the guard put on.

    Building a statement takes longer than running it; its values are to be parameters: `any_of`,
    or `bindparam`.
    """

    def guarded(*args: P.args, **kwargs: P.kwargs) -> S:
        return put_inside(build(*args, **kwargs)).execution_options(**{KEPT: True})

    return cast("Callable[P, S]", cache(guarded))


def built_for_all(build: Callable[P, S]) -> Callable[P, S]:
    """The same for a system session, which has no guard: `read_all` runs it."""

    def over_all(*args: P.args, **kwargs: P.kwargs) -> S:
        return build(*args, **kwargs).execution_options(**{KEPT: True})

    return cast("Callable[P, S]", cache(over_all))


def put_inside(statement: S) -> S:
    """The statement with the guard put on: it takes the workspace as its parameter `inside`."""
    return statement.options(_INSIDE)


def is_inside(statement: Executable) -> bool:
    """Whether the guard is on a statement, and reaches what it is about: mapped classes."""
    attributes = statement._propagate_attrs  # noqa: SLF001 there is no other way to ask
    is_orm = attributes.get("compile_state_plugin") == "orm"
    return is_orm and _INSIDE in statement._with_options  # noqa: SLF001 as above


def any_of(name: str) -> BindParameter[Any]:
    """A parameter of a statement that is built once, which takes a collection."""
    return bindparam(name, expanding=True)


@event.listens_for(GuardedSession, "do_orm_execute")
def _stay_inside(state: ORMExecuteState) -> None:
    workspace = state.session.info["workspace"]
    may_run(state.session, state.statement)
    if workspace == EVERY_WORKSPACE:
        return
    if not state.is_orm_statement:
        raise OutsideWorkspaceError(f"not a statement on mapped classes: {state.statement}")
    if state.is_insert:
        raise OutsideWorkspaceError("insert with storage.db.insert_once, upsert or insert_found")
    given = state.parameters or {}
    if not isinstance(given, Mapping):
        raise OutsideWorkspaceError("many at once are found by their keys, past the guard")
    if not is_inside(state.statement):
        state.statement = put_inside(state.statement)
    state.parameters = {**given, "inside": workspace}


@event.listens_for(GuardedSession, "before_flush")
def _check_new(session: GuardedSession, *_: object) -> None:
    if session.info["reading"]:
        raise OnlyReadsError("a session that only reads has rows to write")
    workspace = session.info["workspace"]
    for row in session.new:
        if isinstance(row, OfWorkspace) and workspace != EVERY_WORKSPACE:
            row.workspace_id = row.workspace_id or workspace
            if row.workspace_id != workspace:
                raise OutsideWorkspaceError(f"{row!r} belongs to another workspace")


def end(session: Session, raised: tuple[Any, ...]) -> None:
    """Commit, or roll back after an error, which is raised where somebody has caught it; and give
    the connection back, whatever becomes of it.
    """
    caught = session.info.get(FAILED) if raised[0] is None else None
    if caught is not None:
        raised = type(caught), caught, caught.__traceback__
    began = session.bind if isinstance(session.bind, Connection) else None
    ours = None if began is None else began.get_transaction()
    transaction = session.get_transaction() or ours
    try:
        if transaction is not None:
            if raised[0] is None:
                if not transaction.is_active:
                    transaction.commit()  # raises what it has failed of
                _notify(session)
            transaction.__exit__(*raised)
    finally:
        try:
            Session.close(session)
        finally:
            session.bind = None
            if began is not None:
                began.close()
    if caught is not None:
        raise caught


def _notify(session: Session) -> None:
    if session.info.get("wake") and session.get_bind().dialect.name == "postgresql":
        told = {"channel": WAKE_CHANNEL, "workspace": session.info["workspace"]}
        hold_back(connection_of(session), "SELECT pg_notify(%(channel)s, %(workspace)s)", told)


def workspace_of(session: AsyncSession) -> str:
    """The workspace whose session this is."""
    return cast("str", session.info["workspace"])
