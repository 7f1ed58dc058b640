"""`python -m bot import`: what a file would change, or what is wrong with it; then all of it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.exchange import Desk, ExchangeError
from bot.showing import show_changes, show_problems
from handlers.exchange.flows.importing import write
from handlers.exchange.flows.knowing import Wanted, known
from handlers.exchange.flows.rows import Import
from handlers.exchange.rules.changes import has_changes
from handlers.exchange.rules.files import sheet_of
from handlers.exchange.rules.importing import plan
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.plan import Plan
from handlers.exchange.rules.sheet import Sheet
from handlers.kit.errors import UserError
from handlers.kit.text import ENGLISH, Texts, plain
from handlers.routes import AFTER_IMPORT
from storage import schedule
from storage import team as teams

FINE, PROBLEMS = 0, 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line says."""

    file: Path
    workspace: str = ""
    importer: str = ""
    team: str = ""
    is_dry: bool = False


async def import_(desk: Desk, wish: Wish) -> int:
    """Say what the file would do, or what is wrong with it, and then do it; the exit code."""
    try:
        return await _import(desk, wish)
    except UserError as error:
        raise ExchangeError(plain(error.told(Texts().say(ENGLISH)))) from error


async def _import(desk: Desk, wish: Wish) -> int:
    sheet = sheet_of(wish.file.read_bytes())
    workspace = _the_one(desk, wish.workspace)
    people = await desk.people(workspace)
    wanted = Wanted(wish.importer, wish.team, people.addresses, people.known, people.unfit)
    async with desk.sessions.workspace(workspace, reading=True) as session:
        there = await known(session, wanted, desk.clock.now())
    planned = plan(sheet, there)
    show_problems(desk.out, planned, wish.file.name)
    if planned.problems:
        return PROBLEMS
    show_changes(desk.out, planned, there)
    if wish.is_dry or not has_changes(planned):
        desk.tell("This was a dry run: nothing was changed." if wish.is_dry else "Nothing to do.")
        return FINE
    async with desk.sessions.workspace(workspace) as session:
        again = await known(session, wanted, desk.clock.now(), lock=True)
        if again != there:  # somebody was faster
            planned = _still_fine(sheet, again)
        await _write(session, planned, again, wish.file.name, desk.clock.now())
    desk.tell(f"Imported {wish.file.name}.")
    return FINE


def _the_one(desk: Desk, workspace: str) -> str:
    """The workspace to import into. ExchangeError where there are several, and none is named."""
    found = desk.these([workspace] if workspace else [])
    if len(found) > 1:
        raise ExchangeError(
            f"There are several workspaces here: {', '.join(found)}. Name one with --workspace."
        )
    return found[0]


def _still_fine(sheet: Sheet, there: Known) -> Plan:
    planned = plan(sheet, there)
    if planned.problems:
        raise ExchangeError(
            "Somebody has just changed these objectives in Slack, so that the file does not fit any"
            " more. Nothing was changed; try it with --dry-run."
        )
    return planned


async def _write(
    session: AsyncSession, planned: Plan, there: Known, file: str, now: datetime
) -> None:
    author = there.importer or there.bot
    profile = (await teams.profiles(session, [author]))[author]
    say = Texts().say(profile.locale)
    note = plain(say("imported from {file}", file=file))
    done = await write(session, planned, there, Import(author, now, note))
    soon = [row for hook in AFTER_IMPORT for row in hook(done.people, now)]
    await schedule.again(session, soon)
