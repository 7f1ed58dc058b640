"""What was meant and what was seen, as plain values; `verdict` judges them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update

from bot.sandbox.model import Workspace
from handlers.outbox.rules import is_person
from storage.db import Sessions
from storage.kudos import Kudos
from storage.okr import Update
from storage.outbox import Budget, Outgoing
from storage.schedule import Occurrence
from tests.faults.plan import Act, Message
from tests.faults.stage import READING, Place, Stage

Said = Literal["done", "told", "nothing", "event"]


@dataclass(frozen=True, slots=True)
class Post:
    """Messages of one text for one target: how many were meant, how many are there.

    `states` are those of their rows, `doubts` how often a row's fate was unknown, `refused` the
    errors of those that Slack did not take. `is_readable`: Slack tells the bot what is there.
    """

    where: str
    text: str
    meant: int
    there: int
    states: tuple[str, ...]
    doubts: int
    refused: tuple[str, ...] = ()
    is_readable: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one input: what its sender saw, and how often it took effect.

    `arrived` of an event: whether the app took it, so that Slack sends it no more. `is_shut_out`:
    its workspace's token was taken back for a while.
    """

    mark: str
    kind: str
    said: Said
    effects: int
    wanted: int = 1
    arrived: bool = True
    is_shut_out: bool = False


@dataclass(frozen=True, slots=True)
class Weather:
    """What struck: how often each kind did, and which workspaces were closed for a while."""

    kills: int = 0
    restarts: int = 0
    hits: Mapping[str, int] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()  # revoked for a while, or with an archived channel
    revoked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """Everything there is to judge."""

    posts: Sequence[Post]
    done: Sequence[Done]
    stuck: Sequence[str]
    missing: Sequence[str]  # deliveries that never came into the outbox
    ended: Sequence[str]  # processes that ended by themselves
    weather: Weather
    told: Mapping[str, int] = field(default_factory=dict)  # the answers that were no success
    under_way: Mapping[str, int] = field(default_factory=dict)  # by text: in killed processes


async def posts(sessions: Sessions, place: Place) -> list[Post]:
    """Everything that the outbox of a workspace posts, beside what is to be seen there."""
    async with sessions.workspace(place.id, reading=True) as session:
        kinds = Outgoing.kind.in_(("post", "reply"))
        rows = list(await session.scalars(select(Outgoing).where(kinds)))
    seen = _seen(place.workspace)
    groups: dict[tuple[str, str], list[Outgoing]] = defaultdict(list)
    for row in rows:
        groups[row.target, str((row.payload or {}).get("text", ""))].append(row)
    return [_post(place, key, rows, seen[key]) for key, rows in groups.items()]


def _post(place: Place, key: tuple[str, str], rows: list[Outgoing], there: int) -> Post:
    return Post(
        where=place.id,
        text=key[1],
        meant=sum(row.state != "withdrawn" for row in rows),
        there=there,
        states=tuple(row.state for row in rows),
        doubts=sum(_doubts(row) for row in rows),
        refused=tuple(str(row.error) for row in rows if row.state in ("failed", "held")),
        is_readable=is_person(key[0]) or READING in place.workspace.scopes,
    )


def _doubts(row: Outgoing) -> int:
    """Lost answers, and tries before its last: those that failed or whose sender ended."""
    return row.unknowns + max(row.attempts - 1, 0)


def _seen(workspace: Workspace) -> Counter[tuple[str, str]]:
    """How often the bot said each text to each person, or in each channel."""
    found: Counter[tuple[str, str]] = Counter()
    for channel in workspace.channels.values():
        person = next(iter(channel.members - {workspace.bot_user}), "")
        target = person if channel.kind == "im" else channel.id
        said = (m for m in channel.messages.values() if m.bot_id and m.seen_by is None)
        found.update((target, message.text) for message in said)
    return found


async def effects(sessions: Sessions, place: Place) -> list[str]:
    """The words of everything that inputs have left behind in a workspace."""
    async with sessions.workspace(place.id, reading=True) as session:
        notes = await session.scalars(select(Update.note))
        standing = select(Kudos.reason).where(Kudos.taken_back_at.is_(None))
        return [*notes, *await session.scalars(standing)]


def count(acts: Iterable[Act], words: Iterable[str]) -> Counter[str]:
    """How often each mark stands in what was left behind."""
    marks = {act.mark for act in acts}
    found: Counter[str] = Counter()
    for text in words:
        found.update(word for word in text.split() if word in marks)
    return found


async def missing(sessions: Sessions, stage: Stage, meant: Iterable[Message]) -> list[str]:
    """The deliveries of the plan that are not in the outbox."""
    keys: dict[int, set[str]] = defaultdict(set)
    for message in meant:
        keys[message.workspace].add(message.key)
    lost: list[str] = []
    for number, wanted in keys.items():
        async with sessions.workspace(stage.places[number].id, reading=True) as session:
            there = set(await session.scalars(select(Outgoing.key)))
        lost += sorted(wanted - there)
    return lost


async def stuck(sessions: Sessions, place: Place, now: datetime, soon: datetime) -> list[str]:
    """What waits though nothing keeps it, in words."""
    async with sessions.workspace(place.id, reading=True) as session:
        rows = await session.scalars(select(Outgoing).where(Outgoing.state.in_(("due", "claimed"))))
        late = [
            f"{place.id}: message {r.key} is {r.state}, due at {r.due_at:%H:%M:%S},"
            f" after {r.attempts} attempts: {r.error}"
            for r in rows
        ]
        due = select(Occurrence).where(
            (Occurrence.state == "claimed")
            | ((Occurrence.state == "due") & (Occurrence.due_at <= now))
        )
        late += [
            f"{place.id}: {o.kind} of {o.member_id or o.team_id} is {o.state}, due at"
            f" {o.due_at:%H:%M:%S}, {o.attempts} attempts, claimed until {o.claimed_until}"
            for o in await session.scalars(due)
        ]
        far = select(Budget).where(Budget.free_at > soon)
        late += [
            f"{place.id}: budget {b.bucket} is free at {b.free_at:%H:%M:%S} only"
            for b in await session.scalars(far)
        ]
    return late


async def end_leases(sessions: Sessions, places: Iterable[Place], now: datetime) -> None:
    """What ended processes have left behind is free at once, and not after its lease."""
    for place in places:
        async with sessions.workspace(place.id) as session:
            for table in (Outgoing, Occurrence):
                left = update(table).where(table.claimed_until.is_not(None))
                await session.execute(left.values(claimed_until=now))


async def on_their_way(sessions: Sessions, places: Iterable[Place]) -> set[str]:
    """The texts of all that is being sent, or was in doubt, as far as the database knows."""
    found: set[str] = set()
    for place in places:
        async with sessions.workspace(place.id, reading=True) as session:
            tried = (Outgoing.state == "due") & (Outgoing.attempts > 0) | (Outgoing.attempts > 1)
            unsure = (Outgoing.state == "claimed") | (Outgoing.unknowns > 0) | tried
            rows = await session.scalars(select(Outgoing).where(unsure))
            found |= {str((row.payload or {}).get("text", "")) for row in rows}
    return found


async def end_pauses(sessions: Sessions, places: Iterable[Place], now: datetime) -> None:
    """What waits for long because it was in doubt is tried now: the weather is over."""
    for place in places:
        async with sessions.workspace(place.id) as session:
            waits = update(Outgoing).where(Outgoing.state == "due", Outgoing.due_at > now)
            await session.execute(waits.values(due_at=now))
