"""Out and in again, on both databases: what comes back is what has left."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from handlers.exchange.rules.changes import has_changes
from handlers.exchange.rules.columns import COLUMNS
from handlers.exchange.rules.sheet import Sheet, from_csv, from_json, to_csv, to_json
from handlers.exchange.rules.values import Kr, Objective
from handlers.okr.rules.kinds import Milestones, Reach, Step
from handlers.okr.rules.life import Level
from handlers.okr.rules.tree import HEIGHT
from storage.db import Sessions
from tests.exchange.desk import (
    Drawn,
    Table,
    audited,
    exported,
    fill,
    furnished,
    imported,
    planned,
)
from tests.exchange.samples import CYCLE, krs, objectives

BURNT = 5
REFERENCES = ("objective number", "supports", "objective carried from", "key result number")


@st.composite
def companies(draw: st.DrawFn) -> list[Drawn]:
    """Objectives that support each other, upwards only, and go on from each other."""
    drawn: list[Drawn] = []
    titles = st.lists(objectives, max_size=4, unique_by=lambda one: one.title.casefold())
    for n, one in enumerate(draw(titles)):
        above = [k for k in range(n) if HEIGHT[drawn[k][0].level] >= HEIGHT[one.level]]
        supports = draw(st.none() | st.sampled_from(above)) if above else None
        past = draw(st.none() | st.integers(0, n - 1)) if n else None
        linked = replace(
            one,
            supports=None if supports is None else supports + 1,
            carried_from=None if past is None else past + 1,
        )
        unique = st.lists(krs, max_size=3, unique_by=lambda kr: kr.title.casefold())
        drawn.append((linked, draw(unique)))
    return drawn


def sheet(table: Table, *, as_json: bool) -> Sheet:
    """As a file holds it."""
    return from_json(to_json(COLUMNS, table)) if as_json else from_csv(to_csv(COLUMNS, table))


def moved(table: Table, workspace: str) -> Table:
    """The table as it is in a workspace that has given out numbers before."""

    def on(reference: str) -> str:
        kind, _, number = reference.partition("-")
        return f"{kind}-{int(number) + BURNT}" if number else ""

    return [
        row | {name: on(row[name]) for name in REFERENCES if name in row} | {"workspace": workspace}
        for row in table
    ]


@given(companies(), st.booleans())
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_export_then_import_changes_nothing_and_elsewhere_makes_the_same(
    sessions: Sessions, drawn: list[Drawn], as_json: bool
) -> None:
    home, away = await furnished(sessions), await furnished(sessions, BURNT)
    await fill(sessions, home, drawn)
    table = await exported(sessions, home)
    history = await audited(sessions, home)
    if not table:
        return
    file = sheet(table, as_json=as_json)

    assert not has_changes(await planned(sessions, home, file))
    await imported(sessions, home, file)
    assert await exported(sessions, home) == table
    assert await audited(sessions, home) == history

    await imported(sessions, away, file)
    assert await exported(sessions, away) == moved(table, away)


def kr(title: str, value: str = "1") -> Kr:
    return Kr(title, Reach(Decimal(0), Decimal(60)), "ANNA", value=Decimal(value))


async def test_a_cell_that_a_spreadsheet_would_run_leaves_harmless_and_comes_back(
    sessions: Sessions,
) -> None:
    home, away = await furnished(sessions), await furnished(sessions)
    titles = ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "'=1", "'tis", "＝1"]
    one = Objective("=1+1", "T1", CYCLE, "ANNA", lesson="@all\n=2")
    await fill(sessions, home, [(one, [kr(title) for title in titles])])
    text = to_csv(COLUMNS, await exported(sessions, home))

    assert "'=HYPERLINK(1)" in text
    assert ",=" not in text
    await imported(sessions, away, from_csv(text))
    table = await exported(sessions, away)
    assert [row["key result"] for row in table] == titles
    assert {(row["objective"], row["lesson"]) for row in table} == {("=1+1", "@all\n=2")}


@contextmanager
def counted(sessions: Sessions) -> Iterator[list[str]]:
    """Every statement meanwhile."""
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    engine = sessions.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def test_it_takes_as_many_statements_for_many_as_for_few(sessions: Sessions) -> None:
    taken = []
    for size in (2, 60):
        home, away = await furnished(sessions), await furnished(sessions)
        steps = Milestones(tuple(Step(f"Step {n}", done=n == 0) for n in range(min(size, 30))))
        drawn: list[Drawn] = [
            (
                Objective(f"Delight {n}", "T1", CYCLE, "ANNA", level=Level.COMPANY),
                [kr("NPS", "45"), replace(kr("Steps"), aim=steps, unit="%", shared=("T2",))],
            )
            for n in range(size)
        ]
        await fill(sessions, home, drawn)
        with counted(sessions) as out:
            table = await exported(sessions, home)
        assert len(table) == 2 * size
        with counted(sessions) as into:
            await imported(sessions, away, sheet(table, as_json=False))
        with counted(sessions) as looked:
            await audited(sessions, home)
        taken.append([len(out), len(into), len(looked)])

    assert taken[0] == taken[1]
