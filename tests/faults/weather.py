"""The plan's strikes, as they come down on processes, database and Slack."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.sandbox.faults import Fault
from storage.db import Sessions
from tests.databases import Postgres
from tests.faults import ledger
from tests.faults.calls import Posting
from tests.faults.crew import Crew
from tests.faults.plan import Plan, Strike, StrikeKind
from tests.faults.stage import Place, Stage
from tests.faults.traffic import PAUSE, Traffic

log = logging.getLogger(__name__)


class Weather:
    """Strikes in the order of the plan, each counted."""

    def __init__(
        self, stage: Stage, crew: Crew, postgres: Postgres, traffic: Traffic, sessions: Sessions
    ) -> None:
        self._stage, self._crew, self._sessions = stage, crew, sessions
        self._postgres, self._traffic = postgres, traffic
        self._faults: list[tuple[Fault, int]] = []
        self._closed: set[str] = set()
        self._revoked: set[str] = set()
        self._working: set[asyncio.Task[None]] = set()
        self.under_way: Counter[str] = Counter()  # in processes that were killed, by text
        self.struck: Counter[str] = Counter()
        self._does: dict[StrikeKind, Callable[[Strike, Place], None]] = {
            "kill": self._kill,
            "restart": self._restart,
            "fault": self._fault,
            "revoke": self._revoke,
            "restore": self._restore,
            "archive": self._archive,
            "unarchive": self._unarchive,
            "step": self._step,
            "wire": self._wire,
        }

    async def run(self, plan: Plan, begun: float) -> None:
        """Return when the sky is clear again."""
        for strike in plan.strikes:
            await self._traffic.reached(strike.at, begun)
            log.info("%s", strike)
            self._does[strike.kind](strike, self._stage.places[strike.workspace])
        self._stage.sandbox.faults.clear()
        await asyncio.gather(*self._working)

    def seen(self) -> ledger.Weather:
        """What has struck, and how often each trouble found a call."""
        hits: Counter[str] = Counter()
        for fault, planned in self._faults:
            way = "out" if fault.method.startswith("chat.") else "in"
            hits[f"{fault.kind} {way}"] += planned - max(fault.times, 0)
        kills = self._crew.kills.total()
        closed, revoked = frozenset(self._closed), frozenset(self._revoked)
        return ledger.Weather(kills, self.struck["restart"], hits, closed, revoked)

    def _kill(self, strike: Strike, _: Place) -> None:
        under_way, killed_at = self._stage.calls.now(), asyncio.get_running_loop().time()
        is_up = self._crew.kill(strike.who)
        self.struck["kill" if is_up else "kill of nobody"] += 1
        if is_up:
            self._working.add(asyncio.create_task(self._note(under_way, killed_at)))

    async def _note(self, under_way: list[Posting], killed_at: float) -> None:
        """What the database has not heard of: another may send that when its lease is over."""
        asked = set(await self._stage.calls.lost(under_way, killed_at))
        while True:
            try:
                left = await ledger.on_their_way(self._sessions, self._stage.places)
            except (SQLAlchemyError, OSError):  # PostgreSQL may be away as well
                await asyncio.sleep(PAUSE)
            else:
                self.under_way.update(asked & left)
                return

    def _restart(self, strike: Strike, _: Place) -> None:
        self.struck["restart"] += 1
        mode = "fast" if strike.who == "fast" else "immediate"
        work = asyncio.to_thread(self._postgres.restart, mode)  # type: ignore[arg-type]  # a literal
        self._working.add(asyncio.create_task(work))

    def _fault(self, strike: Strike, _: Place) -> None:
        self.struck["fault"] += 1
        fault = Fault(
            strike.trouble,
            strike.method,
            times=strike.times,
            seconds=strike.seconds,
            status=strike.status,
        )
        self._faults.append((self._stage.sandbox.faults.add(fault), strike.times))

    def _revoke(self, _: Strike, place: Place) -> None:
        self.struck["revoke"] += 1
        self._revoked.add(place.id)
        self._closed.add(place.id)
        place.workspace.revoked = True

    def _restore(self, _: Strike, place: Place) -> None:
        place.workspace.revoked = False

    def _archive(self, _: Strike, place: Place) -> None:
        self.struck["archive"] += 1
        self._closed.add(place.id)
        place.workspace.channels[place.side].archived = True

    def _unarchive(self, _: Strike, place: Place) -> None:
        place.workspace.channels[place.side].archived = False

    def _step(self, strike: Strike, _: Place) -> None:
        self.struck["step"] += 1
        self._crew.step(strike.who, strike.seconds)

    def _wire(self, strike: Strike, _: Place) -> None:
        self._traffic.wire = strike.who
