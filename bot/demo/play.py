"""`demo --play week`: play it with nobody watching, write it down, and hold it to its promises."""

import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console

from bot.clock import ManualClock, RealClock
from bot.demo import week
from bot.demo.company import TIDEWATER
from bot.demo.history import WEEKS, history
from bot.demo.promises import is_card, mistakes, reader
from bot.demo.scenes import Scene, play
from bot.demo.stage import Stage, built
from bot.demo.transcript import Deed, write
from bot.demo.witness import Witness
from bot.sandbox.model import Workspace


async def play_week(transcript: Path, start: datetime | None = None) -> int:
    """Play, write, check; 0 if everything is as it should be, else 1 with what is not."""
    first = start or week.first_monday(RealClock().now(), WEEKS)
    with Console().status("Three weeks of history, then the week: half a minute…"):
        witness, deeds = await played(first)
    return told(transcript, first, witness, deeds)


def told(transcript: Path, first: datetime, witness: Witness, deeds: Sequence[Deed]) -> int:
    """Write what was played, and check it; the same."""
    console, monday = Console(), first + timedelta(weeks=WEEKS)
    title = f"Tidewater's week from {monday:%d %B %Y}"
    written = write(title, witness.workspace, deeds, witness.seen)
    transcript.write_text(written, encoding="utf-8")
    wrong = list(mistakes(witness, monday))
    for mistake in wrong:
        console.print(f"[red]wrong[/red] {mistake}", highlight=False)
    if not wrong:
        says = f"As promised. {_counted(witness)} Written to {transcript}."
        console.print(says, highlight=False, markup=False)
    return 1 if wrong else 0


async def played(first: datetime) -> tuple[Witness, list[Deed]]:
    """The week after the history that begins on this Monday: what was seen, and what was done."""
    monday = first + timedelta(weeks=WEEKS)
    with tempfile.TemporaryDirectory(prefix="delight-week-") as folder:
        async with built(ManualClock(first), f"sqlite:///{folder}/delight.db") as stage:
            await _play(stage, history(), monday)
            witness = Witness(stage.sandbox.world, tidewater(stage))
            witness.begin()
            stage.deeds.clear()
            await _play(stage, [*week.week()], monday)
            await stage.driver.go_to(monday + timedelta(days=5))
            witness.end()
            return witness, stage.deeds


async def _play(stage: Stage, scenes: Sequence[Scene], monday: datetime) -> None:
    async for _ in play(stage, scenes, monday):
        pass


def tidewater(stage: Stage) -> Workspace:
    return stage.sandbox.world.workspaces[TIDEWATER]


def _counted(witness: Witness) -> str:
    """Cards, and apart from them what reminds of one: it looks the same, and comes later."""
    new = [seen for seen in witness.seen if seen.what == "new"]
    asked = [reader(witness, seen) for seen in new if is_card(seen)]
    cards = len(set(asked))
    more = len(asked) - cards
    reminders = f" and {more} reminder{'' if more == 1 else 's'}" if more else ""
    return f"{cards} cards{reminders} came at their local minute, once; {len(new)} messages in all."
