"""Workspaces with two teams and two people, filled and read without a command line."""

from collections.abc import Sequence
from itertools import count
from typing import Final

from handlers.exchange.flows import auditing, exporting
from handlers.exchange.flows.importing import Done, write
from handlers.exchange.flows.knowing import Wanted, known
from handlers.exchange.flows.rows import Import
from handlers.exchange.rules.importing import plan
from handlers.exchange.rules.plan import Plan, PlannedKr, PlannedObjective
from handlers.exchange.rules.sheet import Sheet
from handlers.exchange.rules.values import Kr, Objective
from storage import workspace as workspaces
from storage.db import Sessions
from tests.exchange.samples import OWNERS, TEAMS
from tests.okr.stage import add_team
from tests.world import START

Table = list[dict[str, str]]
Drawn = tuple[Objective, Sequence[Kr]]
WANTED: Final = Wanted(importer="ANNA", team="T1")
BY: Final = Import("ANNA", START, "imported from okrs.csv")
_ids = count()


async def furnished(sessions: Sessions, burnt: int = 0) -> str:
    """A new workspace, which has given out some numbers before."""
    workspace = f"T{next(_ids)}"
    async with sessions.workspace(workspace) as session:
        await workspaces.installed(session, "Home", "U0BOT", START)
        for team in TEAMS:
            await add_team(session, team, f"C-{team}", OWNERS, zone="Europe/Berlin")
        for name in ("objective", "key_result") if burnt else ():
            await workspaces.next_numbers(session, name, burnt)
    return workspace


async def fill(sessions: Sessions, workspace: str, drawn: Sequence[Drawn]) -> None:
    """Make these; one that supports or goes on from number n does so from the nth of them."""
    planned = tuple(
        PlannedObjective(0, one, tuple(PlannedKr(0, kr) for kr in krs), given=n)
        for n, (one, krs) in enumerate(drawn, start=1)
    )
    async with sessions.workspace(workspace) as session:
        there = await known(session, WANTED, START)
        await write(session, Plan(planned, ()), there, BY)


async def exported(sessions: Sessions, workspace: str) -> Table:
    async with sessions.workspace(workspace, reading=True) as session:
        return [line async for line in exporting.lines(session, {})]


async def audited(sessions: Sessions, workspace: str) -> Table:
    async with sessions.workspace(workspace, reading=True) as session:
        return [line async for line in auditing.lines(session, {})]


async def planned(sessions: Sessions, workspace: str, sheet: Sheet) -> Plan:
    async with sessions.workspace(workspace, reading=True) as session:
        return plan(sheet, await known(session, WANTED, START))


async def imported(sessions: Sessions, workspace: str, sheet: Sheet) -> Done:
    async with sessions.workspace(workspace) as session:
        there = await known(session, WANTED, START, lock=True)
        made = plan(sheet, there)
        assert not made.problems, [vars(p.told) for p in made.problems]
        return await write(session, made, there, BY)
