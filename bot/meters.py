"""What operators ask, kept for Prometheus: a registry of our own in each process, none at import.

No label holds what people wrote, nor the name of a workspace: kinds, methods and codes only.
Loaded where OPERATOR_PORT is set, since importing the library takes 30 ms.
"""

import asyncio
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from bot.health import Figures
from handlers.kit.errors import SlackError
from storage.migrations import head
from storage.schedule import Overdue
from storage.sending import OTHERS

_LATE: Final = (1, 5, 15, 60, 300, 900, 3600, 14400, 86400)
_WAITED: Final = (0.5, 1, 5, 30, 60, 300, 1800, 7200)
_ANSWERED: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 3)
_CALLED: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)
_BEAT: Final = (0.005, 0.05, 0.5, 5, 30)
_TOO_MANY: Final = {"ratelimited", "rate_limited", "http_429"}  # Slack's words for one thing
LANES: Final = {False: "interactive", True: "bulk"}


class PrometheusMeters:
    """`handlers.kit.gauges.Meters`."""

    def __init__(self, role: str) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # twice as many lines, which nobody reads
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._answered = Histogram(
            "delight_request_seconds",
            "From a delivery of Slack's to our answer",
            ["kind", "outcome"],
            buckets=_ANSWERED,
            registry=registry,
        )
        self._turned_away = Counter(
            "delight_requests_refused",
            "Requests that were not taken, by why; they are in no other figure",
            ["reason"],
            registry=registry,
        )
        self._calls = Counter(
            "delight_slack_calls",
            "Calls of Slack by what came of them: ok or Slack's word (429: ratelimited)",
            ["method", "outcome"],
            registry=registry,
        )
        self._called = Histogram(
            "delight_slack_seconds",
            "One call of Slack",
            ["method"],
            buckets=_CALLED,
            registry=registry,
        )
        self._beats = Histogram(
            "delight_job_seconds", "One beat of a job", ["job"], buckets=_BEAT, registry=registry
        )
        self._failures = Counter(
            "delight_job_failures",
            "What ended in an exception: a beat by its job, an occurrence or errand by its kind",
            ["job"],
            registry=registry,
        )
        self._late = Histogram(
            "delight_lateness_seconds",
            "From when a prompt, reminder or digest was first due to when it was done",
            ["kind"],
            buckets=_LATE,
            registry=registry,
        )
        self._waited = Histogram(
            "delight_delivery_seconds",
            "From writing a message down to its end: sent, failed or held",
            ["lane", "state"],
            buckets=_WAITED,
            registry=registry,
        )
        self._steps = Counter(
            "delight_clock_steps", "Times the wall clock was set meanwhile", registry=registry
        )
        self._restarts = Counter(
            "delight_socket_restarts", "Silent sockets given up and made anew", registry=registry
        )
        self._figures = _Figures()
        registry.register(self._figures)
        about = {"role": role, "database": head(), "python": platform.python_version()}
        Gauge("delight_build_info", "What runs", list(about), registry=registry).labels(
            **about
        ).set(1)

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        self._answered.labels(kind, outcome).observe(seconds)

    def turned_away(self, reason: str) -> None:
        self._turned_away.labels(reason).inc()

    @contextmanager
    def calling(self, method: str) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        began, outcome = loop.time(), "unknown"
        try:
            yield
            outcome = "ok"
        except SlackError as error:
            outcome = "ratelimited" if error.code in _TOO_MANY else error.code
            raise
        finally:
            self._calls.labels(method, outcome).inc()
            self._called.labels(method).observe(loop.time() - began)

    @contextmanager
    def beating(self, job: str) -> Iterator[None]:
        with self._beats.labels(job).time(), self._failures.labels(job).count_exceptions():
            yield

    def failed(self, kind: str) -> None:
        self._failures.labels(kind).inc()

    def happened(self, kind: str, late: timedelta) -> None:
        self._late.labels(kind).observe(late.total_seconds())

    def settled(self, state: str, *, bulk: bool, waited: timedelta) -> None:
        self._waited.labels(LANES[bulk], state).observe(waited.total_seconds())

    def clock_stepped(self) -> None:
        self._steps.inc()

    def socket_restarted(self) -> None:
        self._restarts.inc()

    def shown(self, figures: Figures) -> bytes:
        """All of it, as Prometheus reads it."""
        self._figures.now = figures
        return generate_latest(self._registry)


class _Figures(Collector):
    """What is read when somebody asks. What cannot be read is not shown, so nothing is old."""

    def __init__(self) -> None:
        self.now = Figures()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        queue, connected = self.now.queue, self.now.connected
        yield _gauge(
            "delight_database_up",
            "Whether the database has just answered and serves, as /readyz tells",
            self.now.serves,
        )
        says = "Whether queue and schedule could be read: if not, they are not shown"
        yield _gauge("delight_figures_read", says, queue is not None)
        yield _gauge("delight_database_connections", "Of the pool, in use", self.now.connections)
        says = "Tokens of SLACK_BOT_TOKEN that Slack refuses, or calls with them"
        yield _gauge("delight_tokens_refused", says, self.now.refused)
        if connected is not None:
            yield _gauge("delight_socket_connected", "Whether Socket Mode is connected", connected)
        yield from _of_overdue(self.now.overdue)
        if queue is None:
            return
        due = GaugeMetricFamily(
            "delight_outbox_due", "Messages that are due and wait", labels=["lane"]
        )
        for bulk, lane in LANES.items():
            due.add_metric([lane], queue.due.get(bulk, 0))
        yield due
        since = queue.oldest.total_seconds()
        yield _gauge(
            "delight_outbox_oldest_seconds",
            "How long the first waits that is due or is tried again",
            since,
        )
        rows = GaugeMetricFamily(
            "delight_outbox_rows",
            "Messages being sent (claimed), or waiting for an invitation or a token (held)",
            labels=["state"],
        )
        for state in OTHERS:
            rows.add_metric([state], queue.others.get(state, 0))
        yield rows


def _of_overdue(overdue: Overdue | None) -> Iterator[GaugeMetricFamily]:
    if overdue is None:
        return
    says = "Prompts, digests and all that has its moment: due, and no worker has taken it"
    yield _gauge("delight_occurrences_due", says, overdue.waiting)
    since, says = overdue.oldest.total_seconds(), "How long the first of them has been due"
    yield _gauge("delight_occurrences_oldest_seconds", says, since)


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)
