"""`make demo`: three weeks are played, then the page is yours."""

import asyncio
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console

from bot.clock import RealClock, ShiftedClock
from bot.demo import acts, keeping, week
from bot.demo.company import HERON, TIDEWATER
from bot.demo.history import WEEKS, history
from bot.demo.scenes import ZONE, Scene, play
from bot.demo.stage import Stage, built
from bot.process import Process
from bot.sandbox.page import Tip, add_page
from storage import schedule, sending
from storage.db import Why

IN_WORDS: Final = {  # each kind of what can be due
    "absence.changed": "an absence is taken into account",
    "absence.resume": "a pause is taken back",
    "checkin.close": "a round closes",
    "checkin.last_call": "the last reminder",
    "checkin.late": "a late answer joins its summary",
    "checkin.open": "a round opens",
    "checkin.prompt": "a check-in card",
    "checkin.quiet": "a look at who wants quiet",
    "checkin.refresh": "cards are drawn anew",
    "checkin.remind": "a reminder",
    "checkin.snoozed": "a check-in card once more",
    "checkin.summary": "a summary is drawn anew",
    "cycle.ask": "a card for grades and lessons",
    "cycle.open": "a look at who grades the cycle",
    "cycle.post": "a cycle's result",
    "cycle.prepare": "word of the next cycle",
    "cycle.redraw": "a card for grades is drawn anew",
    "cycle.remind": "a reminder of grades and lessons",
    "digest.chart": "a digest's chart",
    "digest.post": "a digest",
    "home.show": "a Home tab is drawn anew",
    "kudos.look": "a look at a reaction",
    "okr.chart": "a history's chart",
    "quote.post": "a customer's quote",
    "team.directory": "a look at who is in the workspace",
    "team.lookup": "a look at who somebody is",
    "team.meet": "a look at who is new",
    "vote.reason": "a vote's reason joins its summary",
}
TIPS: Final = (
    Tip(
        title="Answer a check-in",
        text="Let the clock run until Maya's card comes, at 10:00 by her clock. Then answer it: it"
        " takes a minute.",
        button="Let it come",
        move="due",
        tab="messages",
        workspace=TIDEWATER,
        person="U0MAYA",
        after="Maya's card has come. Answer it: it takes a minute.",
        after_button="Show it",
    ),
    Tip(
        title="Give kudos",
        text="Thank Yi-Chun in #care for what she did for a customer. She hears of it in her own"
        " language.",
        button="Write it for me",
        compose="/kudos @yichun for calling the Seaview back on a Sunday",
        workspace=TIDEWATER,
        person="U0MAYA",
        channel="care",
    ),
    Tip(
        title="Start from nothing",
        text="Ida at Heron Tea has just installed Delight. Her Home tab leads to the first step.",
        button="Be Ida",
        tab="home",
        workspace=HERON,
        person="U0IDA",
    ),
)  # fmt: skip


def offered(monday: datetime) -> tuple[Tip, ...]:
    """What to try in the week of that Monday: when its card has come, none is waited for."""
    card, *others = TIPS
    comes = Scene(0, "Wed 10:00", acts.nothing).moment(monday)
    return (replace(card, until=comes.isoformat()), *others)


class Agenda:
    """What the page's clock bar asks: it is there before the bot is."""

    def __init__(self) -> None:
        self.process: Process | None = None

    async def next_due(self) -> tuple[datetime, str] | None:
        """When the next thing is due, and what it is in words."""
        if self.process is None:
            return None
        async with self.process.deps.sessions.system(Why.NEXT_DUE) as session:
            found = await schedule.next_due(session)
        return None if found is None else (found[0], IN_WORDS[found[1]])

    async def in_hand(self) -> int:
        """How many messages are due and have not arrived."""
        if self.process is None:
            return 0
        async with self.process.deps.sessions.system(Why.NEXT_DUE) as session:
            return await sending.in_hand(session, self.process.deps.clock.now())


async def serve(*, port: int, keep: Path | None) -> int:
    """Serve until Ctrl-C; 0."""
    console = Console()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with _folder(keep) as folder:
        kept = keeping.load(folder)
        clock = ShiftedClock(kept.now if kept else week.first_monday(RealClock().now(), WEEKS))
        agenda = Agenda()
        tips = offered(_monday(kept.now) if kept else clock.now() + timedelta(weeks=WEEKS))
        page = partial(add_page, next_due=agenda.next_due, in_hand=agenda.in_hand, tips=tips)
        database = f"sqlite:///{folder / 'delight.db'}"
        async with built(clock, database, port=port, page=page, kept=kept) as stage:
            if kept is None and not await _tell_history(console, stage, stop):
                return 0
            agenda.process = stage.process
            stage.process.beat()
            _welcome(console, stage)
            await stop.wait()
            console.print("\nClosing.")
            if keep is not None:
                keeping.save(folder, stage.sandbox.world)
    return 0


def _monday(now: datetime) -> datetime:
    here = now.astimezone(ZONE)
    return here - timedelta(days=here.weekday())


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Where this demo lives: a temporary folder, or the one that is kept."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="delight-demo-") as folder:
        yield Path(folder)


async def _tell_history(console: Console, stage: Stage, stop: asyncio.Event) -> bool:
    """Play the history, with its dates going by; False when somebody had enough."""
    with console.status("Tidewater's last three weeks are being played…") as status:
        monday = stage.driver.clock.now() + timedelta(weeks=WEEKS)
        async for moment in play(stage, history(), monday):
            status.update(f"Tidewater's last three weeks are being played… {moment:%a, %d %b}")
            if stop.is_set():
                return False
        await stage.driver.go_to(Scene(0, "Wed 09:40", acts.nothing).moment(monday))
    return True


def _welcome(console: Console, stage: Stage) -> None:
    console.print(f"\n[bold]Delight's demo is at {stage.sandbox.url}[/bold]  (Ctrl-C ends it)\n")
    for number, tip in enumerate(TIPS, start=1):
        console.print(f"  {number}. [bold]{tip.title}[/bold]: {tip.text}")
    console.print()
