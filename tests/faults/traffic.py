"""What the plan's people do, and what the bot is given to send."""

import asyncio
import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot.app import NOTICE
from bot.clock import RealClock
from bot.sandbox.hands import Hands, Outcome, Reply
from handlers.kit import blocks
from handlers.kudos.rules import EMOJI
from handlers.okr.views.update import PICK, SAVED
from handlers.outbox import flows as outbox
from storage.db import Sessions
from tests.faults.ledger import Said
from tests.faults.plan import Act, ActKind, Message, Plan
from tests.faults.stage import Place, Stage

SLOT: Final = 10.0  # seconds of the plan whose deliveries for a workspace are enqueued together
LAG: Final = 15.0  # seconds by which deliveries may be late before all else waits for them
AT_ONCE: Final = 8  # transactions that enqueue
PAUSE: Final = 0.3  # until what could not be enqueued is tried again
FIRST_WORDS: Final = 60
DONE_AFTER_ALL: Final = "This is done, please do not send it again"
NOT_KNOWN: Final = "I cannot see yet whether this was done"
TRIES: Final = 2  # how often a person sends a form that Slack could not deliver


class Traffic:
    """Deliveries and inputs in the order of the plan, and what each sender saw."""

    def __init__(
        self, stage: Stage, sessions: Sessions, plan: Plan, addresses: Sequence[str]
    ) -> None:
        self._stage, self._sessions, self._plan = stage, sessions, plan
        self._addresses = itertools.cycle(addresses)
        self._busy: dict[tuple[int, int], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._enqueues = asyncio.Semaphore(AT_ONCE)
        self.wire = "http"
        self.enqueued = 0
        self._open: Counter[int] = Counter()  # transactions still to come, by slot
        self.said: dict[str, Said] = {}
        self.told: Counter[str] = Counter()  # the first words of what was no success
        self.reacted: dict[str, str] = {}  # mark -> ts of the message
        self._does: dict[ActKind, Callable[[Act, Hands, Place], Awaitable[Said]]] = {
            "update": self._update,
            "kudos": self._kudos,
            "tap": self._tap,
            "form": self._form,
            "reaction": self._reaction,
            "wavering": self._wavering,
        }

    async def run(self, begun: float) -> None:
        """Return when everything is enqueued and every input has its answer."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._deliver(group, begun))
            for act in self._plan.acts:
                await self.reached(act.at, begun)
                group.create_task(self._act(act))

    async def _deliver(self, group: asyncio.TaskGroup, begun: float) -> None:
        slots: dict[tuple[int, int], list[Message]] = defaultdict(list)
        for message in self._plan.messages:
            slots[int(message.at // SLOT), message.workspace].append(message)
        for (slot, workspace), messages in sorted(slots.items()):
            await _until(begun + slot * SLOT)
            self._open[slot] += 1
            group.create_task(self._slot(slot, workspace, messages))

    async def _slot(self, slot: int, workspace: int, messages: Sequence[Message]) -> None:
        await self._enqueue(self._stage.places[workspace], messages)
        self._open[slot] -= 1

    async def reached(self, moment: float, begun: float) -> None:
        """Return at this moment of the plan; later, where the deliveries are late themselves."""
        await _until(begun + moment)
        while self._behind() < moment - LAG:  # noqa: ASYNC110 other processes are at work
            await asyncio.sleep(PAUSE)

    def _behind(self) -> float:
        """From which moment of the plan on deliveries are not in the outbox yet."""
        return min((slot * SLOT for slot, n in self._open.items() if n), default=math.inf)

    async def _enqueue(self, place: Place, messages: Sequence[Message]) -> None:
        """In one transaction, as a job does; tried until it is certain, as keys come once."""
        while True:
            try:
                async with self._enqueues, self._sessions.workspace(place.id) as session:
                    for message in messages:
                        await outbox.post(
                            session,
                            message.key,
                            place.target(message.target),
                            blocks.message(message.text),
                            RealClock().now(),
                            bulk=message.bulk,
                            tell=place.people[0],
                        )
            except (SQLAlchemyError, OSError):
                await asyncio.sleep(PAUSE)
            else:
                self.enqueued += len(messages)
                return

    async def _act(self, act: Act) -> None:
        """One thing at a time is what a person does."""
        async with self._busy[act.workspace, act.person]:
            place = self._stage.places[act.workspace]
            hands = self._stage.hands(act.workspace, act.person)
            self.said[act.mark] = await self._does[act.kind](act, hands, place)

    def turn(self) -> None:
        """The next request goes to the next web, as behind a proxy; or by socket."""
        app = self._stage.sandbox.world.app
        app.request_url = next(self._addresses) if self.wire == "http" else None

    async def _typed(self, hands: Hands, place: Place, line: str) -> Reply:
        self.turn()
        return await hands.command(line, place.home)

    def _heard(self, reply: Reply, success: str = "") -> Said:
        """What a person makes of an answer; with no word for success it can only be bad news."""
        if not reply.ok:
            self.told[reply.error] += 1
            return "nothing"
        if (success and success in reply.text) or DONE_AFTER_ALL in reply.text:
            return "done"
        self.told[reply.text[:FIRST_WORDS]] += 1
        return "nothing" if NOT_KNOWN in reply.text else "told"

    async def _update(self, act: Act, hands: Hands, place: Place) -> Said:
        line = f"/okr update KR-{act.number % 2 + 1} {act.number + 1} moved {act.mark}"
        return self._heard(await self._typed(hands, place, line), "*KR-")

    async def _kudos(self, act: Act, hands: Hands, place: Place) -> Said:
        name = place.workspace.people[place.people[act.other]].name
        line = f"/kudos @{name} for staying with the customer {act.mark}"
        return self._heard(await self._typed(hands, place, line), "will hear it")

    async def _tap(self, act: Act, hands: Hands, place: Place) -> Said:
        """A line that fits two key results; the answer's first button records it."""
        line = f"/okr update shared {act.number + 1} tapped {act.mark}"
        offer = await self._typed(hands, place, line)
        button = next((b for b in offer.blocks if PICK in str(b)), None)
        if button is None or offer.message is None:
            return self._heard(offer, "*KR-")
        self.turn()
        reply = await hands.click(offer.message, PICK, block_id=button["block_id"])
        return "done" if "*KR-" in offer.message.text else self._heard(reply)

    async def _form(self, act: Act, hands: Hands, place: Place) -> Said:
        number = act.number % 2 + 1
        reply = await self._typed(hands, place, f"/okr update KR-{number}")
        view = hands.modal
        if view is None:
            return self._heard(reply)
        values = {f"okr.value.{number}": str(act.number + 1), f"okr.note.{number}": act.mark}
        sent: list[Outcome] = []
        while len(sent) < TRIES and all(one.kind == "failed" for one in sent):
            self.turn()
            sent.append(await hands.submit(view, values))
        if hands.modal is not None:
            await hands.close(hands.modal, all=True)
        return _came_to(sent[-1], again=len(sent) > 1)

    async def _reaction(self, act: Act, hands: Hands, place: Place) -> Said:
        colleague = self._stage.hands(act.workspace, act.other)
        self.turn()
        words = f"Stayed until it worked for them {act.mark} and they were glad"
        message = await colleague.say(place.home, words)
        self.reacted[act.mark] = message.ts
        await hands.react(place.home, message.ts, EMOJI)
        return "event"

    async def _wavering(self, act: Act, hands: Hands, place: Place) -> Said:
        """Given and taken back at once: in whatever order that is heard, nothing stands."""
        said = await self._reaction(act, hands, place)
        self.turn()
        await hands.unreact(place.home, self.reacted[act.mark], EMOJI)
        return said


def _came_to(outcome: Outcome, *, again: bool) -> Said:
    """A form that was sent `again`, and had been taken the first time, simply closes.

    Bad news about the second sending says nothing of the first.
    """
    seen = outcome.view.payload.get("callback_id") if outcome.view is not None else None
    if seen in (SAVED, NOTICE) or outcome.kind in ("closed", "cleared"):
        return "done"
    unsure = any(NOT_KNOWN in told for told in outcome.errors.values())
    return "nothing" if again or unsure or outcome.kind == "failed" else "told"


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - asyncio.get_running_loop().time()))
