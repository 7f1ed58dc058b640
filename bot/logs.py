"""The log: a line a record, as text or JSON, with what it is about and without people's words."""

import logging
import sys
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Literal

from bot.trouble import trouble
from handlers.kit.errors import SlackError
from handlers.kit.trail import trail

Format = Literal["text", "json"]
OURS: Final = ("bot", "handlers", "storage")
LENT: Final = "storage.db.pool"  # SQLAlchemy's pool speaks under the name of what we made of it
# Of libraries these speak of themselves; the others quote what they were given.
SPEAK_FREELY: Final = ("uvicorn", "apscheduler", "alembic")
_TEXT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s%(trail)s"
log = logging.getLogger(__name__)


def set_up_logging(level: str, style: Format = "text") -> None:
    """Write to standard error: ours from this level on, libraries' warnings."""
    handler = logging.StreamHandler()
    handler.addFilter(Discreet())
    handler.setFormatter(_json() if style == "json" else logging.Formatter(_TEXT))
    theirs = max(logging.WARNING, logging.getLevelNamesMapping()[level])
    logging.basicConfig(level=theirs, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.getLogger(LENT).setLevel(theirs)
    sys.excepthook = _crashed


def _json() -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 who reads text does not need it

    return JsonFormatter(
        ["levelname", "name", "message"],
        rename_fields={"levelname": "level", "name": "logger", "exc_info": "traceback"},
        reserved_attrs=[*logging.makeLogRecord({}).__dict__, "message", "trail"],
        timestamp="time",
        json_ensure_ascii=False,
    )


class Discreet(logging.Filter):
    """Says what a record is about; takes out of it what may quote people.

    The words of an exception may be theirs ("invalid literal: 'our customer …'", a row that a
    database refused), and so may what a library says: type, code and place remain.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        about = trail()
        record.__dict__.update(about)
        record.trail = "".join(f" {name}={value}" for name, value in about.items())
        if not _may_speak(record.name):
            place = f"{record.module}.{record.funcName}, line {record.lineno}"
            record.msg, record.args = f"(its words are withheld) {place}", None
        if record.exc_info and record.exc_info[1] is not None:
            _tell(record, record.exc_info[1])
        return True


def _may_speak(name: str) -> bool:
    is_lent = name == LENT or name.startswith(f"{LENT}.")
    return name.partition(".")[0] in (*OURS, *SPEAK_FREELY) and not is_lent


def _tell(record: logging.LogRecord, error: BaseException) -> None:
    """Where the database is the trouble, which; from where it was asked says nothing more."""
    record.exc_info = None
    if (why := trouble(error)) is not None:
        record.msg, record.args = f"{record.getMessage()}: {why}", None
        record.exc_text = None
    else:
        record.exc_text = "".join(told(error)).rstrip()


def told(error: BaseException, seen: frozenset[int] = frozenset()) -> Iterator[str]:
    """A traceback as Python writes it, save for what the exceptions say."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from told(before, seen | {id(error)})
        yield "\nwhich led to:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_code(error)}\n"
    for inner in getattr(error, "exceptions", ()):
        yield from told(inner, seen | {id(error)})


def _code(error: BaseException) -> str:
    """What is in it for programs: Slack's word, SQLSTATE, the constraint, errno's sentence."""
    names = ["sqlstate", "sqlite_errorname", "strerror"]
    if isinstance(error, SlackError):
        names = ["code"]
    codes = [getattr(error, name, None) for name in names]
    about = getattr(error, "diag", None)  # psycopg's
    codes += [getattr(about, name, None) for name in ("table_name", "constraint_name")]
    shown = ", ".join(code for code in codes if isinstance(code, str))
    return f" ({shown})" if shown else ""


def _crashed(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """The end of a process that nobody expected, told as discreetly."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, where)
        return
    log.critical("Delight ends unexpectedly", exc_info=error)
