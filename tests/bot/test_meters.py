"""What a process tells Prometheus: kinds, methods and codes, and nothing that people wrote."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest

from bot.health import Figures
from bot.meters import PrometheusMeters
from bot.process import Process, Role, running
from bot.settings import read_settings
from handlers.kit.errors import SlackBusyError, SlackRefusedError
from tests.checkin.stage import CHEN, set_person
from tests.databases import SqliteFiles
from tests.journeys.stage import company
from tests.processes import environ_of
from tests.world import World, built


def _shown(meters: PrometheusMeters) -> list[str]:
    return meters.shown(Figures()).decode().splitlines()


@pytest.mark.parametrize("word", ["ratelimited", "rate_limited", "http_429"])
async def test_slacks_words_for_too_many_calls_are_counted_as_one(word: str) -> None:
    meters = PrometheusMeters("web")
    with pytest.raises(SlackBusyError), meters.calling("chat.postMessage"):
        raise SlackBusyError(word, 1)
    line = 'delight_slack_calls_total{method="chat.postMessage",outcome="ratelimited"} 1.0'
    assert line in _shown(meters)


async def test_a_call_is_counted_by_what_came_of_it() -> None:
    meters = PrometheusMeters("web")
    with meters.calling("views.open"):
        pass
    with pytest.raises(SlackRefusedError), meters.calling("views.open"):
        raise SlackRefusedError("not_allowed")
    shown = _shown(meters)
    for outcome in ("ok", "not_allowed"):
        assert f'delight_slack_calls_total{{method="views.open",outcome="{outcome}"}} 1.0' in shown
    assert 'delight_slack_seconds_count{method="views.open"} 2.0' in shown


def test_a_job_that_fails_is_counted_and_fails_on() -> None:
    meters = PrometheusMeters("worker")
    with pytest.raises(ZeroDivisionError), meters.beating("outbox.send"):
        raise ZeroDivisionError
    assert 'delight_job_failures_total{job="outbox.send"} 1.0' in _shown(meters)


def test_two_in_one_process_know_nothing_of_each_other() -> None:
    one, other = PrometheusMeters("web"), PrometheusMeters("worker")
    one.clock_stepped()
    assert "delight_clock_steps_total 1.0" in _shown(one)
    assert "delight_clock_steps_total 0.0" in _shown(other)


def test_what_cannot_be_read_is_not_shown() -> None:
    shown = "\n".join(_shown(PrometheusMeters("worker")))
    assert "delight_database_up 0.0" in shown
    assert "delight_outbox" not in shown


@pytest.fixture
async def world(sqlite_files: SqliteFiles) -> AsyncIterator[World]:
    """One kind of database is enough for figures that are kept in memory."""
    await sqlite_files.prepare()
    with sqlite_files.fresh() as url:
        async with built(url) as world:
            yield world


@asynccontextmanager
async def _measured(world: World, role: Role = "worker") -> AsyncIterator[Process]:
    """A process beside the world's bot that can be asked."""
    url = world.bot.deps.sessions.engine.url.set(drivername="sqlite").render_as_string()
    settings = read_settings(environ_of(world.sandbox, url, OPERATOR_PORT="0"))
    async with running(settings, world.clock, role=role, beating=False) as process:
        yield process


async def test_what_came_to_nothing_and_is_given_back_is_counted_as_refused(world: World) -> None:
    await company(world)
    async with _measured(world, "web") as web:
        world.sandbox.world.app.request_url = f"http://127.0.0.1:{web.port}/slack/events"
        for line in ("/okr update KR-1 forty words", "/kudos @ben"):
            reply = await world.person("ben").command(line, world.channel("care"))
            assert "This is what you typed:" in str(reply.blocks)
        address = f"http://127.0.0.1:{web.operator_port}/metrics"
        async with aiohttp.ClientSession() as http, http.get(address) as answer:
            shown = await answer.text()
    assert 'delight_request_seconds_count{kind="command",outcome="refused"} 2.0' in shown
    assert 'kind="command",outcome="ok"' not in shown


async def test_prompts_tell_how_late_they_were(world: World) -> None:
    await company(world)
    await world.go_to(world.moment("Wed 02:59"))
    world.clock.move_to(world.moment("Wed 03:00") + timedelta(minutes=2))  # Chen's 10:00
    async with (
        _measured(world) as worker,
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{worker.operator_port}/metrics") as before,
    ):
        assert 'kind="checkin.prompt"' not in await before.text()
        await worker.heartbeat.run_all()
        async with http.get(f"http://127.0.0.1:{worker.operator_port}/metrics") as after:
            shown = await after.text()
    count = 'delight_lateness_seconds_count{kind="checkin.prompt"} '
    late = 'delight_lateness_seconds_sum{kind="checkin.prompt"} '
    prompts = float(shown.split(count)[1].split()[0])
    assert prompts >= 1
    assert float(shown.split(late)[1].split()[0]) == 120.0 * prompts


async def test_a_prompt_that_fails_is_counted_as_a_job_that_does(world: World) -> None:
    """Also where its job goes on with the others."""
    await company(world)
    await world.go_to(world.moment("Wed 02:59"))
    await set_person(world, CHEN, zone="Mars/Olympus")
    world.clock.move_to(world.moment("Wed 03:00"))
    async with (
        _measured(world) as worker,
        aiohttp.ClientSession() as http,
    ):
        await worker.heartbeat.run_all()
        async with http.get(f"http://127.0.0.1:{worker.operator_port}/metrics") as answer:
            shown = await answer.text()
    assert 'delight_job_failures_total{job="checkin.prompt"} 1.0' in shown


async def test_a_web_process_tells_that_prompts_wait_for_a_worker(world: World) -> None:
    """Where no worker lives, nobody else could."""
    await company(world)
    await world.go_to(world.moment("Wed 02:59"))
    world.clock.move_to(world.moment("Wed 08:00"))
    async with _measured(world, "web") as web, aiohttp.ClientSession() as http:
        async with http.get(f"http://127.0.0.1:{web.operator_port}/metrics") as answer:
            before = await answer.text()
        await world.settle()
        async with http.get(f"http://127.0.0.1:{web.operator_port}/metrics") as answer:
            after = await answer.text()
    assert "delight_occurrences_due 0.0" not in before
    assert "delight_occurrences_oldest_seconds 18000.0" in before
    assert "delight_occurrences_due 0.0" in after
    assert "delight_occurrences_oldest_seconds 0.0" in after


async def test_requests_that_are_refused_are_counted_by_why(world: World) -> None:
    """They are in no other figure: nobody knows of which kind they are."""
    async with _measured(world, "web") as web, aiohttp.ClientSession() as http:
        address, secret = f"http://127.0.0.1:{web.port}", world.sandbox.world.app.signing_secret
        for body, known in (
            (b"x" * 1_000_001, ""),
            (b"{}", ""),
            (b"{}", "another"),
            (b"[]", secret),
        ):
            stamp = str(int(world.clock.now().timestamp()))
            digest = hmac.new(known.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
            signed = {"X-Slack-Request-Timestamp": stamp, "Content-Type": "application/json"}
            signed |= {"X-Slack-Signature": f"v0={digest.hexdigest()}"} if known else {}
            async with http.post(f"{address}/slack/events", data=body, headers=signed) as answer:
                assert answer.status in {400, 401, 413}
        async with http.get(f"http://127.0.0.1:{web.operator_port}/metrics") as answer:
            shown = await answer.text()
    for reason in ("large", "unsigned", "signature", "shape"):
        assert f'delight_requests_refused_total{{reason="{reason}"}} 1.0' in shown
