"""How the card looks, whatever is on it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handlers.checkin import views
from handlers.checkin.rules.asked import Card, DueRound
from handlers.checkin.views.taps import all_button, read_all, tap_row
from handlers.kit.reader import Reader
from handlers.kit.text import Texts
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.kinds import Kind, Reach

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
CARD = "checkin:prompt:0123456789abcdef0123456789abcdef:2026-11-18:U0123456789"
LONG = "w" * 3000
KR = KrState(
    number=1,
    title="Answer within hours",
    unit="h",
    kind=Kind.REACH,
    aim=Reach(Decimal(60), Decimal(12)),
    owner_id="U1",
    objective_number=1,
    objective_title="Delight",
    team_id="care",
    cycle_id="2026-Q4",
    cycle_ends=date(2026, 12, 31),
    weight=Decimal(1),
    position=1,
    value=Decimal(45),
    update_id="f" * 32,
    day=date(2026, 11, 11),
    made_at=NOW - timedelta(days=7),
    confidence=8,
    note="",
    progress=Decimal("0.3"),
    status=Status.ON_TRACK,
)


def reader(locale: str) -> Reader:
    return Reader("U1", "Anna", "Europe/Berlin", Texts().say(locale))


def asked(missing: list[KrState], answered: list[KrState], **of_round: Any) -> Card:
    end = NOW + timedelta(days=2)
    mine = DueRound("care", "Care", date(2026, 11, 18), end, missing, answered, is_closed=False)
    recent = {1: [Decimal(n) for n in (60, 55, 45)]}
    return Card(
        CARD, "checkin.prompt", is_late=False, rounds=[replace(mine, **of_round)], recent=recent
    )


def many(count: int) -> list[KrState]:
    return [KR._replace(number=n, title=LONG[:150], note=LONG) for n in range(1, count + 1)]


@pytest.mark.parametrize(("missing", "answered"), [(40, 0), (20, 20), (17, 40), (1, 60), (0, 60)])
def test_it_stays_within_what_slack_takes(missing: int, answered: int) -> None:
    every = many(missing + answered)
    shown = views.card(reader("en-US"), asked(every[:missing], every[missing:]), NOW)
    assert len(shown["blocks"]) <= 50
    assert shown["blocks"][-1].get("elements", [{}])[0].get("text") != "…"  # nothing is cut off
    for block in shown["blocks"]:
        for element in block.get("elements", ()):
            assert len(element.get("value", "")) <= 2000
    if missing > views.SHOWN:
        assert f"and {missing - views.SHOWN} more" in str(shown)


def test_a_button_names_the_version_that_was_seen_in_a_few_characters() -> None:
    krs = [KR._replace(number=n, update_id=f"{n:032x}") for n in range(100, 117)]
    button = all_button(reader("en-US").say, krs, CARD)
    assert len(button["value"]) < 300
    shown, card_key = read_all(button["value"])
    assert card_key == CARD
    assert all(kr.seen.endswith(shown[kr.number]) for kr in krs)
    row = tap_row(reader("en-US").say, KR, CARD)
    assert views.read_tap(row["elements"][0]["value"]) == views.Tap(1, KR.seen, CARD)


@pytest.mark.parametrize(
    ("locale", "buttons"),
    [
        ("en-US", ["No change", "🟢 On track", "🟡 At risk", "🔴 Off track…", "Value…"]),
        ("zh-CN", ["没有变化", "🟢 正常", "🟡 有风险", "🔴 偏离…", "数值…"]),
        ("zh-TW", ["沒有變化", "🟢 進度正常", "🟡 有風險", "🔴 落後…", "數值…"]),
    ],
)
def test_each_key_result_says_how_it_came_and_what_can_be_tapped(
    locale: str, buttons: list[str]
) -> None:
    shown = views.card(reader(locale), asked([KR], []), NOW)
    (row,) = [b for b in shown["blocks"] if b.get("block_id") == "checkin.kr.1"]
    assert [e["text"]["text"] for e in row["elements"]] == buttons
    assert "█▅▁" in str(shown["blocks"])


def test_without_a_value_there_is_nothing_to_say_once_more() -> None:
    new = KR._replace(value=None, update_id=None, status=Status.NEW)
    row = tap_row(reader("zh-CN").say, new, CARD)
    assert [e["text"]["text"] for e in row["elements"]] == ["数值…"]


@pytest.mark.parametrize(
    ("of_round", "buttons"),
    [
        ({}, ["Edit"]),
        ({"is_closed": True}, []),
        ({"closes_at": NOW}, []),
    ],
)
def test_what_is_answered_is_edited_while_the_round_is_open(
    of_round: dict[str, Any], buttons: list[str]
) -> None:
    shown = views.card(reader("en-US"), asked([], [KR], **of_round), NOW)
    found = [
        e["text"]["text"]
        for b in shown["blocks"]
        for e in b.get("elements", ())
        if "action_id" in e
    ]
    assert found == buttons


@pytest.mark.parametrize(
    ("why", "told"),
    [("", "Skipped. I will not remind"), ("At a <fair>.", "Skipped: At a &lt;fair&gt;. I will")],
)
def test_a_skipped_round_says_why_and_how_to_answer_after_all(why: str, told: str) -> None:
    shown = views.card(reader("en-US"), asked([KR], [], skipped=why), NOW)
    assert told in str(shown["blocks"])
    assert "Answer after all" in str(shown["blocks"])
    assert "checkin.kr.1" not in str(shown["blocks"])
