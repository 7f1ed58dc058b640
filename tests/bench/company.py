"""A company big enough that its people do not wait for each other: teams, leads, key results."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from bot.clock import RealClock
from bot.sandbox import events
from bot.sandbox.model import World
from handlers.kit.reader import Reader
from handlers.kit.text import Texts
from handlers.okr import flows
from handlers.okr.rules import NewKr, NewObjective
from handlers.okr.rules.kinds import Reach
from handlers.team.flows import save
from handlers.team.rules import Draft, first_setup
from storage import checkin as rounds
from storage import team as teams
from storage.db import Sessions, new_id
from tests.bench.load import FORM, JSON, request

WORKSPACE: Final = "T0BENCH"
ZONE: Final = "Europe/Berlin"
TEAMS: Final = 10
PEOPLE: Final = 4  # of each team
OBJECTIVES: Final = 4  # of each team, with five key results each
KRS: Final = 5


def channel(team: int) -> str:
    return f"C0TEAM{team}"


def person(team: int, number: int) -> str:
    return f"U0P{team}N{number}"


def everybody() -> list[str]:
    return [person(team, number) for team in range(TEAMS) for number in range(PEOPLE)]


def owner(kr: int) -> str:
    """Whose key result this is: KR-1 and those next to it are of the first person, and so on."""
    objective = (kr - 1) // KRS
    return person(objective // OBJECTIVES, objective % OBJECTIVES % PEOPLE)


async def found(sessions: Sessions) -> None:
    """Teams of four, with twenty key results each, in a migrated database."""
    say, now = Texts().say("en-US"), RealClock().now()
    async with sessions.workspace(WORKSPACE) as session:
        for team in range(TEAMS):
            people = tuple(person(team, number) for number in range(PEOPLE))
            await teams.remember(session, [_facts(id_, now) for id_ in people])
            lead = Reader(people[0], people[0], ZONE, say, is_admin=True)
            setup = replace(first_setup(f"team {team}", people[0], ZONE, "en-US"), members=people)
            saved = await save(session, lead, Draft(channel(team), setup), now)
            for number in range(OBJECTIVES):
                krs = tuple(_kr(row, people[number % PEOPLE]) for row in range(KRS))
                new = NewObjective(saved.team_id, f"Objective {number}", krs)
                await flows.create(session, lead, new, now)


async def open_rounds(sessions: Sessions) -> None:
    """Each team is asked just now, and nobody has answered yet."""
    now = RealClock().now()
    async with sessions.workspace(WORKSPACE) as session:
        for number in range(TEAMS):
            team = await teams.team_of_channel(session, channel(number))
            assert team is not None
            key = (team.id, now.date())
            await rounds.open_round(session, key, now, now + timedelta(days=2))


def _kr(row: int, owner_id: str) -> NewKr:
    return NewKr(row, f"Number {row}", Reach(Decimal(0), Decimal(1_000_000)), "h", owner_id)


def _facts(id_: str, now: datetime) -> dict[str, Any]:
    """What Slack says of a person."""
    flags = dict.fromkeys(("is_admin", "is_bot", "is_guest", "is_stranger", "deleted"), False)
    words = {"name": id_, "zone": ZONE, "locale": "en-US", "status_emoji": "", "status_text": ""}
    return {"id": id_, **words, **flags, "seen_at": now}


def updates(world: World) -> Iterator[bytes]:
    """Commands of owners, each with a value and a trigger of its own, through all key results."""
    for number in itertools.count(1):
        kr = number % (TEAMS * OBJECTIVES * KRS) + 1
        fields = {
            "command": "/okr",
            "text": f"update KR-{kr} {number} note {number}",
            "team_id": WORKSPACE,
            "team_domain": "bench",
            "user_id": owner(kr),
            "channel_id": channel(0),
            "channel_name": "team",
            "api_app_id": "A0BENCH",
            "trigger_id": new_id(),
            "response_url": "http://127.0.0.1:9/",
        }
        yield request(world.app.signing_secret, urlencode(fields), FORM)


def reactions(world: World) -> Iterator[bytes]:
    """Raised hands of team mates, each on a message of its own."""
    for number in itertools.count(1):
        team = number % TEAMS
        yield _event(
            world,
            {
                "type": "reaction_added",
                "user": person(team, number % PEOPLE),
                "reaction": "raised_hands",
                "item": {
                    "type": "message",
                    "channel": channel(team),
                    "ts": f"{1.7e9 + number:.6f}",
                },
                "item_user": person(team, (number + 1) % PEOPLE),
                "event_ts": f"{1.7e9 + number:.6f}",
            },
        )


def openings(world: World) -> Iterator[bytes]:
    """Everybody opens Home, one after the other and again: each as if nothing were shown there."""
    for event in _opened(world):
        yield _event(world, {name: told for name, told in event.items() if name != "view"})


def openings_again(world: World) -> Iterator[bytes]:
    """The same, and Slack tells what it shows there, as it does once something was published."""
    for event in _opened(world):
        yield _event(world, event)


def _opened(world: World) -> Iterator[dict[str, Any]]:
    workspace = world.workspaces[WORKSPACE]
    for number in itertools.count(1):
        who = person(number % TEAMS, number // TEAMS % PEOPLE)
        event = events.app_home_opened(world, workspace, who, "D0BENCH", "home")
        yield event | {"event_ts": f"{1.7e9 + number:.6f}"}


def _event(world: World, event: dict[str, Any]) -> bytes:
    body = {
        "type": "event_callback",
        "token": "",
        "team_id": WORKSPACE,
        "api_app_id": "A0BENCH",
        "event": event,
        "event_id": f"Ev{new_id()}",
        "event_time": 1_700_000_000,
        "authorizations": [{"team_id": WORKSPACE, "user_id": "U0BOT", "is_bot": True}],
    }
    return request(world.app.signing_secret, json.dumps(body), JSON)
