"""What the commands share: settings, what is said of a mistake, and how they end."""

import asyncio
import contextlib
import gc
import logging
import os
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import typer

from bot.settings import (
    LocalSettings,
    Settings,
    SettingsError,
    read_local_settings,
    read_settings,
)

# Objects between two looks for garbage: an input makes and drops some thousands of them, and with
# Python's 700 to look takes a tenth of its processor time (measured).
YOUNG: Final = 10_000
OLDER: Final = (20, 50)  # such looks until one at what has stayed
SAID_WITHIN: Final = 0.3  # seconds for the log to take a line, when a process ends by force
MISTAKE: Final = 2  # exit code: something in the environment or the command line is wrong
log = logging.getLogger(__name__)


def settings_of(**given: object) -> Settings:
    """The settings, with what the command line says on top; all mistakes, then exit 2."""
    for name, value in given.items():
        if value is not None:
            os.environ[name.upper()] = str(value)
    try:
        return read_settings()
    except SettingsError as error:
        raise complaint(error.problems, starts=True) from None


def local_settings() -> LocalSettings:
    """What of the settings a command needs that works on the database; mistakes, then exit 2."""
    try:
        return read_local_settings()
    except SettingsError as error:
        raise complaint(error.problems) from None


def complaint(problems: list[str], *, starts: bool = False) -> typer.Exit:
    """Say what is wrong; the exit is for the caller to raise. `starts`: the bot was to."""
    print(f"{'Delight cannot start. ' if starts else ''}Please put right:", file=sys.stderr)
    for problem in problems:
        print(f"  {problem}", file=sys.stderr)
    return typer.Exit(MISTAKE)


@contextlib.contextmanager
def no_garbage() -> Iterator[None]:
    """Import meanwhile: modules stay; to look for garbage among them is a third of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG, *OLDER)
        gc.enable()


def must_be_writable(keep: Path | None, transcript: Path | None) -> None:
    """Before half a minute is played for it."""
    try:
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
        if transcript is not None:
            transcript.open("a").close()
    except OSError as error:
        option = "--transcript" if transcript is not None else "--keep"
        raise complaint([f"{option} {error.filename}: {error.strerror}"]) from None


def end_by_force(within: float) -> None:
    """See to it that this process ends in so many seconds, whatever still hangs then. What it has
    in hand is left to its lease, as if it was killed.
    """

    def end() -> None:
        log.critical("not ended after %.1f s: ended by force", within)
        os._exit(1)

    # The log may hang as well, when nobody reads it: whoever writes a line has locked it then.
    for seconds, how in ((within, end), (within + SAID_WITHIN, partial(os._exit, 1))):
        timer = threading.Timer(seconds, how)
        timer.daemon = True  # nobody waits for it
        timer.start()


def at_the_desk(run: Callable[[Any], Awaitable[int]], *, stderr: bool = False) -> int:
    """Do this with the database, and with Slack where there is a token; the exit code."""
    from rich.console import Console

    from bot.exchange import desk

    async def work() -> int:
        async with desk(local_settings(), Console(stderr=stderr)) as opened:
            return await run(opened)

    return telling(work)


def telling(work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Do this, and say why it could not be done; the exit code."""
    from bot.exchange import ExchangeError

    try:
        return asyncio.run(work())
    except BrokenPipeError:  # whoever read has had enough: `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"{error.filename or 'The file'}: {error.strerror or error}.", file=sys.stderr)
    except ExchangeError as error:
        print(error, file=sys.stderr)
    return MISTAKE
