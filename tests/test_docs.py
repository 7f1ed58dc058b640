"""docs/running.md says what the code does: settings, figures, addresses, and what is forgotten."""

import re
from datetime import timedelta

import pytest

from bot.dispatch import LIMITS
from bot.settings import EVENTS, expectations
from handlers.upkeep.rules import BATCH, EVERY, RULES
from storage.db.engines import CONNECTIONS
from tests.nginx import ROOT, shown

DOCS = (ROOT / "docs/running.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
SLACK_LISTENS = 3  # seconds


def test_the_settings_that_are_named_exist() -> None:
    named = set(re.findall(r"\b((?:SLACK|DATABASE|OPERATOR|DRAIN|LOG|PUBLIC)_[A-Z_]+)\b", DOCS))
    assert len(named) > 5
    assert named <= set(expectations())


def test_the_figures_that_alerts_are_made_of_exist() -> None:
    meters = (ROOT / "bot/meters.py").read_text(encoding="utf-8")
    named = set(re.findall(r"`(delight_\w+)`", DOCS))
    assert len(named) > 4
    for name in named:
        assert f'"{name.removesuffix("_total")}"' in meters, name


def test_the_address_that_slack_calls_is_that_of_the_settings() -> None:
    assert f"location = {EVENTS} {{" in DOCS


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_the_addresses_are_those_of_the_web(path: str) -> None:
    assert path in DOCS
    assert f'"{path}"' in (ROOT / "bot/web.py").read_text(encoding="utf-8")


def test_the_proxy_lets_through_no_more_than_slack_needs() -> None:
    assert re.findall(r"location (.+) {", shown(80, [])) == ["= /slack/events", "/"]


def test_the_proxy_waits_for_our_last_answer_but_not_until_slack_has_gone() -> None:
    found = re.findall(r"proxy_read_timeout (\d+)ms;", shown(80, []))
    assert [LIMITS.told <= int(waits) / 1000 < SLACK_LISTENS for waits in found] == [True]


def test_the_connections_are_counted_as_they_are_opened() -> None:
    assert f"opens at most {CONNECTIONS} and keeps them open" in DOCS
    assert f"4 × {CONNECTIONS + 1} = {4 * (CONNECTIONS + 1)}" in DOCS


def test_what_is_forgotten_is_told_as_the_rules_say() -> None:
    table = DOCS.split("## What is forgotten")[1].split("## ")[0]
    told = re.findall(r"^\| (\w+) \| (\d+ \w+) \| (.+) \|$", table, re.MULTILINE)
    assert told == [(rule.what, _span(rule.kept), rule.why) for rule in RULES]
    assert BATCH == 1000
    assert timedelta(minutes=10) == EVERY


def _span(time: timedelta) -> str:
    if time >= timedelta(days=2):
        return f"{time.days} days"
    hours = int(time.total_seconds() // 3600)
    return f"{hours} hour{'s' if hours > 1 else ''}" if hours else f"{time.seconds} seconds"


def test_the_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(#([\w-]+)\)", DOCS):
        titles = [t.lower().replace(" ", "-") for t in re.findall(r"^#+ (.+)$", DOCS, re.MULTILINE)]
        assert target in titles
    assert "## Look after it" in README
    assert "(docs/running.md)" in README
