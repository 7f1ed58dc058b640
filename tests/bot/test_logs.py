"""What a process writes into its log: which input each line is about, and nobody's words."""

import asyncio
import json
import logging
import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import psycopg
import pytest

from bot.clock import RealClock
from bot.logs import Discreet
from bot.manifest import make_manifest
from bot.sandbox.faults import Fault
from bot.sandbox.hands import Hands
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.kit.errors import SlackRefusedError
from handlers.kit.trail import following
from handlers.routes import FEATURES
from tests.databases import Postgres, SqliteFiles
from tests.processes import PATIENCE, environ_of, start

WORDS = (
    "walrusfeather",  # thanked for
    "quokkasmile",  # said by a customer
    "narwhalquill",  # typed where a number is expected
    "marmotwhistle",  # typed where a verb is expected
    "lemurlantern",  # in a form that we never showed
    "ibexbalcony",  # in a message that Slack refuses
    "tapirumbrella",  # in a row that the database refuses
    "ocelotteapot",  # written to the bot
    "gnucrayon",  # what a team is called
    "Amyrillis",  # a name
    "Wombatworks",  # a workspace
)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    workspace = sandbox.add_workspace("T0LOGS", "Wombatworks", "wombat", token="xoxb-logs")
    sandbox.add_person(workspace.id, Person("U0AMY", "amy", "Amyrillis", is_admin=True))
    sandbox.add_person(workspace.id, Person("U0BOB", "bob", "Bob"))
    sandbox.add_channel(workspace.id, "team", members=["U0AMY", "U0BOB"])
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.mark.parametrize(
    ("kind", "level", "style"), [("postgresql", "DEBUG", "json"), ("sqlite", "INFO", "text")]
)
async def test_an_input_can_be_followed_to_its_message_and_no_words_are_in_the_log(
    slack: Sandbox, kind: str, level: str, style: str, request: pytest.FixtureRequest
) -> None:
    name = "postgres" if kind == "postgresql" else "sqlite_files"
    source: Postgres | SqliteFiles = request.getfixturevalue(name)
    await source.prepare()
    with source.fresh() as database:
        how = {"LOG_LEVEL": level, "LOG_FORMAT": style, "OPERATOR_PORT": "0"}
        process = await start(environ_of(slack, database, **how), "run")
        slack.world.app.request_url = f"{await process.address()}/slack/events"
        reference = await _everything_happens(slack, database)
        metrics = await _scraped(await process.ready())
        code, _, log = await process.ended(ask=True)
    assert code == 0
    assert [word for word in WORDS if word in log + metrics] == []
    assert _line_with(log, "Traceback", reference)
    key = re.search(r"kudos:[\w:.-]+", log)
    assert key is not None
    assert "to be sent" in log
    assert re.search(r'delight_request_seconds_count{kind="command",outcome="ok"} \d', metrics)
    if style == "json":
        lines = [json.loads(line) for line in log.splitlines()]
        sent = next(x for x in lines if x["message"] == f"to be sent: {key[0]}")
        arrived = next(x for x in lines if x["message"] == f"sent: {key[0]}")
        commands = [x for x in lines if x["message"].startswith("command: ok")]
        answered = next(x for x in commands if x["request"] == sent["request"])
        assert (arrived["job"], arrived["outgoing"]) == ("outbox.send", key[0])
        assert answered["level"] == "INFO"


async def test_a_connection_that_is_cut_has_no_library_speak_in_our_name(
    slack: Sandbox, postgres: Postgres
) -> None:
    """What it says has several lines, and none of them names a request."""
    await postgres.prepare()
    with postgres.fresh() as database:
        process = await start(environ_of(slack, database, LOG_LEVEL="INFO"), "run")
        slack.world.app.request_url = f"{await process.address()}/slack/events"
        amy = slack.person("T0LOGS", "U0AMY")
        channel = next(iter(slack.world.workspaces["T0LOGS"].channels))
        await _until(lambda: _thanked(amy, channel, "first work"))
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
                " AND usename = current_user"
            )
        await _until(lambda: _thanked(amy, channel, "second work"))
        _, _, log = await process.ended(ask=True)
    assert "command: ok" in log
    assert "Pool" not in log


def _logged(record: logging.LogRecord) -> str:
    Discreet().filter(record)
    return logging.Formatter("%(message)s%(trail)s").format(record)


@pytest.mark.parametrize(
    "name",
    [
        "slack_sdk.web",
        "slack_bolt.App",
        "asyncio",
        "sqlalchemy.pool",
        "storage.db.pool.MovingPool",
        "aiohttp.client",
    ],
)
def test_of_what_a_library_says_only_the_place_is_kept(name: str) -> None:
    record = logging.LogRecord(name, logging.ERROR, "/lib/it.py", 7, "a body: %s", ("ibex",), None)
    assert "ibex" not in _logged(record)
    assert "it.None, line 7" in _logged(record)


def test_of_exceptions_the_types_the_codes_and_the_places_are_kept() -> None:
    def fail() -> None:
        try:
            int(WORDS[2])
        except ValueError as error:
            gone = SlackRefusedError("channel_not_found")
            raise ExceptionGroup(WORDS[6], [gone, OSError(28, "No space left")]) from error

    with pytest.raises(ExceptionGroup) as caught, following(job="outbox.send"):
        fail()
    found = (type(caught.value), caught.value, caught.tb)
    record = logging.LogRecord("bot.app", logging.ERROR, "app.py", 1, "unexpected", (), found)
    with following(request="abcd1234"):
        shown = _logged(record)
    assert [word for word in WORDS if word in shown] == []
    assert "unexpected request=abcd1234\nTraceback" in shown
    for kept in (
        "builtins.ValueError\n",
        "SlackRefusedError (channel_not_found)",
        "(No space left)",
    ):
        assert kept in shown


def _line_with(log: str, *words: str) -> bool:
    """Whether a record holds all of these; a traceback of several lines belongs to one."""
    records = re.split(r"\n(?=\d{4}-|{)", log)
    return any(all(word in record for word in words) for record in records)


async def _everything_happens(slack: Sandbox, database: str) -> str:
    """Commands, forms, messages and three kinds of failure; the reference of an apology."""
    amy, bob = slack.person("T0LOGS", "U0AMY"), slack.person("T0LOGS", "U0BOB")
    channel = next(iter(slack.world.workspaces["T0LOGS"].channels))
    await _until(lambda: _thanked(amy, channel, "walrusfeather"))
    await amy.command("/okr team", channel)
    await _until(lambda: _found_people(amy))
    assert amy.modal is not None
    outcome = await amy.submit(amy.modal, {"name": "gnucrayon"})
    assert outcome.kind == "closed"
    await amy.command("/quote", channel)
    assert amy.modal is not None
    said = {"quote.text": "they said quokkasmile to us", "quote.touchpoint": "get help"}
    assert (await amy.submit(amy.modal, said)).kind == "closed"
    await amy.command("/okr update narwhalquill", channel)
    await amy.command("/okr marmotwhistle", channel)
    await amy.say((await amy.open_messages()).id, "ocelotteapot")
    fault = slack.faults.add(Fault("error", "chat.postMessage", error="no_text", times=99))
    await bob.command("/kudos @amy for the long ibexbalcony", channel)
    await _until(lambda: _used(fault))
    _break(database)
    reply = await amy.command("/kudos @bob for the long tapirumbrella", channel)
    assert "this reference" in reply.text
    await _crash(slack, amy)
    return reply.text.rstrip(".").split()[-1]


async def _found_people(amy: Hands) -> bool:
    """Whether the form that was opened at once has got its people meanwhile."""
    return amy.modal is not None and "team.members" in str(amy.modal.payload)


async def _used(fault: Fault) -> bool:
    return fault.times < 99


async def _thanked(amy: Hands, channel: str, word: str) -> bool:
    answer = await amy.command(f"/kudos @bob for the {word} that worked", channel)
    return "will hear it" in answer.text


async def _until(check: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await check():  # noqa: ASYNC110 another process is at work
            await asyncio.sleep(0.1)


def _break(database: str) -> None:
    """From now on the database refuses kudos, quoting the row where it can."""
    if database.startswith("postgresql"):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("ALTER TABLE kudos ADD CONSTRAINT none CHECK (false) NOT VALID")
        return
    connection_ = sqlite3.connect(database.removeprefix("sqlite:///"))
    connection_.execute("ALTER TABLE kudos RENAME TO thanks")
    connection_.close()


async def _crash(slack: Sandbox, amy: Hands) -> None:
    """A form of ours with ids that are none."""
    view = {
        "id": "V1",
        "type": "modal",
        "hash": "1.1",
        "callback_id": "okr.update_form",
        "private_metadata": json.dumps({"seen": {"lemurlantern": ""}, "one": True}),
        "blocks": [],
        "state": {"values": {}},
    }
    body = amy._interaction("view_submission") | {"view": view}
    await slack.delivery.ask("interactive", body)


async def _scraped(told: str) -> str:
    address = told.split(" on ")[1].strip(" .\n")
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{address}/metrics") as metrics,
        http.get(f"{address}/readyz") as ready,
    ):
        assert (await ready.json())["ready"] is True
        return await metrics.text()
