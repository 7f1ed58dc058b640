"""A stage for the page's tests and for looking at it: two workspaces, eight people, a small app.

`python -m tests.sandbox.stage [PORT]` serves it until Ctrl-C.
"""

import asyncio
import struct
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock, ShiftedClock
from bot.sandbox import chat
from bot.sandbox.methods.places import open_im
from bot.sandbox.model import Channel, File, Person, Workspace
from bot.sandbox.page import Tip, add_page
from bot.sandbox.page.moves import destination
from bot.sandbox.server import Sandbox
from tests.sandbox.small_app import COMMANDS, SHORTCUTS, SHOWCASE, small_app

FRIDAY: Final = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
MONDAY: Final = datetime(2026, 11, 23, 9, 4, tzinfo=UTC)
TIPS: Final = (
    Tip(
        "Give kudos",
        "Thank somebody for something they did.",
        "Write it",
        compose="/kudos @ana for the calm answer to Hotel Lindgren",
        channel="care",
    ),
    Tip(
        "Let Wednesday come",
        "Check-ins open at 10:00 on everybody's own wall.",
        "Move the clock",
        move="wednesday-10",
    ),
    Tip(
        "Update a key result",
        "One line is enough; the team sees it on Friday.",
        "Fill in the command",
        compose="/okr update KR-3 45 replies are faster",
        channel="care",
    ),
)


def manifest() -> dict[str, Any]:
    scopes = (
        "chat:write commands im:write im:history users:read app_mentions:read channels:read "
        "groups:read im:read channels:join reactions:read reactions:write files:write"
    )
    events = "app_home_opened app_mention message.im member_joined_channel reaction_added"
    return {
        "display_information": {"name": "Delight", "description": "OKR check-ins, a minute a week"},
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "bot_user": {"display_name": "Delight"},
            "slash_commands": list(COMMANDS),
            "shortcuts": list(SHORTCUTS),
        },
        "oauth_config": {"scopes": {"bot": scopes.split()}},
        "settings": {
            "event_subscriptions": {"bot_events": events.split()},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        },
    }


PEOPLE: Final = (
    Person("U1", "mei", "Mei Lin", "Asia/Taipei", "zh-TW", "Head of Care", colour="#b4491f"),
    Person("U2", "ana", "Ana Ruiz", "Europe/Madrid", "es-ES", "Support lead", colour="#2f6f4f"),
    Person("U3", "tom", "Tom Becker", "Europe/Berlin", "en-GB", "Product", colour="#1f6470"),
    Person("U4", "chen", "陳怡君", "Asia/Taipei", "zh-TW", "Support", colour="#7a4a8c"),
    Person("U5", "wei", "王伟", "Asia/Shanghai", "zh-CN", "Data", colour="#c98a1b"),
    Person("U6", "joy", "Joy Adeyemi", "America/New_York", "en-US", "COO", colour="#3c5a99"),
    Person("U7", "sam", "Sam Hill", "America/Los_Angeles", "en-US", "Agency", colour="#8c5a3c"),
    Person("U8", "leo", "Leo Park", "Asia/Seoul", "en-US", "Left in spring", deleted=True),
)


@dataclass(frozen=True, slots=True)
class Stage:
    sandbox: Sandbox
    clock: ManualClock | ShiftedClock
    care: Channel
    lunch: Channel

    @property
    def url(self) -> str:
        return self.sandbox.url


def picture(width: int = 420, height: int = 180) -> bytes:
    """A small bar chart as PNG, from nothing but the standard library."""
    rows = []
    for y in range(height):
        bars = (x // 42 % 2 == 1 and height - y < 20 + x * 0.34 for x in range(width))
        rows.append(b"\0" + b"".join(b"\xb4\x49\x1f" if bar else b"\xff\xfa\xf2" for bar in bars))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(rows))),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


async def talk(stage: Stage, home: Workspace) -> None:
    """A few days of a team talking, and one message of every block."""
    sandbox, clock, care = stage.sandbox, stage.clock, stage.care
    mei, ana, tom = (sandbox.person("T1", user) for user in ("U1", "U2", "U3"))
    await ana.say(
        care.id,
        "Hotel Lindgren wrote back: *\u201cThe answer came before our coffee did\u201d* :tada:",
    )
    clock.move_to(clock.now() + timedelta(minutes=2))
    await ana.say(care.id, "Their ticket was `#4711`, see https://example.com/4711")
    thanks = await mei.say(
        care.id,
        "Wonderful, @ana! Shall we put this into #product?\n"
        "> It was the new triage\n@tom what do you think?",
    )
    clock.move_to(clock.now() + timedelta(minutes=7))
    await tom.say(care.id, "Yes please. I will tell the team on Monday.", thread_ts=thanks.ts)
    await ana.say(care.id, "謝謝大家!", thread_ts=thanks.ts)
    await tom.react(care.id, thanks.ts, "raised_hands")
    await ana.react(care.id, thanks.ts, "heart")
    clock.move_to(max(clock.now(), MONDAY))
    home.files["F1"] = File(
        "F1",
        "nps.png",
        0,
        "NPS since August",
        "NPS rising",
        picture(),
        complete=True,
        ready_at=MONDAY,
    )
    home.files["F2"] = File("F2", "readings.csv", 0, content=b"day,nps\n2026-11-20,41\n")
    shared = await tom.say(stage.lunch.id, "Both as promised")
    shared.files = ["F1", "F2"]
    chat.post(sandbox.world, home, care, home.bot_user, {"text": "Showcase", "blocks": SHOWCASE})


def prompt(stage: Stage, _now: datetime) -> None:
    """What a scheduler would do: a card for everybody in #care, and a word to the channel."""
    world = stage.sandbox.world
    home = world.workspaces["T1"]
    for user in sorted(stage.care.members - {home.bot_user}):
        dm = open_im(world, home, user)
        chat.post(world, home, dm, home.bot_user, {"text": "Your check-in", "blocks": SHOWCASE[:3]})
    chat.post(world, home, stage.care, home.bot_user, {"text": "The round is open until Friday."})


def build(clock: ManualClock | ShiftedClock, port: int = 0) -> Stage:
    async def next_due() -> tuple[datetime, str]:
        return destination("wednesday-10", "Asia/Taipei", clock.now()), "Mei's check-in"

    page = partial(add_page, next_due=next_due, tips=TIPS)
    sandbox = Sandbox(clock, manifest(), page=page, port=port)
    sandbox.add_workspace("T1", "Lindgren & Co", "lindgren", token="xoxb-one")
    sandbox.add_workspace("T2", "Globex", "globex", token="xoxb-two")
    for one in PEOPLE:
        sandbox.add_person("T1", one)
    home = sandbox.world.workspaces["T1"]
    home.people["U6"].is_owner = home.people["U2"].is_admin = home.people["U7"].is_guest = True
    home.people["U2"].status_emoji, home.people["U2"].status_text = ":palm_tree:", "Away on Friday"
    sandbox.add_person("T2", Person("U9", "nia", "Nia Neighbour", "Africa/Lagos"))
    everyone = ["U1", "U2", "U3", "U4", "U5", "U6"]
    care = sandbox.add_channel(
        "T1", "care", members=[*everyone, "U7"], topic="Answers that arrive before the coffee"
    )
    sandbox.add_channel("T1", "product", members=everyone, topic="What we build next, and why")
    sandbox.add_channel("T1", "leads", members=["U1", "U2", "U6"], kind="private")
    lunch = sandbox.add_channel(
        "T1", "lunch", members=["U2", "U3"], topic="Noon, at the long table"
    )
    sandbox.add_channel("T2", "general", members=["U9"])
    return Stage(sandbox, clock, care, lunch)


@asynccontextmanager
async def running(
    clock: ManualClock | ShiftedClock, port: int = 0, *, quiet: bool = False
) -> AsyncIterator[Stage]:
    """The stage with its app connected; `quiet`: nobody has said anything yet."""
    stage = build(clock, port)
    sandbox = stage.sandbox
    await sandbox.start()
    client = AsyncWebClient("xoxb-one", base_url=sandbox.api_url)
    app: AsyncApp = small_app(client, clock)
    handler = AsyncSocketModeHandler(app, sandbox.world.app.app_token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
    if not quiet:
        await talk(stage, sandbox.world.workspaces["T1"])
    clock.moved.append(partial(prompt, stage))
    try:
        yield stage
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        await sandbox.stop()


async def main(port: int) -> None:
    async with running(ShiftedClock(FRIDAY), port, quiet="--quiet" in sys.argv) as stage:
        print(stage.url, flush=True)  # noqa: T201 the address to open
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
